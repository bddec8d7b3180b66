import { Tooltip } from '@mantine/core';
import classes from './Figure.module.css';
import { compact, exactText } from './numberText';

/**
 * A number with its unit: compact on the page, every digit on demand (pointer, focus or a tap; assistive technology
 * reads the exact one).
 */
export function Figure({ value, unit, label }: { value: number; unit: string; label?: string }) {
  const { digits, prefix } = compact(value);
  const exact = `${exactText(value)} ${unit}`;
  return (
    <Tooltip label={label ? `${exact}: ${label}` : exact} events={{ hover: true, focus: true, touch: true }}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: focus shows the exact value to those without a pointer. */}
      <span className={classes.figure} tabIndex={0} role="img" aria-label={exact}>
        <span className={classes.digits}>{digits}</span>
        <span className={classes.unit}>{`${prefix}${unit}`}</span>
      </span>
    </Tooltip>
  );
}
