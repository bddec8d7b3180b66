import type { Convention } from '../../analysis/conventions';
import type { Costs } from '../../analysis/costs';
import { costsOf } from '../../state/derived';
import { BYTES } from '../../tensor/tensor';
import { compactText } from '../kit/numberText';
import { StackedBar } from '../kit/StackedBar';
import { useArchitecture, useConvention } from '../kit/useStudio';
import classes from './LayerTable.module.css';

/** One total: what is summed over the network. */
interface Total {
  readonly name: string;
  readonly unit: string;
  of(costs: Costs): number;
}

const totalsBy = ({ label, count }: Convention): readonly Total[] => [
  { name: 'Parameters', unit: '', of: (costs) => costs.parameters },
  { name: label, unit: '', of: count },
  { name: 'Layer outputs', unit: 'B', of: (costs) => costs.activations * BYTES.float32 },
];

/** The network's totals, each as a bar of its stem, stages, conv5 and head. */
export function StageTotals() {
  const architecture = useArchitecture();
  const costs = costsOf(architecture);
  const { parts } = architecture;
  const convention = useConvention();
  // One hue from light to dark, in the network's order: the parts are places along it, not kinds.
  const colours = parts.map((_, index) => {
    const strength = Math.round(18 + (72 * index) / Math.max(1, parts.length - 1));
    return `color-mix(in oklab, var(--x3d-ink-2) ${strength}%, var(--x3d-inset))`;
  });
  return (
    <div className={classes.totals}>
      <ul className={classes.parts} aria-label="Parts of the bars">
        {parts.map(({ path }, index) => (
          <li key={path}>
            <span className={classes.swatch} style={{ background: colours[index] }} />
            {path}
          </li>
        ))}
      </ul>
      {totalsBy(convention).map(({ name, unit, of }) => {
        const valueIn = (path: string): number => {
          const found = costs.get(path);
          return found ? of(found) : 0;
        };
        return (
          <div key={name} className={classes.total}>
            <span>{name}</span>
            <span>{`${compactText(valueIn(''))}${unit}`}</span>
            <StackedBar
              label={`${name} by stage`}
              unit={unit}
              parts={parts.map(({ path }, index) => ({
                key: path,
                label: path,
                value: valueIn(path),
                color: colours[index] ?? '',
              }))}
            />
          </div>
        );
      })}
    </div>
  );
}
