import { memo } from 'react';
import { compact, exactText } from '../../text/numberText';
import classes from './Figure.module.css';

/** A number to show. */
export interface FigureProps {
  readonly value: number;
  /** Unit that takes the prefix: `MACs` makes `1.96 GMACs`. */
  readonly unit?: string;
  /** What is counted, as a word after the unit: `params`. */
  readonly of?: string;
  /** Said with the exact value. */
  readonly label?: string;
}

/** A number with its unit: compact on the page, every digit on demand (pointer, focus or a tap; assistive technology reads them). */
export const Figure = memo(function Figure({ label, ...number }: FigureProps) {
  const { digits, prefix } = compact(number.value);
  const all = exact(number);
  return (
    <span
      className={classes.figure}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: focus shows the exact value to those without a pointer.
      tabIndex={0}
      role="img"
      aria-label={all}
      data-tip={label ? `${all}: ${label}` : all}
      data-tap
    >
      <span className={classes.digits}>{digits}</span>
      <span className={classes.unit}>{[`${prefix}${number.unit ?? ''}`, number.of].filter(Boolean).join(' ')}</span>
    </span>
  );
});

function exact({ value, unit, of }: FigureProps): string {
  return [exactText(value), unit, of].filter(Boolean).join(' ');
}
