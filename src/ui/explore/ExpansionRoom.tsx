import { type ReactNode, useMemo } from 'react';
import { designCounts } from '../../analysis/costs';
import type { Design } from '../../design/design';
import { sameValue } from '../../design/sameValue';
import { madeClipsOf } from '../../present/madeClips';
import { measureText } from '../../present/measureText';
import { axisNamed } from '../../scaling/axes';
import { nodeOf, pathTo, tipsOf, type WalkNode } from '../../scaling/expansion';
import { factsOf } from '../../scaling/measures';
import { memberOf } from '../../scaling/members';
import type { App } from '../../state/app';
import { shareText } from '../../text/numberText';
import { useApp } from '../app/useApp';
import { useMeasuring } from '../app/useMeasuring';
import { useDocument, useExplore } from '../app/useStudio';
import { Button } from '../kit/controls/Button';
import { LinkButton } from '../kit/LinkButton';
import { NumberField } from '../kit/NumberField';
import { Stack } from '../kit/Stack';
import { Text } from '../kit/Text';
import { bestOffer } from './bestOffer';
import { memberLabel, type OfferedStep, plainSymbol } from './designPoints';
import path from './ExpansionRoom.module.css';
import classes from './exploreRoom.module.css';
import { MeasuredLine } from './MeasuredLine';
import { beginTiny, MeasuredStep } from './MeasuredStep';
import { OfferCard } from './OfferCard';
import { PathComparison } from './PathComparison';
import { StepField } from './StepField';
import type { ActivityProps } from './useNextSteps';
import { useWhose } from './useWhose';

/** X2D grown one axis at a time: the path so far, the six next steps, the way back, branches, and a target to land on. */
export function ExpansionRoom({ next }: ActivityProps) {
  const app = useApp();
  const walk = useExplore((state) => state.walk);
  const device = useExplore((state) => state.device);
  const target = useExplore((state) => state.target);
  const { design } = nodeOf(walk, walk.at);
  const before = useMemo(() => factsOf(design, device), [design, device]);
  const contracting = next.onto !== null;
  const results = useMeasuring((state) => state.results);
  const offers = next.value ?? [];
  const best = bestOffer(madeClipsOf(results, design), offers, (candidate) => madeClipsOf(results, candidate));
  return (
    <div className={classes.room}>
      <p className={classes.text}>
        The paper expands one axis a step, keeping the one that buys the most accuracy for its computation, then
        contracts back onto a target (arXiv:2004.04730). The choice is yours; tiny designs are trained here to guide it.
        Times are of the {device.name}.
      </p>
      <Stack row gap="half">
        <Button onClick={() => app.explore.beginWalk('X2D')}>Start at X2D</Button>
        <StartHere />
        <Button onClick={() => beginTiny(app)}>Start at a tiny X2D</Button>
        <Button onClick={() => app.explore.beginWalk('published')}>Walk over XS, S, M to L</Button>
      </Stack>
      <Path />
      <Stack row gap="1 2">
        <Button onClick={app.explore.stepBack} disabled={walk.at === 0}>
          Step back
        </Button>
        <StepField />
        <div className={classes.field}>
          <span>Contract onto</span>
          <NumberField
            label="MACs to contract onto, in G"
            value={target === null ? null : target / 1e9}
            step={0.5}
            min={0}
            width={64}
            empty={{ placeholder: 'none', onEmpty: () => app.explore.setState({ target: null }) }}
            onCommit={(value) => app.explore.setState({ target: value > 0 ? value * 1e9 : null })}
          />
          <span>GMACs</span>
        </div>
        {target !== null && !contracting && (
          <Text as="span" size="sm" tone="ink-3">
            {measureText('macs', before.macs)} is not above the target, so there is nothing to shrink.
          </Text>
        )}
      </Stack>
      <Text as="h3" weight={650} className={path.title}>
        {contracting
          ? `Back onto ${measureText('macs', next.onto ?? 0)}: six ways to shrink`
          : 'Six candidates for the next step'}
      </Text>
      <MeasuredStep from={design} offers={offers} />
      <div className={classes.cards} data-pending={next.pending || undefined}>
        {offers.map((offer) => (
          <OfferCard
            key={offer.axis}
            offer={offer}
            from={design}
            before={before}
            action={contracting ? 'Contract' : 'Take'}
            onTake={() => take(app, offer)}
          >
            {offer.candidate && (
              <MeasuredLine design={offer.candidate.design} best={best?.settled === true && best.offer === offer} />
            )}
          </OfferCard>
        ))}
      </div>
      {next.failure && <p role="alert">{next.failure}</p>}
      <PathComparison />
    </div>
  );
}

function take(app: App, { axis, candidate }: OfferedStep): void {
  if (candidate) app.explore.takeStep({ axis, from: candidate.from, to: candidate.to }, candidate.design);
}

/** Begins a walk at the design on the form, where that is another one than the walk stands on. */
function StartHere() {
  const app = useApp();
  const design = useDocument(({ legal }) => legal);
  const walk = useExplore((state) => state.walk);
  const whose = useWhose();
  const here = sameValue(nodeOf(walk, walk.at).design, design);
  return (
    <Button onClick={() => app.explore.beginWalk({ design })} disabled={here}>
      Start at {whose} design
    </Button>
  );
}

/** The path stood on, and the ends of the other branches. */
function Path() {
  const app = useApp();
  const walk = useExplore((state) => state.walk);
  const compared = useExplore((state) => state.compared);
  const nodes = pathTo(walk);
  const onPath = new Set(nodes.map(({ id }) => id));
  const others = tipsOf(walk).filter(({ id }) => !onPath.has(id));
  return (
    <nav aria-label="Walk">
      <ol className={path.path}>
        {nodes.map((node) => (
          <li key={node.id}>
            <Stop node={node} here={node.id === walk.at} />
          </li>
        ))}
      </ol>
      {others.length > 0 && (
        <Stack as="ul" gap="half" className={path.branches} aria-label="Other branches">
          {others.map((tip) => (
            <Stack as="li" row gap="1h" align="baseline" key={tip.id}>
              <Text as="span" tone="ink-2">
                {pathTo(walk, tip.id)
                  .map(({ step }) =>
                    step
                      ? plainSymbol(axisNamed(step.axis))
                      : (memberOf(nodeOf(walk, 0).design)?.preset.label ?? 'start'),
                  )
                  .join(' → ')}
              </Text>
              <Macs of={tip.design} />
              <LinkButton onClick={() => app.explore.standOn(tip.id)}>Go on from here</LinkButton>
              <LinkButton
                aria-pressed={compared === tip.id}
                onClick={() => app.explore.setState({ compared: compared === tip.id ? null : tip.id })}
              >
                {compared === tip.id ? 'Compared' : 'Compare'}
              </LinkButton>
            </Stack>
          ))}
        </Stack>
      )}
    </nav>
  );
}

/** One design of the path: the step that led to it, and the published member it equals. */
function Stop({ node: { id, design, step }, here }: { node: WalkNode; here: boolean }) {
  const app = useApp();
  const member = memberOf(design);
  const results = useMeasuring((state) => state.results);
  const known = madeClipsOf(results, design);
  const words = step ? axisNamed(step.axis).describe(design) : 'start';
  return (
    <button
      type="button"
      className={path.stop}
      aria-current={here ? 'step' : undefined}
      onClick={() => app.explore.standOn(id)}
    >
      <span>{step ? `${plainSymbol(axisNamed(step.axis))}: ${words}` : words}</span>
      {member && (
        <Text as="span" weight={650} tone="accent-ink">
          {memberLabel(member)}
        </Text>
      )}
      <Macs of={design}>{known && `, ${shareText(known.share)} right`}</Macs>
    </button>
  );
}

/** The computation of a design, in small. */
function Macs({ of: design, children }: { of: Design; children?: ReactNode }) {
  return (
    <Text as="span" size="xs" tone="ink-2">
      {measureText('macs', designCounts(design).macs)}
      {children}
    </Text>
  );
}
