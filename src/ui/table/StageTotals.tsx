import type { Convention } from '../../analysis/conventions';
import { QUANTITIES } from '../../analysis/quantities';
import type { Architecture } from '../../architecture/architecture';
import { isGroup, type Part } from '../../architecture/walk';
import { firstOfRun } from '../../diagram/diagram';
import type { Row } from '../../present/layerRows';
import { amountText, titled } from '../../text/numberText';
import { useArchitecture, useConvention, useSession } from '../app/useStudio';
import { StackedBar } from '../kit/StackedBar';
import classes from './LayerTable.module.css';

/** One total: what is summed over the layers. */
interface Total {
  readonly name: string;
  readonly unit: string;
  of(row: Row): number;
}

const totalsBy = ({ label, unit }: Convention): readonly Total[] => [
  { name: titled(QUANTITIES.parameters.label), unit: '', of: (row) => row.parameters },
  { name: label, unit, of: (row) => row.macs },
  { name: titled(QUANTITIES.activations.label), unit: 'B', of: (row) => row.bytes },
];

/** The totals of the layers listed, each as a bar of its stem, stages, conv5 and head; the one that is selected is marked. */
export function StageTotals({ rows }: { rows: readonly Row[] }) {
  const architecture = useArchitecture();
  const convention = useConvention();
  const selected = useSession((session) => session.selected);
  const around = selected === null ? null : partAround(architecture, selected);
  return (
    <div className={classes.totals}>
      {totalsBy(convention).map(({ name, unit, of }) => {
        const parts = architecture.parts.map(({ path }) => ({
          label: path,
          value: rows.reduce((sum, row) => sum + (row.part === path ? of(row) : 0), 0),
        }));
        const whole = parts.reduce((sum, { value }) => sum + value, 0);
        return (
          <div key={name} className={classes.total}>
            <span>{name}</span>
            <span>{amountText(whole, unit)}</span>
            <StackedBar label={`${name} by stage`} unit={unit} parts={parts} marked={around} />
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
