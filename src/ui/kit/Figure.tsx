import { Tooltip } from '@mantine/core';
import { type ComponentProps, createContext, memo, useContext } from 'react';
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

const FigureContext = createContext<FigureProps>({ value: Number.NaN });

/**
 * A number with its unit: compact on the page, every digit on demand (pointer, focus or a tap; assistive technology
 * reads the exact one). A slider changes dozens of them at every move, so the number is handed in around the tooltip:
 * only what shows it is rendered again.
 */
export const Figure = memo(function Figure(props: FigureProps) {
  return (
    <FigureContext value={props}>
      <Explained />
    </FigureContext>
  );
});

const Explained = memo(function Explained() {
  return (
    <Tooltip label={<Explanation />} events={{ hover: true, focus: true, touch: true }}>
      <Digits />
    </Tooltip>
  );
});

function Explanation() {
  const { label, ...number } = useContext(FigureContext);
  return label ? `${exact(number)}: ${label}` : exact(number);
}

/** What is seen; the tooltip gives it the handlers it needs. */
function Digits(given: ComponentProps<'span'>) {
  const number = useContext(FigureContext);
  const { digits, prefix } = compact(number.value);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: focus shows the exact value to those without a pointer.
    <span {...given} className={classes.figure} tabIndex={0} role="img" aria-label={exact(number)}>
      <span className={classes.digits}>{digits}</span>
      <span className={classes.unit}>{[`${prefix}${number.unit ?? ''}`, number.of].filter(Boolean).join(' ')}</span>
    </span>
  );
}

function exact({ value, unit, of }: FigureProps): string {
  return [exactText(value), unit, of].filter(Boolean).join(' ');
}
