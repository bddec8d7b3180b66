import type { ReactNode } from 'react';
import type { Costs } from '../../analysis/costs';
import { isGroup, type Part } from '../../architecture/walk';
import { costsOf } from '../../state/derived';
import { BYTES } from '../../tensor/tensor';
import { compactText, exactText } from '../kit/numberText';
import { Section } from '../kit/Section';
import { useArchitecture } from '../kit/useStudio';
import { Why } from '../kit/Why';
import { type Formula, macsFormula, parameterFormula, product } from './formulas';
import classes from './Inspector.module.css';
import type { Subject } from './subject';

/** One number of the list: how it is read from the costs, and how a layer comes to it. */
interface Line {
  readonly name: string;
  readonly unit: string;
  /** What is counted, in a sentence. */
  readonly counts: string;
  of(costs: Costs): number;
  /** Absent: the sentence says it all. */
  readonly formula?: (layer: Exclude<Part, { readonly children: unknown }>) => Formula;
}

const LINES: readonly Line[] = [
  {
    name: 'Parameters',
    unit: '',
    counts: 'What training changes: weights, biases, and the scale and shift of norms.',
    of: (costs) => costs.parameters,
    formula: parameterFormula,
  },
  {
    name: 'MACs',
    unit: '',
    counts: 'Multiply-accumulates of convolutions and linear layers, for the whole batch.',
    of: (costs) => costs.macs,
    formula: macsFormula,
  },
  {
    name: 'Conv outputs',
    unit: '',
    counts: 'Elements that convolutions put out: what the field calls activations.',
    of: (costs) => costs.convActivations,
    formula: (layer) => [product(layer.output)],
  },
  {
    name: 'All layer outputs',
    unit: 'B',
    counts: 'Bytes of the outputs of all layers as float32. They do not all live at once.',
    of: (costs) => costs.activations * BYTES.float32,
    formula: (layer) => [product(layer.output), `× ${BYTES.float32} bytes`],
  },
  {
    name: 'Stored',
    unit: 'B',
    counts: 'Bytes of parameters and buffers in a checkpoint: float32, and an int64 counter for each batch norm.',
    of: (costs) => costs.weightBytes,
  },
];

/** The conventions that turn the same network into different published FLOPs. */
const CONVENTIONS: readonly Line[] = [
  {
    name: '2 × MACs',
    unit: 'FLOPs',
    counts: 'A multiplication and an addition count one each.',
    of: (costs) => 2 * costs.macs,
  },
  {
    name: 'mmcv',
    unit: 'FLOPs',
    counts:
      'mmcv’s get_model_complexity_info, which mmaction2’s published numbers come from: MACs, plus biases of convolutions, 2 per element of a norm, 1 per element of a ReLU and 1 per input element of a pool.',
    of: (costs) => costs.flops.mmcv,
  },
  {
    name: 'mmengine',
    unit: 'FLOPs',
    counts:
      'mmengine’s complexity analysis: MACs plus 2 per element of a norm. mmaction2’s tool leaves the head out; here it is counted where it is part of what is shown.',
    of: (costs) => costs.flops.mmengine,
  },
];

/** What the subject costs, every number with its derivation, and its FLOPs under each convention. */
export function CostList({ subject }: { subject: Subject }) {
  return (
    <>
      <Section title="Costs" aside="one forward pass">
        <Lines lines={LINES} subject={subject} />
      </Section>
      <Section title="FLOPs" aside="by convention" startsFolded>
        <p className={classes.note}>
          The paper counts multiply-accumulates and calls them FLOPs. Tools differ in what else they count.
        </p>
        <Lines lines={CONVENTIONS} subject={subject} />
      </Section>
    </>
  );
}

function Lines({ lines, subject }: { lines: readonly Line[]; subject: Subject }) {
  const costs = costsOf(useArchitecture());
  const whole = costs.get('');
  return (
    <dl className={classes.costs}>
      {lines.map((line) => {
        const costIn = (part: Part): number => {
          const found = costs.get(part.path);
          return found ? line.of(found) : 0;
        };
        const value = subject.parts.reduce((sum, part) => sum + costIn(part), 0);
        const total = whole ? line.of(whole) : 0;
        return (
          <div key={line.name}>
            <dt>{line.name}</dt>
            <dd>
              <Why subject={`${line.name} is ${exactText(value)}`} shown={amount(value, line.unit)}>
                <Answer line={line} value={value} subject={subject} costIn={costIn} />
              </Why>
              {subject.path !== '' && total > 0 && (
                <span className={classes.share}>{((100 * value) / total).toFixed(1)} %</span>
              )}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

/** Why a number is what it is: a formula for a layer, a sum for what has parts. */
function Answer(props: { line: Line; value: number; subject: Subject; costIn: (part: Part) => number }): ReactNode {
  const { line, value, subject, costIn } = props;
  const { formula } = line;
  const [only] = subject.parts;
  const layer = only && !isGroup(only) && only.path === subject.path ? only : null;
  const summands = subject.parts.filter((part) => costIn(part) > 0).sort((a, b) => costIn(b) - costIn(a));
  return (
    <>
      <p>
        <b>{exactText(value)}</b> {line.unit}
      </p>
      <p>{line.counts}</p>
      {layer && formula?.(layer).map((text) => <p key={text}>{text}</p>)}
      {!layer && summands.length > 0 && (
        <table className={classes.sum} aria-label={`${line.name} by part`}>
          <tbody>
            {summands.map((part) => (
              <tr key={part.path}>
                <th scope="row">{part.path}</th>
                <td>{exactText(costIn(part))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

/** `15.3 MB`; a unit that is a word stands apart from the prefix: `3.93 G FLOPs`. */
function amount(value: number, unit: string): string {
  return unit.length > 1 ? `${compactText(value)} ${unit}` : `${compactText(value)}${unit}`;
}
