import type { Design } from '../../design/design';
import { guessing, madeClipsOf } from '../../present/madeClips';
import { axisNamed } from '../../scaling/axes';
import { TINY_START } from '../../scaling/tinyStart';
import { trainedFamily } from '../../scaling/trainedFamily';
import { trainingKey } from '../../scaling/trainingKey';
import type { App } from '../../state/app';
import { asInFamily, FAMILY_SEEDS } from '../../state/train/familyTraining';
import { knownOf, type Measuring, measuringOf } from '../../state/train/measuring';
import { macsOf, tooLarge } from '../../state/train/trainDesign';
import { amountText, countText, exactText, shareText, timeText } from '../../text/numberText';
import { useApp } from '../app/useApp';
import { useMeasuring } from '../app/useMeasuring';
import { Button } from '../kit/controls/Button';
import { Note } from '../kit/Note';
import { Stack } from '../kit/Stack';
import { Text } from '../kit/Text';
import { type BestOffer, bestOffer } from './bestOffer';
import { type OfferedStep, plainSymbol } from './designPoints';
import room from './exploreRoom.module.css';
import classes from './MeasuredStep.module.css';

/** A step: the design it begins at, and where the axes lead from there. */
interface StepProps {
  readonly from: Design;
  readonly offers: readonly OfferedStep[];
}

/** The candidates of a step trained one after another, and the one that is best for its cost. */
export function MeasuredStep({ from, offers }: StepProps) {
  const app = useApp();
  const phase = useMeasuring((state) => state.phase);
  const results = useMeasuring((state) => state.results);
  const designs = [from, ...offers.flatMap(({ candidate }) => candidate?.design ?? [])].filter(
    (design) => tooLarge(asInFamily(design)) === null,
  );
  const missing = designs.reduce((sum, design) => sum + missingRuns(results, design), 0);
  const large = tooLarge(asInFamily(from)) !== null;
  return (
    <Stack as="section" align="start" className={classes.measured} aria-label="Measured accuracy">
      <Text as="h3" weight={650}>
        Measured accuracy
      </Text>
      {large ? (
        <p className={room.text}>
          This design takes {amountText(macsOf(from), 'MACs')} a clip, too much to be trained here in minutes. From a
          tiny X2D the paper’s search can be run for real.
        </p>
      ) : (
        <p className={room.text}>
          The paper’s search, run for real: each candidate is trained by the same recipe on {exactText(perRun())} made
          clips of four directions, from {countText(FAMILY_SEEDS.length, 'seed')}. What wins here need not win on
          Kinetics: there scenes and things tell much of a class, here motion alone does, so frames pay at once.
        </p>
      )}
      {large ? (
        <Button onClick={() => beginTiny(app)}>Start at a tiny X2D</Button>
      ) : (
        <Work designs={designs} missing={missing} from={from} offers={offers} />
      )}
      {phase.kind === 'failed' && (
        <Text tone="bad" role="alert">
          {phase.message} What was measured before stays; train the rest again.
        </Text>
      )}
      {!large && <Outcome from={from} offers={offers} results={results} />}
    </Stack>
  );
}

/** Begins the walk at the tiny X2D, with the chart as high as what is measured. */
export function beginTiny(app: App): void {
  app.explore.beginWalk({ design: TINY_START });
  app.explore.setState({ height: 'madeClips' });
}

/** Train, pause, go on, cancel; and how far the queue is. */
function Work({ designs, missing, ...step }: StepProps & { designs: readonly Design[]; missing: number }) {
  const app = useApp();
  const queue = measuringOf(app);
  const phase = useMeasuring((state) => state.phase);
  const train = () => {
    app.explore.setState({ height: 'madeClips' });
    void queue.measure(designs);
  };
  const running = phase.kind === 'running';
  const busy = running || phase.kind === 'paused';
  const words = running ? 'Pause' : busy ? 'Go on' : missing > 0 ? 'Train the candidates' : 'All are trained';
  // One button for all of it, so that the keyboard's focus stays on it.
  return (
    <>
      <Stack row gap="half 1" className={classes.bar}>
        <Button
          variant={running ? 'default' : 'filled'}
          disabled={!busy && missing === 0}
          onClick={running ? queue.pause : busy ? queue.resume : train}
        >
          {words}
        </Button>
        {busy ? (
          <>
            <Button onClick={queue.cancel}>Cancel</Button>
            <Progress />
          </>
        ) : (
          <Note inline>
            {missing > 0 &&
              `${countText(missing, 'run')} of ${exactText(trainedFamily().recipe.steps)} updates to go. `}
            {phase.kind === 'cancelled' && 'Cancelled; what was measured stays.'}
          </Note>
        )}
      </Stack>
      {busy && <Said {...step} />}
    </>
  );
}

function Progress() {
  const { steps } = trainedFamily().recipe;
  const done = useMeasuring((state) => state.done * steps + state.updates);
  const all = useMeasuring(({ jobs }) => jobs.length * steps);
  return <progress className={classes.progress} max={all} value={done} aria-label="Updates made" />;
}

/** Which run is under way: said when it changes, its updates and the time left beside it only shown. */
function Said({ from, offers }: StepProps) {
  const { steps } = trainedFamily().recipe;
  const paused = useMeasuring((state) => state.phase.kind === 'paused');
  const done = useMeasuring((state) => state.done);
  const jobs = useMeasuring((state) => state.jobs);
  const updates = useMeasuring((state) => state.updates);
  const left = useMeasuring((state) => state.msLeft);
  const job = jobs[done];
  if (job === undefined) return null;
  return (
    <Note>
      <span role="status">
        {paused ? 'Paused in run' : 'Run'} {done + 1} of {jobs.length}, {whoseRun(job.design, from, offers)}, seed{' '}
        {job.seed}
      </span>
      <span aria-hidden>
        : update {updates} of {steps}
        {!paused && left !== null && `, ${timeText(left)} left`}
      </span>
      .{!paused && ' It goes on while you look elsewhere in the app.'}
    </Note>
  );
}

/** What a run of the queue is of. A step was taken meanwhile where it is of none of the candidates. */
function whoseRun(design: Design, from: Design, offers: readonly OfferedStep[]): string {
  const key = trainingKey(asInFamily(design));
  const isIt = (other: Design | undefined) => other !== undefined && trainingKey(asInFamily(other)) === key;
  if (isIt(from)) return 'the design where you stand';
  const offer = offers.find(({ candidate }) => isIt(candidate?.design));
  return offer ? axisNamed(offer.axis).label.toLowerCase() : 'a candidate of the step before';
}

/** What the runs came to: the best candidate for its cost, or that none can be told from where one stands. */
function Outcome({ from, offers, results }: StepProps & Pick<Measuring, 'results'>) {
  const before = madeClipsOf(results, from);
  const best = bestOffer(before, offers, (design) => madeClipsOf(results, design));
  if (before === null) return null;
  const here = `${shareText(before.share)} right where you stand; guessing gives ${shareText(guessing())}.`;
  const isTold = best !== null && (best.settled || best.toldApart);
  return (
    <p className={room.text} role="status">
      {here} {isTold && <BestCandidate best={best} />}
    </p>
  );
}

/** The candidate that is best for its cost, and how far the runs settle that. */
function BestCandidate({ best }: { best: BestOffer }) {
  const axis = axisNamed(best.offer.axis);
  return (
    <>
      {best.settled ? 'Best for its cost' : 'Leading so far'}:{' '}
      <strong>
        {plainSymbol(axis)} {axis.label}
      </strong>
      , {shareText(best.known.share)}.
      {!best.toldApart && ' Its bar overlaps that of where you stand, so these runs do not settle it.'}
      {best.rivals.length > 0 &&
        ` These runs do not tell it from ${best.rivals.map(({ axis }) => axisNamed(axis).label).join(', ')}.`}{' '}
      You may take another.
    </>
  );
}

/** Runs that are still to be made of a design. */
function missingRuns(results: Measuring['results'], design: Design): number {
  const known = knownOf({ results }, design);
  if (known?.diverged) return 0;
  return FAMILY_SEEDS.filter((seed) => !known?.runs.some((run) => run.seed === seed)).length;
}

/** Clips that one run learns from. */
function perRun(): number {
  const { steps, batch } = trainedFamily().recipe;
  return steps * batch;
}
