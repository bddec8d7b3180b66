import { Button } from '@mantine/core';
import { stepsOf, type Train } from '../../state/train/train';
import { trainRunsOf } from '../../state/train/trainRuns';
import { useApp } from '../app/useApp';
import { useTrain } from '../app/useTrain';
import { exactText, timeText } from '../kit/numberText';
import classes from './Controls.module.css';

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
  const done = useTrain(({ run }) => stepsOf(run));
  const all = useTrain(({ run, choice }) => run?.choice.steps ?? choice.steps);
  const busy = phase.kind === 'running' || phase.kind === 'opening';
  const finished = done >= all && done > 0;
  return (
    <section className={classes.bar} aria-label="Training">
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
      <Button disabled={disabled || phase.kind === 'opening' || done === 0} onClick={() => void trainRuns.reset()}>
        Reset
      </Button>
      <progress className={classes.progress} max={all} value={done} aria-label="Updates made" />
      <Said />
    </section>
  );
}

/** How far the run is, in one line. */
function Said() {
  const text = useTrain(sentence);
  const failed = useTrain(({ phase }) => phase.kind === 'failed' || phase.kind === 'diverged');
  return (
    <p className={classes.said} role={failed ? 'alert' : 'status'} data-failed={failed || undefined}>
      {text}
    </p>
  );
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
      return phase.why === 'done' ? `${exactText(done)} updates made` : `paused at ${of}`;
    case 'diverged':
      return phase.sentence;
    case 'failed':
      return phase.message;
  }
}
