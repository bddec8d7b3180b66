import { sameValue } from '../../design/sameValue';
import { mayBeUsed } from '../../state/files/checkpoint';
import { designChanges } from '../../state/train/runName';
import { stepsOf, type TrainRun } from '../../state/train/train';
import { trainedDesign } from '../../state/train/trainDesign';
import { countText, exactText } from '../../text/numberText';
import { useApp } from '../app/useApp';
import { useCheckpoint, useDocument, useStartFile, useTrain } from '../app/useStudio';
import { Checkbox } from '../kit/controls/Checkbox';
import classes from './Carry.module.css';

/**
 * Weights of before that the next run may start from: those of an opened file, and, where the design has changed, those
 * of the run on the screen; behind it, of a run that did, what became of every tensor.
 */
export function Carry() {
  const run = useTrain((state) => state.run);
  const file = useStartFile();
  const design = useDocument(({ legal }) => legal);
  const task = useTrain(({ choice }) => choice.task);
  const busy = useTrain(({ phase }) => phase.kind === 'running' || phase.kind === 'opening');
  const next = trainedDesign(design, task);
  const changed = run !== null && stepsOf(run) > 0 && !sameValue(run.design, next);
  return (
    <>
      {!busy && <FromFile />}
      {changed && !busy && file === null && <Lost run={run} next={next} />}
      {run?.carried && !changed && <Carried {...run.carried} />}
    </>
  );
}

/** The offer to start from the checkpoint that stands open. */
function FromFile() {
  const { train } = useApp();
  const open = useCheckpoint(({ file }) => (file && mayBeUsed(file) ? file.name : null));
  const chosen = useStartFile();
  if (open === null) return null;
  return (
    <div className={classes.offer}>
      <Checkbox checked={chosen !== null} onChange={(checked) => train.chooseFile(checked ? open : null)}>
        Start from {open}: those of its weights that fit; the rest is drawn
      </Checkbox>
    </div>
  );
}

function Lost({ run, next }: { run: TrainRun; next: TrainRun['design'] }) {
  const { train } = useApp();
  const carry = useTrain((state) => state.carry);
  return (
    <div className={classes.offer} role="status">
      <p>
        This is another network than the one that was trained ({designChanges(next, run.design)}): training begins anew,
        and what {countText(stepsOf(run), 'update')} taught is lost with it.
      </p>
      <Checkbox checked={carry} onChange={(checked) => train.chooseCarry(checked)}>
        Start from those trained weights that fit; the rest is drawn
      </Checkbox>
    </div>
  );
}

/** What was taken over, tensor by tensor where it is asked for. */
function Carried({ from, ledger }: NonNullable<TrainRun['carried']>) {
  const { loaded, missing, unexpected, wrongShape } = ledger;
  const lists = [
    { name: 'New in this network, drawn', keys: missing.map(({ key }) => key) },
    { name: 'Of another shape, drawn', keys: wrongShape.map(({ key }) => key) },
    { name: 'Left behind', keys: unexpected.map(({ name }) => name) },
  ].filter(({ keys }) => keys.length > 0);
  return (
    <details className={classes.offer}>
      <summary>
        Started from {countText(loaded.length, 'tensor')} of{' '}
        {exactText(loaded.length + missing.length + wrongShape.length)} of {from}; no link gives this curve again
      </summary>
      {lists.map(({ name, keys }) => (
        <p key={name}>
          {name}: {keys.join(', ')}
        </p>
      ))}
    </details>
  );
}
