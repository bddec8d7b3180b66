import type { Convention } from '../../analysis/conventions';
import type { Costs } from '../../analysis/costs';
import { bytesOf, QUANTITIES } from '../../analysis/quantities';
import type { Architecture } from '../../architecture/architecture';
import { isGroup, type Part } from '../../architecture/walk';
import { firstOfRun } from '../../diagram/diagram';
import { costsOf } from '../../state/derived';
import { amountText, titled } from '../kit/numberText';
import { StackedBar } from '../kit/StackedBar';
import { useArchitecture, useConvention, useSession } from '../kit/useStudio';
import classes from './LayerTable.module.css';

/** One total: what is summed over the network. */
interface Total {
  readonly name: string;
  readonly unit: string;
  of(costs: Costs): number;
}

const totalsBy = ({ label, unit, count }: Convention): readonly Total[] => [
  { name: titled(QUANTITIES.parameters.label), unit: '', of: (costs) => costs.parameters },
  { name: label, unit, of: count },
  { name: titled(QUANTITIES.activations.label), unit: 'B', of: (costs) => bytesOf(costs.activations) },
];

/** The network's totals, each as a bar of its stem, stages, conv5 and head; the one that is selected is marked. */
export function StageTotals() {
  const architecture = useArchitecture();
  const costs = costsOf(architecture);
  const convention = useConvention();
  const selected = useSession((session) => session.selected);
  const around = selected === null ? null : partAround(architecture, selected);
  return (
    <div className={classes.totals}>
      {totalsBy(convention).map(({ name, unit, of }) => {
        const valueIn = (path: string): number => {
          const found = costs.get(path);
          return found ? of(found) : 0;
        };
        return (
          <div key={name} className={classes.total}>
            <span>{name}</span>
            <span>{amountText(valueIn(''), unit)}</span>
            <StackedBar
              label={`${name} by stage`}
              unit={unit}
              parts={architecture.parts.map(({ path }) => ({ label: path, value: valueIn(path) }))}
              marked={around}
            />
          </div>
        );
      })}
    </div>
  );
}

/** The stem, stage, conv5 or head that is selected or holds what is selected. */
function partAround({ parts }: Architecture, selected: string): string | null {
  const path = firstOfRun(selected) ?? selected;
  const holds = (part: Part): boolean => part.path === path || (isGroup(part) && part.children.some(holds));
  return parts.find(holds)?.path ?? null;
}
