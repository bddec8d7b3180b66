import { amountText, exactText, shareText } from '../../text/numberText';
import classes from './StackedBar.module.css';

/** One share of a whole. */
interface BarPart {
  readonly label: string;
  readonly value: number;
}

/**
 * Shares of a whole as one bar, each in proportion and named where its name fits. Parts are told apart by their place
 * and their edges, not by hues: those mean something else. `marked` is the one of which something else is shown.
 */
export function StackedBar(props: { label: string; unit: string; parts: readonly BarPart[]; marked: string | null }) {
  const { label, unit, parts, marked } = props;
  const whole = parts.reduce((sum, { value }) => sum + value, 0);
  const said = parts.map((part) => `${part.label} ${amountText(part.value, unit)}`).join(', ');
  return (
    <div className={classes.bar} role="img" aria-label={`${label}: ${said}`}>
      {whole > 0 &&
        parts.map(({ label: name, value }) => (
          <div
            key={name}
            className={classes.part}
            data-tip={`${name}: ${exactText(value)} ${unit}, ${shareText(value / whole)}`}
            style={{ flexGrow: value / whole }}
            data-marked={name === marked || undefined}
          >
            <span>{name}</span>
          </div>
        ))}
    </div>
  );
}
