import { openerOf } from '../../state/files/opener';
import { stepsOf, type TrainRun } from '../../state/train/train';
import { trainRunsOf } from '../../state/train/trainRuns';
import { useApp } from '../app/useApp';
import { useTrain } from '../app/useStudio';
import { Button } from '../kit/controls/Button';
import { download } from '../kit/download';
import { Stack } from '../kit/Stack';
import { Confusion } from './Confusion';
import { Curves } from './Curves';
import { Part } from './Part';
import { TryIt } from './TryIt';

/** What comes of training: curves, what is taken for what, a try by hand, and the weights. */
export function Outcome() {
  const run = useTrain((state) => state.run);
  const kept = useTrain((state) => state.kept.at(-1));
  if (!run)
    return (
      <>
        {kept && <Curves run={kept} />}
        <Part title="Outcome">
          <p>
            Press Train: loss and accuracy grow here, then what the network takes for what, and a place to try it by
            hand. All of it happens on this computer.
          </p>
        </Part>
      </>
    );
  return (
    <>
      <Curves run={run} />
      <Confusion run={run} />
      <TryIt key={run.id} run={run} />
      <TakeHome run={run} />
    </>
  );
}

/** The trained weights as a file, or opened as a checkpoint here. */
function TakeHome({ run }: { run: TrainRun }) {
  const trainRuns = trainRunsOf(useApp());
  const opener = openerOf(useApp());
  const resting = useTrain(({ phase }) => phase.kind === 'resting');
  if (!resting || stepsOf(run) === 0) return null;
  const name = `${run.choice.task}-${stepsOf(run)}.safetensors`;
  return (
    <Part title="Take the weights" label="Weights">
      <p>The file keeps recipe, data, seed and accuracy; it opens here like any checkpoint.</p>
      <Stack row>
        <Button onClick={() => void trainRuns.weights().then((file) => download(name, file))}>Save {name}</Button>
        <Button onClick={() => void trainRuns.weights().then((file) => opener.open(file, name))}>Open in Design</Button>
      </Stack>
    </Part>
  );
}
