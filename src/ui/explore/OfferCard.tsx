import type { ReactNode } from 'react';
import type { Design } from '../../design/design';
import { measureText, ratioText } from '../../present/measureText';
import { axisNamed } from '../../scaling/axes';
import type { MeasureName } from '../../scaling/measureNames';
import { type Facts, measureNamed } from '../../scaling/measures';
import { memberOf } from '../../scaling/members';
import { Button } from '../kit/controls/Button';
import { FactList } from '../kit/FactList';
import { Stack } from '../kit/Stack';
import { Text } from '../kit/Text';
import { Words } from '../kit/Words';
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
export function OfferCard(props: {
  offer: OfferedStep;
  from: Design;
  before: Facts;
  /** The button: `Apply`, `Take`. */
  action: string;
  onTake: () => void;
  children?: ReactNode;
}) {
  const {
    offer: { axis: name, candidate, stuck },
    from,
    before,
    action,
    onTake,
    children,
  } = props;
  const axis = axisNamed(name);
  const member = candidate && memberOf(candidate.design);
  const sampled = name === 'gamma_tau' || name === 'gamma_t';
  return (
    <article
      className={classes.card}
      aria-label={`${axis.label}, ${axis.operation}`}
      data-stuck={stuck ? true : undefined}
    >
      <Stack as="header" row nowrap gap="half" className={classes.head}>
        <h3 title={axis.sentence}>
          <b>
            <Words text={axis.symbol} />
          </b>{' '}
          {axis.label}
        </h3>
        <Text as="span" ellipsis size="xs" tone="ink-3" className={classes.operation}>
          {axis.operation}
        </Text>
        {candidate && (
          <Button
            size="compact-sm"
            onClick={onTake}
            aria-label={`${action} ${axis.label}: ${axis.describe(candidate.design)}`}
          >
            {action}
          </Button>
        )}
      </Stack>
      {candidate ? (
        <>
          <Text size="sm" tone="ink-2" className={classes.move}>
            {axis.describe(from)} <span aria-hidden>→</span> <b>{axis.describe(candidate.design)}</b>
            {member && <span className={cards.badge}>{memberLabel(member)}</span>}
          </Text>
          <Text tone="ink-2">
            <Text as="b" size="lg">
              {ratioText(candidate.factor)}
            </Text>{' '}
            MACs, {measureText('macs', candidate.facts.macs)}
          </Text>
          {children}
          <div className={classes.effects}>
            <FactList
              facts={EFFECTS.map((name) => [
                measureNamed(name).label,
                <Effect key={name} name={name} before={before[name]} after={candidate.facts[name]} />,
              ])}
            />
          </div>
          {sampled && <SamplingStrip before={from.clip} after={candidate.design.clip} />}
        </>
      ) : (
        <>
          <Text tone="ink-3" className={classes.stuck}>
            {stuck?.reason}
          </Text>
          {children}
        </>
      )}
    </article>
  );
}

/** What a step makes of a measure: by how much, and to what. */
function Effect({ name, before, after }: { name: MeasureName; before: number; after: number }) {
  const ratio = after / before;
  const same = Math.abs(ratio - 1) < 0.0005;
  return (
    <span className={classes.effect} title={`${measureText(name, before)} → ${measureText(name, after)}`}>
      {!same && ratioText(ratio)}
      <Text as="span" tone="ink-3" weight={400} className={same ? undefined : classes.after}>
        {same ? 'the same' : measureText(name, after)}
      </Text>
    </span>
  );
}
