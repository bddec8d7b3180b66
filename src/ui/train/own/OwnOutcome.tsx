import { useMemo } from 'react';
import { needText } from '../../../dataset/judgedClips';
import { scopeText } from '../../../present/scopeText';
import type { Classes, Learnt } from '../../../state/classes/classes';
import { updatesFor } from '../../../state/classes/learningRecipes';
import { countText, exactText, shareText } from '../../../text/numberText';
import { useClasses } from '../../app/useStudio';
import { CurveChart } from '../../kit/charts/CurveChart';
import { VERDICT_ID } from '../../kit/focusTargets';
import { Note } from '../../kit/Note';
import { Text } from '../../kit/Text';
import { LossChart } from '../LossChart';
import { Part } from '../Part';
import { LivePanel } from './LivePanel';
import own from './Own.module.css';
import { OwnConfusion } from './OwnConfusion';
import { TakeHome } from './TakeHome';
import { TestedStart } from './TestedStart';
import { VideoPanel } from './VideoPanel';

/** What comes of learning one's own classes: how well they are told apart, and what to do with it. */
export function OwnOutcome() {
  const learnt = useClasses((state) => state.learnt);
  const fitting = useClasses(isLearning);
  return (
    <>
      {!learnt && !fitting && (
        <Part title="Outcome">
          <p>
            Press Teach it: every clip is looked at once, then the head learns in seconds. Here it says how well it
            tells the classes apart on clips it has not seen, and lets you try it on the camera or a video.
          </p>
        </Part>
      )}
      {learnt && (
        <>
          <Verdict learnt={learnt} />
          <LivePanel learnt={learnt} />
          <VideoPanel learnt={learnt} />
          <OwnConfusion learnt={learnt} />
          <TakeHome learnt={learnt} />
        </>
      )}
      <Fit />
    </>
  );
}

/** So many classes that need clips are told one by one. */
const MOST_NEEDS = 8;

/** Accuracy with its interval, what needs more clips, and whether motion is what it sees. */
function Verdict({ learnt }: { learnt: Learnt }) {
  const { judged, names, split, still, refused, from, clipIds, featuresPerSecond, scope, headAlone, design } = learnt;
  const { accuracy, perClass, chance } = judged;
  const needs = names.flatMap((name, label) => {
    const share = perClass[label];
    return share ? (needText(name, share) ?? []) : [];
  });
  return (
    <Part id={VERDICT_ID} title="On clips it has not seen" label="Held-out accuracy">
      {accuracy.trials === 0 ? (
        <p>Nothing could be held out: record at least three takes of each class, or open several videos of it.</p>
      ) : (
        <>
          <p className={own.figure}>
            <Text as="strong" size="xl" tone="ink" weight={650}>
              {shareText(accuracy.share)}
            </Text>{' '}
            right{' '}
            <span>
              {accuracy.successes} of {accuracy.trials} clips, 95 % interval {shareText(accuracy.low)} to{' '}
              {shareText(accuracy.high)}; guessing gives {shareText(chance)}
            </span>
          </p>
          {accuracy.low <= chance && (
            <Note tone="warn" role="status">
              This may be no more than guessing. More clips help, and a look about as long as the motion takes once.
            </Note>
          )}
          <p>
            {split.kind === 'k-fold'
              ? `Each clip was judged once, by a network that learnt without its video and the takes next to it (${split.folds.length} parts).`
              : 'A fifth of the videos of each class was held out, and with them the takes next to them.'}{' '}
            The network kept learnt from all {countText(clipIds.length, 'clip')}, starting from {from}
            {featuresPerSecond !== null && `, ${exactText(Number(featuresPerSecond.toPrecision(2)))} looks a second`}.
          </p>
        </>
      )}
      {headAlone && (
        <p>
          Learnt {scopeText(scope, design.reference.num_stages)}. The head alone had {headAlone.successes} of{' '}
          {headAlone.trials} right on the same clips
          {headAlone.successes >= accuracy.successes &&
            ': more did not help here, and the head alone learns in seconds'}
          .
        </p>
      )}
      <TestedStart learnt={learnt} />
      {still?.kind === 'looks' && (
        <Note tone="warn" role="status">
          A single frame does as well ({shareText(still.stills.share)} of clips): the network looks at what stands
          still, the background or a posture, and not at the motion. Record the classes in front of the same background,
          and some of each elsewhere.
        </Note>
      )}
      {still?.kind === 'moves' && (
        <p>From a single frame {shareText(still.stills.share)} would be right: it sees the motion.</p>
      )}
      {needs.length > 0 && (
        <ul className={own.points}>
          {needs.slice(0, MOST_NEEDS).map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
          {needs.length > MOST_NEEDS && (
            <li>{countText(needs.length - MOST_NEEDS, 'more class needs', 'more classes need')} clips as well.</li>
          )}
        </ul>
      )}
      {refused.length > 0 && (
        <ul className={own.points}>
          {refused.map(({ name, sentence }) => (
            <li key={name}>
              Left out, {name}: {sentence}
            </li>
          ))}
        </ul>
      )}
    </Part>
  );
}

function isLearning({ phase: { kind } }: Classes): boolean {
  return kind === 'fitting' || kind === 'tuning';
}

/** Loss of the fit under way, or of the one to all clips. */
function Fit() {
  const fitting = useClasses(isLearning);
  const running = useClasses((state) => state.steps);
  const learnt = useClasses((state) => state.learnt);
  const updates = useClasses(({ choice, phase, library }) =>
    phase.kind === 'tuning' ? choice.deeperUpdates : (choice.updates ?? updatesFor(library.classes.length)),
  );
  const steps = fitting ? running : (learnt?.steps ?? []);
  const along = useClasses((state) => (isLearning(state) ? state.along : (state.learnt?.along ?? NONE)));
  const losses = useMemo(() => steps.map(({ step, loss }) => ({ x: step + 1, y: loss })), [steps]);
  if (steps.length === 0) return null;
  const last = Math.max(steps.length, fitting ? updates : 0);
  const highest = Math.max(0.5, ...losses.slice(0, 5).map(({ y }) => y)) * 1.1;
  return (
    <Part title="Loss of the last fit" label="Curve">
      <LossChart losses={losses} last={last} highest={highest} />
      <Along along={along} updates={last} />
    </Part>
  );
}

const NONE: Learnt['along'] = [];

/** How well held-out clips are told apart after so many updates beyond the head, all parts that judge together. */
function Along({ along, updates }: { along: Learnt['along']; updates: number }) {
  const now = along.at(-1);
  if (!now) return null;
  const { share, successes, trials, low, high } = now.accuracy;
  return (
    <>
      <CurveChart
        label={`Accuracy on held-out clips, ${shareText(share)} after ${countText(now.step, 'update')} beyond the head`}
        title="held-out accuracy"
        last={updates}
        range={[0, 1]}
        text={(value) => `${Math.round(100 * value)} %`}
        curves={[
          {
            name: 'held out',
            look: 'dots',
            points: along.map(({ step, accuracy }) => ({ x: step, y: accuracy.share })),
          },
        ]}
      />
      <p>
        On clips held out, after {countText(now.step, 'update')} beyond the head: {successes} of {trials} right, 95 %
        interval {shareText(low)} to {shareText(high)}.
      </p>
    </>
  );
}
