import { Tooltip } from '@mantine/core';
import { compactText, exactText } from './numberText';
import classes from './StackedBar.module.css';

/** One share of a whole. */
export interface BarPart {
  readonly key: string;
  readonly label: string;
  readonly value: number;
  /** Any CSS colour; a token in practice. */
  readonly color: string;
}

/** Shares of a whole as one bar, each in proportion. Nothing is drawn for a whole of 0. */
export function StackedBar({ label, unit, parts }: { label: string; unit: string; parts: readonly BarPart[] }) {
  const whole = parts.reduce((sum, { value }) => sum + value, 0);
  const said = parts.map((part) => `${part.label} ${compactText(part.value)} ${unit}`).join(', ');
  return (
    <div className={classes.bar} role="img" aria-label={`${label}: ${said}`}>
      {whole > 0 &&
        parts.map(({ key, label: name, value, color }) => (
          <Tooltip key={key} label={`${name}: ${exactText(value)} ${unit}, ${((100 * value) / whole).toFixed(1)} %`}>
            <div className={classes.part} style={{ flexGrow: value / whole, background: color }} />
          </Tooltip>
        ))}
    </div>
  );
}
