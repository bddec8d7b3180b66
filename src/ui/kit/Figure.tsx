import { Tooltip } from '@mantine/core';
import { memo } from 'react';
import classes from './Figure.module.css';
import { compact, exactText } from './numberText';

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

/**
 * A number with its unit: compact on the page, every digit on demand (pointer, focus or a tap; assistive technology
 * reads the exact one).
 */
export const Figure = memo(function Figure({ value, unit = '', of, label }: FigureProps) {
  const { digits, prefix } = compact(value);
  const exact = [exactText(value), unit, of].filter(Boolean).join(' ');
  return (
    <Tooltip label={label ? `${exact}: ${label}` : exact} events={{ hover: true, focus: true, touch: true }}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: focus shows the exact value to those without a pointer. */}
      <span className={classes.figure} tabIndex={0} role="img" aria-label={exact}>
        <span className={classes.digits}>{digits}</span>
        <span className={classes.unit}>{[`${prefix}${unit}`, of].filter(Boolean).join(' ')}</span>
      </span>
    </Tooltip>
  );
});
