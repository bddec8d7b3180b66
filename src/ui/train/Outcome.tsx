import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { opener } from '../../state/files/browserOpener';
import { trainRuns } from '../../state/train/browserTrainRuns';
import { stepsOf, type TrainRun } from '../../state/train/train';
import { useTrain } from '../app/useTrain';
import { CurveChart } from '../kit/charts/CurveChart';
import { download } from '../kit/download';
import { shareText } from '../kit/numberText';
import { Confusion } from './Confusion';
import classes from './Outcome.module.css';
import { smoothed } from './smoothed';
import { TryIt } from './TryIt';

/** What comes of training: curves, what is taken for what, a try by hand, and the weights. */
export function Outcome() {
  const run = useTrain((state) => state.run);
  if (!run)
    return (
      <section className={classes.part} aria-label="Outcome">
        <h2 className={classes.title}>Outcome</h2>
        <p className={classes.about}>
          Press Train: loss and accuracy grow here, then what the network takes for what, and a place to try it by hand.
          All of it happens on this computer.
        </p>
      </section>
    );
  return (
    <>
      <Curves run={run} />
      <Confusion run={run} />
      <TryIt run={run} />
      <TakeHome run={run} />
    </>
  );
}

function Curves({ run: { steps, validations, choice, classes: names } }: { run: TrainRun }) {
  const chance = Math.log(names.length);
  const losses = useMemo(() => steps.map(({ step, loss }) => ({ x: step + 1, y: loss })), [steps]);
  const accuracies = useMemo(() => steps.map(({ step, accuracy }) => ({ x: step + 1, y: accuracy })), [steps]);
  const highest = Math.max(1.3 * chance, ...losses.slice(0, 5).map(({ y }) => y));
  const held = validations.map(({ step, accuracy }) => ({ x: step, y: accuracy.share }));
  const last = validations.at(-1);
  const loss = smoothed(losses).at(-1)?.y;
  return (
    <section className={classes.part} aria-label="Curves">
      <h2 className={classes.title}>Loss and accuracy</h2>
      <div className={classes.chart}>
        <CurveChart
          label={`Loss over ${steps.length} updates${loss === undefined ? '' : `, now ${loss.toFixed(2)}`}`}
          title="loss, nats"
          last={choice.steps}
          range={[0, highest]}
          text={(value) => value.toFixed(1)}
          curves={[
            { name: 'batch', look: 'faint', points: losses },
            { name: 'smoothed', look: 'main', points: smoothed(losses) },
          ]}
        />
      </div>
      <div className={classes.chart}>
        <CurveChart
          label={`Accuracy over ${steps.length} updates${last ? `, held out ${shareText(last.accuracy.share)}` : ''}`}
          title="accuracy"
          last={choice.steps}
          range={[0, 1]}
          text={(value) => `${Math.round(100 * value)} %`}
          curves={[
            { name: 'batch', look: 'faint', points: accuracies },
            { name: 'smoothed', look: 'main', points: smoothed(accuracies) },
            { name: 'held out', look: 'dots', points: held },
          ]}
        />
      </div>
      <p className={classes.legend}>
        <span data-look="main" /> training batches, smoothed <span data-look="dots" /> held out
        {last && (
          <>
            : <strong>{shareText(last.accuracy.share)}</strong> of {last.accuracy.trials} clips (95 % interval{' '}
            {shareText(last.accuracy.low)} to {shareText(last.accuracy.high)})
          </>
        )}
        . Guessing gives {shareText(1 / names.length)} and a loss of {chance.toFixed(2)}.
      </p>
    </section>
  );
}

/** The trained weights as a file, or opened as a checkpoint here. */
function TakeHome({ run }: { run: TrainRun }) {
  const resting = useTrain(({ phase }) => phase.kind === 'resting');
  if (!resting || stepsOf(run) === 0) return null;
  const name = `${run.choice.task}-${stepsOf(run)}.safetensors`;
  return (
    <section className={classes.part} aria-label="Weights">
      <h2 className={classes.title}>Take the weights</h2>
      <p className={classes.about}>
        The file keeps recipe, data, seed and accuracy; it opens here like any checkpoint.
      </p>
      <div className={classes.row}>
        <Button onClick={() => void trainRuns.weights().then((file) => download(name, file))}>Save {name}</Button>
        <Button onClick={() => void trainRuns.weights().then((file) => opener.open(file, name))}>Open in Design</Button>
      </div>
    </section>
  );
}
