import type { ReactNode } from 'react';
import { CONVENTIONS, type Convention } from '../../analysis/conventions';
import type { Costs } from '../../analysis/costs';
import { bytesOf, QUANTITIES } from '../../analysis/quantities';
import { isGroup, type Part } from '../../architecture/walk';
import { type Formula, macsFormula, parameterFormula, product } from '../../present/formulas';
import type { Subject } from '../../present/subject';
import { costsOf } from '../../state/document/derived';
import { BYTES } from '../../tensor/tensor';
import { amountText, exactText, shareText } from '../../text/numberText';
import { useArchitecture, useConvention } from '../app/useStudio';
import { DataTable } from '../kit/DataTable';
import { ExplainPopover } from '../kit/ExplainPopover';
import { type Fact, FactList } from '../kit/FactList';
import { Note } from '../kit/Note';
import { Section } from '../kit/Section';
import classes from './Inspector.module.css';

/** One number of the list: how it is read from the costs, and how a layer comes to it. */
interface Line {
  readonly name: string;
  readonly unit: string;
  /** Its bytes are so many float32 values. */
  readonly elements?: boolean;
  /** What is counted, in a sentence. */
  readonly counts: string;
  of(costs: Costs): number;
  /** Absent: the sentence says it all. */
  readonly formula?: (layer: Exclude<Part, { readonly children: unknown }>) => Formula;
}

const PARAMETERS: Line = {
  name: QUANTITIES.parameters.label,
  unit: '',
  counts: QUANTITIES.parameters.sentence,
  of: (costs) => costs.parameters,
  formula: parameterFormula,
};

/** Arithmetic by the convention the whole app counts by. */
function arithmetic({ name, label, unit, counts, count }: Convention): Line {
  const counted = { name: label === unit ? label : `${unit} (${label})`, unit, counts, of: count };
  return name === 'macs' ? { ...counted, formula: macsFormula } : counted;
}

const outputBytes: NonNullable<Line['formula']> = (layer) => [product(layer.output), `× ${BYTES.float32} bytes`];

const MEMORY: readonly Line[] = [
  size('convActivations', (costs) => bytesOf(costs.convActivations), outputBytes),
  size('activations', (costs) => bytesOf(costs.activations), outputBytes),
  size('weights', (costs) => costs.weightBytes),
];

/** A size in bytes. */
function size(name: 'convActivations' | 'activations' | 'weights', of: Line['of'], formula?: Line['formula']): Line {
  const { label, sentence } = QUANTITIES[name];
  return { name: label, unit: 'B', counts: sentence, of, ...(formula && { formula, elements: true }) };
}

/** The same part counted by every convention in which numbers are published. */
const BY_CONVENTION: readonly Line[] = CONVENTIONS.map(({ label, unit, counts, publishedBy, count }) => ({
  name: label,
  unit,
  counts: `${counts} Published: ${publishedBy}`,
  of: count,
}));

/** What the subject costs, every number with its derivation, and its FLOPs under each convention. */
export function CostList({ subject }: { subject: Subject }) {
  const convention = useConvention();
  return (
    <>
      <Section title="Costs" aside="one forward pass">
        <Lines lines={[PARAMETERS, arithmetic(convention), ...MEMORY]} subject={subject} />
      </Section>
      <Section title="By convention" aside="MACs and FLOPs" startsFolded>
        <Note>The paper counts multiply-accumulates and calls them FLOPs. Tools differ in what else they count.</Note>
        <Lines lines={BY_CONVENTION} subject={subject} />
      </Section>
    </>
  );
}

function Lines({ lines, subject }: { lines: readonly Line[]; subject: Subject }) {
  const costs = costsOf(useArchitecture());
  const whole = costs.get('');
  return (
    <FactList
      weight={400}
      facts={lines.map((line): Fact => {
        const costIn = (part: Part): number => {
          const found = costs.get(part.path);
          return found ? line.of(found) : 0;
        };
        const value = subject.parts.reduce((sum, part) => sum + costIn(part), 0);
        const total = whole ? line.of(whole) : 0;
        return [
          line.name,
          <span key={line.name}>
            <ExplainPopover subject={`${line.name} is ${exactText(value)}`} shown={amountText(value, line.unit)}>
              <Answer line={line} value={value} subject={subject} costIn={costIn} />
            </ExplainPopover>
            {subject.path !== '' && total > 0 && <span className={classes.share}>{shareText(value / total)}</span>}
          </span>,
        ];
      })}
    />
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
        <b>{exactText(value)}</b> {line.unit === 'B' ? `bytes` : line.unit}
      </p>
      <p>{line.counts}</p>
      {layer && formula?.(layer).map((text) => <p key={text}>{text}</p>)}
      {line.elements && !layer && <p>{`${exactText(value / BYTES.float32)} elements × ${BYTES.float32} bytes`}</p>}
      {!layer && summands.length > 0 && (
        <DataTable wraps label={`${line.name} by part`}>
          {summands.map((part) => (
            <tr key={part.path}>
              <th scope="row">{part.path}</th>
              <td>{exactText(costIn(part))}</td>
            </tr>
          ))}
        </DataTable>
      )}
    </>
  );
}
