import { useEffect, useMemo, useState } from 'react';
import { sameValue } from '../../design/sameValue';
import { recipeOf } from '../../state/train/recipeSettings';
import { stepsOf, type Train } from '../../state/train/train';
import { trainedDesign } from '../../state/train/trainDesign';
import { trainRunsOf } from '../../state/train/trainRuns';
import { countText, exactText, shareText, timeText } from '../../text/numberText';
import { useApp } from '../app/useApp';
import { useDocument, useStartFile, useTrain } from '../app/useStudio';
import { Button } from '../kit/controls/Button';
import { Hidden } from '../kit/controls/Hidden';
import { Stack } from '../kit/Stack';
import classes from './Controls.module.css';
import { Expected } from './Expected';

/** What opening is busy with, in words. */
const OPENING = {
  trial: 'Timing updates on each device',
  load: 'Loading onnxruntime-web',
  weights: 'Drawing the weights',
  data: 'Starting the data worker',
  graph: 'Building the graph of a step',
} as const;

/** Train, pause, one step, start over; and how far the run is. */
export function Controls({ disabled }: { disabled: boolean }) {
  const trainRuns = trainRunsOf(useApp());
  const phase = useTrain((state) => state.phase);
  const run = useTrain((state) => state.run);
  const choice = useTrain((state) => state.choice);
  const file = useStartFile();
  const design = useDocument(({ legal }) => legal);
  const busy = phase.kind === 'running' || phase.kind === 'opening';
  // A run of something else than what is chosen now has no say in what Train does next.
  const other =
    !busy &&
    run !== null &&
    !(run.file === file && sameValue(run.choice, choice) && sameValue(run.design, trainedDesign(design, choice.task)));
  const done = other ? 0 : stepsOf(run);
  const all = other ? choice.steps : (run?.choice.steps ?? choice.steps);
  const finished = done >= all && done > 0;
  return (
    <>
      <Stack as="section" row className={classes.bar} aria-label="Training">
        {busy ? (
          <Button variant="filled" disabled={phase.kind === 'opening'} onClick={trainRuns.pause}>
            Pause
          </Button>
        ) : (
          <Button variant="filled" disabled={disabled || finished} onClick={() => void trainRuns.train()}>
            {done > 0 && !finished ? 'Go on' : 'Train'}
          </Button>
        )}
        <Button disabled={disabled || busy || finished} onClick={() => void trainRuns.train(1)}>
          Step
        </Button>
        <Button disabled={disabled || phase.kind === 'opening' || run === null} onClick={() => void trainRuns.reset()}>
          Reset
        </Button>
        <progress max={all} value={done} aria-label="Updates made" />
        <Said />
        {!busy && done === 0 && !disabled && <OfChoice />}
      </Stack>
      <GoneOnWith />
      <WhenHidden />
    </>
  );
}

/** From where a run that was kept goes on, after a reload or a breakdown. */
function GoneOnWith() {
  const from = useTrain(({ phase, run }) => (phase.kind === 'running' ? (run?.resumedFrom ?? null) : null));
  if (from === null) return null;
  return <p className={classes.line}>Gone on with from update {exactText(from)}, where it was kept.</p>;
}

/** Milliseconds left from which a run is told to go on behind other tabs. */
const LONG = 20_000;

/** What becomes of a long run while another tab is in front; of any run, that this browser keeps none. */
function WhenHidden() {
  const long = useTrain(({ phase, run, choice }) => {
    const left = (run?.choice.steps ?? choice.steps) - stepsOf(run);
    return phase.kind === 'running' && (1000 * left) / (run?.stepsPerSecond || Number.POSITIVE_INFINITY) > LONG;
  });
  const keeps = useTrain(({ run }) => run?.keeps !== false);
  if (!keeps)
    return (
      <p className={classes.line} role="status">
        This browser keeps nothing of the run (a private window, or no room): it ends with the tab. Save its weights
        before.
      </p>
    );
  if (!long) return null;
  return (
    <p className={classes.line}>
      It goes on behind other tabs, slower where the browser saves power; should the browser end the tab, the same
      choice goes on from what was kept, at most some 15 s ago.
    </p>
  );
}

/** What the chosen run will take. */
function OfChoice() {
  const design = useDocument(({ legal }) => legal);
  const choice = useTrain((state) => state.choice);
  const [trained, recipe] = useMemo(() => [trainedDesign(design, choice.task), recipeOf(choice)], [design, choice]);
  return <Expected design={trained} recipe={recipe} updates={choice.steps} />;
}

/** How far the run is, in one line; screen readers say it every few seconds. */
function Said() {
  const text = useTrain(sentence);
  const running = useTrain(({ phase }) => phase.kind === 'running');
  const failed = useTrain(({ phase }) => phase.kind === 'failed' || phase.kind === 'diverged');
  return (
    <>
      <p role={failed ? 'alert' : running ? undefined : 'status'}>{text}</p>
      {running && <Heard />}
    </>
  );
}

/** Milliseconds between two sentences of a screen reader. */
const HEARD_EVERY = 5000;

/** How far the run is and how well it does, for screen readers. */
function Heard() {
  const { train } = useApp();
  const [text, setText] = useState('');
  useEffect(() => {
    const timer = setInterval(() => setText(heardSentence(train.getState())), HEARD_EVERY);
    return () => clearInterval(timer);
  }, [train]);
  return (
    <Hidden as="p" role="status">
      {text}
    </Hidden>
  );
}

function heardSentence(state: Train): string {
  const held = state.run?.validations.at(-1);
  return held ? `${sentence(state)}, ${shareText(held.accuracy.share)} of held-out clips right` : sentence(state);
}

function sentence({ phase, run, choice }: Train): string {
  const done = stepsOf(run);
  const all = run?.choice.steps ?? choice.steps;
  const of = `update ${exactText(done)} of ${exactText(all)}`;
  switch (phase.kind) {
    case 'none':
      return run ? of : '';
    case 'opening':
      return phase.step ? `${OPENING[phase.step]} …` : 'Starting …';
    case 'running': {
      const speed = run?.stepsPerSecond ?? 0;
      if (!(speed > 0)) return of;
      return `${of}, ${timeText((1000 * (all - done)) / speed)} left, ${speed.toFixed(1)} updates/s`;
    }
    case 'resting':
      return phase.why === 'done' ? `${countText(done, 'update')} made` : `paused at ${of}`;
    case 'diverged':
      return phase.sentence;
    case 'failed':
      return phase.message;
  }
}
