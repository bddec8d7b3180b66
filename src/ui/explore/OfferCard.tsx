import type { ReactNode } from 'react';
import type { Design } from '../../design/design';
import { measureText, ratioText } from '../../present/measureText';
import { axisNamed } from '../../scaling/axes';
import type { MeasureName } from '../../scaling/measureNames';
import { type Facts, measureNamed } from '../../scaling/measures';
import { memberOf } from '../../scaling/members';
import { Button } from '../kit/controls/Button';
import { AxisSymbol } from './AxisSymbol';
import { memberLabel, type OfferedStep } from './designPoints';
import cards from './exploreRoom.module.css';
import classes from './OfferCard.module.css';
import { SamplingStrip } from './SamplingStrip';

/** Effects of a step, in the order of the card. */
const EFFECTS = [
  'parameters',
  'convActivations',
  'peakLive',
  'predictedTime',
  'fieldFrames',
  'fieldPixels',
] as const satisfies readonly MeasureName[];

/** What one axis offers for a step: where it leads, what it costs, what it buys. */
export function OfferCard({
  offer: { axis: name, candidate, stuck },
  from,
  before,
  action,
  onTake,
  children,
}: {
  offer: OfferedStep;
  from: Design;
  before: Facts;
  /** The button: `Apply`, `Take`. */
  action: string;
  onTake: () => void;
  children?: ReactNode;
}) {
  const axis = axisNamed(name);
  const member = candidate && memberOf(candidate.design);
  const sampled = name === 'gamma_tau' || name === 'gamma_t';
  return (
    <article
      className={classes.card}
      aria-label={`${axis.label}, ${axis.operation}`}
      data-stuck={stuck ? true : undefined}
    >
      <header className={classes.head}>
        <h4 title={axis.sentence}>
          <AxisSymbol axis={axis} /> {axis.label}
        </h4>
        <span className={classes.operation}>{axis.operation}</span>
        {candidate && (
          <Button
            size="compact-sm"
            onClick={onTake}
            aria-label={`${action} ${axis.label}: ${axis.describe(candidate.design)}`}
          >
            {action}
          </Button>
        )}
      </header>
      {candidate ? (
        <>
          <p className={classes.move}>
            {axis.describe(from)} <span aria-hidden>→</span> <b>{axis.describe(candidate.design)}</b>
            {member && <span className={cards.badge}>{memberLabel(member)}</span>}
          </p>
          <p className={classes.price}>
            <b>{ratioText(candidate.factor)}</b> MACs, {measureText('macs', candidate.facts.macs)}
          </p>
          {children}
          <dl className={classes.effects}>
            {EFFECTS.map((name) => (
              <Effect key={name} name={name} before={before[name]} after={candidate.facts[name]} />
            ))}
          </dl>
          {sampled && <SamplingStrip before={from.clip} after={candidate.design.clip} />}
        </>
      ) : (
        <>
          <p className={classes.stuck}>{stuck?.reason}</p>
          {children}
        </>
      )}
    </article>
  );
}

function Effect({ name, before, after }: { name: MeasureName; before: number; after: number }) {
  const ratio = after / before;
  const same = Math.abs(ratio - 1) < 0.0005;
  return (
    <div data-same={same || undefined}>
      <dt>{measureNamed(name).label}</dt>
      <dd title={`${measureText(name, before)} → ${measureText(name, after)}`}>
        {same ? 'the same' : ratioText(ratio)}
        <span className={classes.after}>{measureText(name, after)}</span>
      </dd>
    </div>
  );
}
