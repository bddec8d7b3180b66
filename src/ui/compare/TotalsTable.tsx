import { ACTIVATION_MEASURES } from '../../analysis/activationMeasures';
import type { Convention } from '../../analysis/conventions';
import type { Costs } from '../../analysis/costs';
import type { Architecture } from '../../architecture/architecture';
import { totalsOf } from '../../state/derived';
import { inferenceMemoryOf } from '../../state/insights';
import { BYTES } from '../../tensor/tensor';
import { compactText, exactText, signedText } from '../kit/numberText';
import { useConvention } from '../kit/useStudio';
import classes from './Compare.module.css';

/** One line of the totals. */
interface Line {
  readonly name: string;
  readonly unit: string;
  of(architecture: Architecture): number;
}

/** What both networks cost, one over the other, and the difference. */
export function TotalsTable({ before, after }: { before: Architecture; after: Architecture }) {
  const lines = linesFor(useConvention());
  const amounts = (architecture: Architecture) =>
    lines.map(({ name, unit, of }) => {
      const value = of(architecture);
      return <td key={name} title={exactText(value)}>{`${compactText(value)}${unit}`}</td>;
    });
  return (
    <table className={classes.totals}>
      <caption className={classes.hidden}>Totals of both networks</caption>
      <thead>
        <tr>
          <td />
          {lines.map(({ name }) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
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
                title={exactText(young - old)}
              >
                {young === old ? '–' : `${signedText(young - old)}${unit}`}
                {young !== old && old > 0 && <span className={classes.ratio}>× {(young / old).toFixed(2)}</span>}
              </td>
            );
          })}
        </tr>
      </tbody>
    </table>
  );
}

function linesFor(convention: Convention): readonly Line[] {
  const cost = (of: (costs: Costs) => number) => (architecture: Architecture) => of(totalsOf(architecture));
  return [
    { name: 'parameters', unit: '', of: cost(({ parameters }) => parameters) },
    { name: convention.label, unit: '', of: cost((costs) => convention.count(costs)) },
    {
      name: ACTIVATION_MEASURES.convActivations.label,
      unit: 'B',
      of: cost(({ convActivations }) => convActivations * BYTES.float32),
    },
    {
      name: ACTIVATION_MEASURES.activations.label,
      unit: 'B',
      of: cost(({ activations }) => activations * BYTES.float32),
    },
    {
      name: ACTIVATION_MEASURES.peakLive.label,
      unit: 'B',
      of: (architecture) => inferenceMemoryOf(architecture).peakBytes,
    },
  ];
}
