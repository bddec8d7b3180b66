import { sameValue } from '../../design/sameValue';
import type { Ledger } from '../../state/files/checkpoint';
import { runName } from '../../state/train/runName';
import { stepsOf, type TrainRun } from '../../state/train/train';
import { trainedDesign } from '../../state/train/trainDesign';
import { useApp } from '../app/useApp';
import { useDocument } from '../app/useStudio';
import { useTrain } from '../app/useTrain';
import { countText, exactText } from '../kit/numberText';
import classes from './Carry.module.css';

/**
 * What a change of the design loses of what was learnt, and the offer to start from what fits; behind it, of a run that
 * did, what became of every tensor.
 */
export function Carry() {
  const run = useTrain((state) => state.run);
  const design = useDocument(({ legal }) => legal);
  const task = useTrain(({ choice }) => choice.task);
  const busy = useTrain(({ phase }) => phase.kind === 'running' || phase.kind === 'opening');
  if (!run) return null;
  const next = trainedDesign(design, task);
  const changed = stepsOf(run) > 0 && !sameValue(run.design, next);
  if (changed && !busy) return <Lost run={run} next={next} />;
  if (run.carried && !changed) return <Carried run={run} ledger={run.carried.ledger} />;
  return null;
}

function Lost({ run, next }: { run: TrainRun; next: TrainRun['design'] }) {
  const { train } = useApp();
  const carry = useTrain((state) => state.carry);
  return (
    <div className={classes.note} role="status">
      <p>
        This is another network than the one that was trained ({runName({ ...run, id: '', design: next }, run)}):
        training begins anew, and what {countText(stepsOf(run), 'update')} taught is lost with it.
      </p>
      <label>
        <input type="checkbox" checked={carry} onChange={(event) => train.chooseCarry(event.currentTarget.checked)} />{' '}
        Start from those trained weights that fit; the rest is drawn
      </label>
    </div>
  );
}

/** What was carried over, tensor by tensor where it is asked for. */
function Carried({ run, ledger }: { run: TrainRun; ledger: Ledger }) {
  const { loaded, missing, unexpected, wrongShape } = ledger;
  const lists = [
    { name: 'New in this network, drawn', keys: missing.map(({ key }) => key) },
    { name: 'Of another shape, drawn', keys: wrongShape.map(({ key }) => key) },
    { name: 'Left behind', keys: unexpected.map(({ name }) => name) },
  ].filter(({ keys }) => keys.length > 0);
  const from = run.carried?.from;
  return (
    <details className={classes.note}>
      <summary>
        Started from {countText(loaded.length, 'tensor')} of{' '}
        {exactText(loaded.length + missing.length + wrongShape.length)} that a run of{' '}
        {countText(stepsOf(from ?? null), 'update')} had trained; no link gives this curve again
      </summary>
      {lists.map(({ name, keys }) => (
        <p key={name}>
          {name}: {keys.join(', ')}
        </p>
      ))}
    </details>
  );
}
