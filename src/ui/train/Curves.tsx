import { useMemo } from 'react';
import { smoothed } from '../../present/smoothed';
import { choiceName, networkName, wholeRunName } from '../../state/train/runName';
import { stepsOf, type TrainRun } from '../../state/train/train';
import { countText, shareText } from '../../text/numberText';
import { useApp } from '../app/useApp';
import { useTrain } from '../app/useStudio';
import { type Curve, CurveChart, type OtherLook } from '../kit/charts/CurveChart';
import { Button } from '../kit/controls/Button';
import { LinkButton } from '../kit/LinkButton';
import classes from './Curves.module.css';
import { LossChart } from './LossChart';
import { Part } from './Part';

/** Looks of kept runs, in the order they were kept. */
const OTHERS: readonly OtherLook[] = ['first', 'second', 'third'];

/** Loss and accuracy while a network learns: batches, held-out clips, the same with their frames shuffled; kept runs beside it. */
export function Curves({ run }: { run: TrainRun }) {
  const { train } = useApp();
  const kept = useTrain((state) => state.kept);
  const { steps, validations, shuffledValidations, choice, classes: names } = run;
  const onScreen = useTrain((state) => state.run?.id === run.id);
  const others = kept.filter(({ id }) => id !== run.id);
  const chance = Math.log(names.length);
  const losses = useMemo(() => lossesOf(run), [run]);
  const accuracies = useMemo(() => accuraciesOf(run), [run]);
  const highest = Math.max(1.3 * chance, ...losses.slice(0, 5).map(({ y }) => y));
  const held = validations.map(({ step, accuracy }) => ({ x: step, y: accuracy.share }));
  const shuffled = shuffledValidations.map(({ step, share }) => ({ x: step, y: share }));
  const last = validations.at(-1);
  const length = Math.max(choice.steps, ...others.map((other) => other.choice.steps));
  const beside = (pointsOf: typeof lossesOf): Curve[] =>
    others.map((other, index) => ({
      name: `kept ${index}`,
      look: OTHERS[index] ?? 'third',
      points: smoothed(pointsOf(other)),
    }));
  return (
    <Part title="Loss and accuracy" label="Curves">
      <LossChart losses={losses} beside={beside(lossesOf)} last={length} highest={highest} />
      <CurveChart
        label={`Accuracy over ${countText(steps.length, 'update')}${last ? `, held out ${shareText(last.accuracy.share)}` : ''}`}
        title="accuracy"
        last={length}
        range={[0, 1]}
        text={(value) => `${Math.round(100 * value)} %`}
        curves={[
          { name: 'batch', look: 'faint', points: accuracies },
          ...beside(accuraciesOf),
          { name: 'smoothed', look: 'main', points: smoothed(accuracies) },
          { name: 'shuffled', look: 'rings', points: shuffled },
          { name: 'held out', look: 'dots', points: held },
        ]}
      />
      <p className={classes.legend}>
        <span data-look="main" /> training batches, smoothed <span data-look="dots" /> held out
        {last && (
          <>
            : <strong>{shareText(last.accuracy.share)}</strong> of {last.accuracy.trials} clips (95 % interval{' '}
            {shareText(last.accuracy.low)} to {shareText(last.accuracy.high)})
          </>
        )}{' '}
        <span data-look="rings" /> held out, frames shuffled
        {shuffled.length > 0 && <>: {shareText(shuffled.at(-1)?.y ?? 0)}</>}. Guessing gives{' '}
        {shareText(1 / names.length)} and a loss of {chance.toFixed(2)}.
      </p>
      {(others.length > 0 || !onScreen) && (
        <ul className={classes.kept} aria-label="Kept runs">
          <li>
            <span data-look="main" /> full line: {wholeRunName(run)}{' '}
            {!onScreen && <LinkButton onClick={() => train.dropRun(run)}>Let go</LinkButton>}
          </li>
          {others.map((other, index) => (
            <li key={OTHERS[index]}>
              <span data-look={OTHERS[index]} /> kept: {networkName(other)}; {choiceName(other, run)}
              {other.validations.length > 0 && `, ${shareText(other.validations.at(-1)?.accuracy.share ?? 0)} held out`}{' '}
              <LinkButton onClick={() => train.dropRun(other)}>Let go</LinkButton>
            </li>
          ))}
        </ul>
      )}
      <KeepButton run={run} />
    </Part>
  );
}

/** Keeps the run's curves on the charts while another is trained. */
function KeepButton({ run }: { run: TrainRun }) {
  const { train } = useApp();
  const resting = useTrain(({ phase }) => phase.kind === 'resting' || phase.kind === 'diverged');
  const held = useTrain(({ kept }) => kept.some(({ id }) => id === run.id));
  if (!resting || stepsOf(run) === 0) return null;
  return held ? (
    <p>Kept: change the design, the data, the recipe or the seed, and train to compare.</p>
  ) : (
    <Button size="compact-sm" onClick={() => train.keepRun(run)}>
      Keep to compare
    </Button>
  );
}

function lossesOf({ steps, takenBack }: TrainRun) {
  return [...steps, ...takenBack].map(({ step, loss }) => ({ x: step + 1, y: loss }));
}

function accuraciesOf({ steps, takenBack }: TrainRun) {
  return [...steps, ...takenBack].map(({ step, accuracy }) => ({ x: step + 1, y: accuracy }));
}
