import { type ReactNode, useEffect, useState } from 'react';
import { ACTIVATION_MEASURES } from '../../analysis/activationMeasures';
import { Figure, type FigureProps } from '../kit/Figure';
import { compactText, signedText } from '../kit/numberText';
import { useConvention, useTotals } from '../kit/useStudio';
import { ConventionMenu } from './ConventionMenu';
import classes from './Totals.module.css';

/** How long after the last change the differences stay, in milliseconds. */
const SETTLES_AFTER = 2000;

/** Bytes of one float32. */
const FLOAT_BYTES = 4;

/** What the whole network costs, and for a moment what the last change did to that. */
export function Totals() {
  const costs = useTotals();
  const convention = useConvention();
  const { parameters, convActivations } = costs;
  const totals = [
    {
      key: 'parameters',
      value: parameters,
      unit: '',
      of: 'params',
      label: 'all parameters, frozen ones too',
    },
    {
      // Another convention is another number, not a change of this one.
      key: `arithmetic in ${convention.name}`,
      value: convention.count(costs),
      unit: convention.unit,
      of: '',
      label: `${convention.counts} Whole batch.`,
      after: <ConventionMenu />,
    },
    {
      key: 'activations',
      value: convActivations * FLOAT_BYTES,
      unit: 'B',
      of: ACTIVATION_MEASURES.convActivations.label,
      label: 'outputs of all convolutions in float32, whole batch',
    },
  ];
  return (
    <section className={classes.totals} aria-label="Totals">
      {totals.map(({ key, ...total }) => (
        <Total key={key} {...total} />
      ))}
      <Announcement text={totals.map(({ value, unit, of }) => `${compactText(value)}${unit} ${of}`).join(', ')} />
    </section>
  );
}

function Total({ value, unit, of, label, after }: Required<FigureProps> & { after?: ReactNode }) {
  const settled = useSettled(value);
  const change = value - settled;
  return (
    <span className={classes.total}>
      <Figure value={value} unit={unit} of={of} label={label} />
      {after}
      <span
        className={classes.change}
        data-direction={change < 0 ? 'less' : change > 0 ? 'more' : undefined}
        aria-hidden
      >
        {change !== 0 && signedText(change)}
      </span>
    </span>
  );
}

/** Says the totals once they rest: a drag would otherwise flood a screen reader. */
function Announcement({ text }: { text: string }) {
  return (
    <span className={classes.spoken} aria-live="polite">
      {useSettled(text)}
    </span>
  );
}

/** The value as it was when it last rested for a moment. */
function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), SETTLES_AFTER);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
