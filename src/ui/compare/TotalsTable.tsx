import { ACTIVATION_MEASURES } from '../../analysis/activationMeasures';
import type { Convention } from '../../analysis/conventions';
import type { Costs } from '../../analysis/costs';
import type { Architecture } from '../../architecture/architecture';
import { inferenceMemoryOf, totalsOf } from '../../state/derived';
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

/** What both networks cost, side by side, and the difference. */
export function TotalsTable({ before, after }: { before: Architecture; after: Architecture }) {
  const convention = useConvention();
  return (
    <table className={classes.totals}>
      <caption className={classes.hidden}>Totals of both networks</caption>
      <thead>
        <tr>
          <th scope="col">Whole network</th>
          <th scope="col">pinned</th>
          <th scope="col">this</th>
          <th scope="col">difference</th>
          <th scope="col">ratio</th>
        </tr>
      </thead>
      <tbody>
        {linesFor(convention).map(({ name, unit, of }) => {
          const [old, young] = [of(before), of(after)];
          return (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td title={exactText(old)}>{`${compactText(old)}${unit}`}</td>
              <td title={exactText(young)}>{`${compactText(young)}${unit}`}</td>
              <td
                data-direction={young > old ? 'more' : young < old ? 'less' : undefined}
                title={exactText(young - old)}
              >
                {young === old ? '–' : `${signedText(young - old)}${unit}`}
              </td>
              <td>{old > 0 ? `× ${(young / old).toFixed(2)}` : '–'}</td>
            </tr>
          );
        })}
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
