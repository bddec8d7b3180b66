import type { Convention } from '../../analysis/conventions';
import type { Costs } from '../../analysis/costs';
import { bytesOf, QUANTITIES } from '../../analysis/quantities';
import type { Architecture } from '../../architecture/architecture';
import { totalsOf } from '../../state/document/derived';
import { inferenceMemoryOf } from '../../state/document/insights';
import { trainingNeedOf } from '../../state/train/trainingNeed';
import type { TrainingPlan } from '../../state/train/trainingPlan';
import { amountText, exactText, signedText } from '../../text/numberText';
import { useConvention, useTrainingPlan } from '../app/useStudio';
import { DataTable } from '../kit/DataTable';
import { Note } from '../kit/Note';
import classes from './Compare.module.css';

interface Line {
  readonly name: string;
  readonly unit: string;
  of(architecture: Architecture): number;
}

/** What both networks cost, one over the other, and the difference. */
export function TotalsTable({ before, after }: { before: Architecture; after: Architecture }) {
  const lines = linesFor(useConvention(), useTrainingPlan());
  const amounts = (architecture: Architecture) =>
    lines.map(({ name, unit, of }) => {
      const value = of(architecture);
      return (
        <td key={name} title={`${exactText(value)} ${unit}`.trim()}>
          {amountText(value, unit)}
        </td>
      );
    });
  return (
    <DataTable
      label="Totals of both networks"
      className={classes.totals}
      columns={['', ...lines.map(({ name }) => name)]}
    >
      <tr>
        <th scope="row">pinned</th>
        {amounts(before)}
      </tr>
      <tr>
        <th scope="row">this</th>
        {amounts(after)}
      </tr>
      <tr>
        <th scope="row">difference</th>
        {lines.map(({ name, unit, of }) => {
          const [old, young] = [of(before), of(after)];
          return (
            <td
              key={name}
              data-direction={young > old ? 'more' : young < old ? 'less' : undefined}
              title={`${exactText(young - old)} ${unit}`.trim()}
            >
              {young === old ? '–' : signedText(young - old, unit)}
              {young !== old && old > 0 && <Note>× {(young / old).toFixed(2)}</Note>}
            </td>
          );
        })}
      </tr>
    </DataTable>
  );
}

function linesFor(convention: Convention, plan: TrainingPlan): readonly Line[] {
  const cost = (of: (costs: Costs) => number) => (architecture: Architecture) => of(totalsOf(architecture));
  return [
    { name: QUANTITIES.parameters.label, unit: '', of: cost(({ parameters }) => parameters) },
    { name: convention.label, unit: convention.unit, of: cost((costs) => convention.count(costs)) },
    {
      name: QUANTITIES.convActivations.label,
      unit: 'B',
      of: cost(({ convActivations }) => bytesOf(convActivations)),
    },
    { name: QUANTITIES.activations.label, unit: 'B', of: cost(({ activations }) => bytesOf(activations)) },
    { name: QUANTITIES.peakLive.label, unit: 'B', of: (architecture) => inferenceMemoryOf(architecture).peakBytes },
    { name: QUANTITIES.weights.label, unit: 'B', of: cost(({ weightBytes }) => weightBytes) },
    {
      name: QUANTITIES.trainingStep.label,
      unit: 'B',
      of: (architecture) => trainingNeedOf(architecture, plan).of(plan.batch ?? architecture.design.clip.n).total,
    },
  ];
}
