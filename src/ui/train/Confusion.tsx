import { useEffect, useState } from 'react';
import type { TrainRun } from '../../state/train/train';
import { trainRunsOf } from '../../state/train/trainRuns';
import { shareText } from '../../text/numberText';
import { type Evaluation, withinEachPair } from '../../training/evaluation';
import { mostByChance } from '../../training/interval';
import type { Variation } from '../../training/motionData';
import { useApp } from '../app/useApp';
import { useTrain } from '../app/useStudio';
import { Button } from '../kit/controls/Button';
import { Stack } from '../kit/Stack';
import { type ConfusionCell, ConfusionTable } from './ConfusionTable';
import { Mistakes } from './Mistakes';
import { Part } from './Part';

const VARIATIONS: readonly { readonly variation: Variation; readonly name: string; readonly about: string }[] = [
  {
    variation: 'plain',
    name: 'as they are',
    about: 'Held-out clips. A row is what a clip shows, a column what the network says.',
  },
  {
    variation: 'shuffled',
    name: 'frames shuffled',
    about:
      'In a shuffled clip nothing tells a motion from its reverse: a network that sees time is at 50 % within each pair. Axis and stillness may survive.',
  },
  {
    variation: 'backwards',
    name: 'played backwards',
    about: 'Rows are the reverse classes: a network that sees motion is as good as on clips that run forwards.',
  },
  {
    variation: 'one frame',
    name: 'one frame',
    about: 'The middle frame of each clip, repeated: nothing in it tells where things go, so this stays at chance.',
  },
];

/** What chance would give, where a variation leaves nothing else: of all classes, or within the pairs of opposites. */
function Chance({ run, answer }: { run: TrainRun; answer: Evaluation }) {
  const { successes, trials } = answer.accuracy;
  if (answer.variation === 'one frame') {
    const most = mostByChance(trials, 1 / run.classes.length);
    return (
      <p>
        Guessing gets more than {most} of {trials} right once in a thousand times; here it is {successes}.
      </p>
    );
  }
  if (answer.variation !== 'shuffled' || !run.partners) return null;
  const pairs = withinEachPair(answer, run.partners).filter(({ share: { trials: asked } }) => asked > 0);
  if (pairs.length === 0) return null;
  return (
    <>
      <p>
        Within each pair of opposites, of the clips that got either name. In brackets the most that guessing between the
        two gets right, but for once in a thousand times.
      </p>
      <ul aria-label="Within each pair of opposites">
        {pairs.map(({ pair: [a, b], share }) => (
          <li key={a}>
            {run.classes[a]} or {run.classes[b]}: {share.successes} of {share.trials}, {shareText(share.share)} (
            {mostByChance(share.trials, 0.5)})
          </li>
        ))}
      </ul>
    </>
  );
}

/** What the network takes for what, on held-out clips as they are, shuffled, and backwards. */
export function Confusion({ run }: { run: TrainRun }) {
  const trainRuns = trainRunsOf(useApp());
  const [chosen, setChosen] = useState<Variation>('plain');
  const [cell, setCell] = useState<ConfusionCell | null>(null);
  const running = useTrain(({ phase }) => phase.kind === 'running');
  const rests = useTrain(({ phase }) => phase.kind === 'resting' || phase.kind === 'diverged');
  const { answers, asking, classes: names } = run;
  const answer = answers[chosen];
  const open = rests && answer === undefined;
  useEffect(() => {
    if (open) void trainRuns.ask(chosen);
  }, [open, chosen, trainRuns]);
  const row = VARIATIONS.find(({ variation }) => variation === chosen);
  return (
    <Part title="What is taken for what" label="Confusion">
      <Stack row>
        {VARIATIONS.map(({ variation, name }) => (
          <Button
            key={variation}
            size="compact-sm"
            variant={variation === chosen ? 'light' : 'default'}
            aria-pressed={variation === chosen}
            onClick={() => {
              setChosen(variation);
              if (running) void trainRuns.ask(variation);
            }}
          >
            {name}
            {answers[variation] && ` ${shareText(answers[variation].accuracy.share)}`}
          </Button>
        ))}
      </Stack>
      <p>{row?.about}</p>
      {answer ? (
        <>
          <ConfusionTable
            names={names}
            counts={answer.confusion}
            chosen={cell}
            say={({ label, answer: said }, count, total) =>
              `${count} of ${total} clips of ${names[label]} were called ${names[said]}`
            }
            onChoose={setCell}
          />
          <p>
            {answer.accuracy.successes} of {answer.accuracy.trials} right, {shareText(answer.accuracy.share)} (95 %
            interval {shareText(answer.accuracy.low)} to {shareText(answer.accuracy.high)}). Press a number to see its
            clips.
          </p>
          <Chance run={run} answer={answer} />
          <Mistakes run={run} answer={answer} cell={cell} onBack={() => setCell(null)} />
        </>
      ) : (
        <>
          {!asking && <p>Asked when training rests.</p>}
          <p role="status">{asking && 'Asking the network …'}</p>
        </>
      )}
    </Part>
  );
}
