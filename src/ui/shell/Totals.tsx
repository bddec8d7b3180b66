import type { ReactNode } from 'react';
import type { Convention } from '../../analysis/conventions';
import type { Costs } from '../../analysis/costs';
import { bytesOf, QUANTITIES } from '../../analysis/quantities';
import { amountText, exactText, signedText } from '../../text/numberText';
import { useConvention, useTotals, useTotalsBefore } from '../app/useStudio';
import { Hidden } from '../kit/controls/Hidden';
import { Figure, type FigureProps } from '../kit/Figure';
import { useRested } from '../kit/useRested';
import { ConventionMenu } from './ConventionMenu';
import classes from './Totals.module.css';

/** How long totals must rest before they are said, in milliseconds. */
const SETTLES_AFTER = 2000;

interface Shown extends Required<FigureProps> {
  /** The same before the last edit. */
  readonly before: number;
  readonly after?: ReactNode;
}

/** What the whole network costs, and what the last edit did to that. */
export function Totals() {
  const costs = useTotals();
  const before = useTotalsBefore() ?? costs;
  const totals = totalsOf(costs, before, useConvention());
  return (
    <section className={classes.totals} aria-label="Totals">
      {totals.map((total) => (
        <Total key={total.of || 'arithmetic'} {...total} />
      ))}
      <Announcement text={totals.map(({ value, unit, of }) => `${amountText(value, unit)} ${of}`.trim()).join(', ')} />
    </section>
  );
}

function totalsOf(costs: Costs, before: Costs, { unit, counts, count }: Convention): readonly Shown[] {
  return [
    {
      value: costs.parameters,
      before: before.parameters,
      unit: '',
      of: QUANTITIES.parameters.label,
      label: 'all of them, frozen ones too',
    },
    {
      value: count(costs),
      before: count(before),
      unit,
      of: '',
      label: `${counts} Whole batch.`,
      after: <ConventionMenu />,
    },
    {
      value: bytesOf(costs.convActivations),
      before: bytesOf(before.convActivations),
      unit: 'B',
      of: QUANTITIES.convActivations.label,
      label: `${exactText(costs.convActivations)} elements in float32, whole batch. ${QUANTITIES.convActivations.sentence}`,
    },
  ];
}

function Total({ value, before, unit, of, label, after }: Shown) {
  const change = value - before;
  return (
    <span className={classes.total}>
      <Figure value={value} unit={unit} of={of} label={label} />
      {after}
      <span
        className={classes.change}
        data-direction={change < 0 ? 'less' : change > 0 ? 'more' : undefined}
        title="by the last edit"
      >
        {change !== 0 && signedText(change, unit)}
      </span>
    </span>
  );
}

/** Says the totals once they rest: a drag would otherwise flood a screen reader. */
function Announcement({ text }: { text: string }) {
  return <Hidden aria-live="polite">{useRested(text, SETTLES_AFTER)}</Hidden>;
}
