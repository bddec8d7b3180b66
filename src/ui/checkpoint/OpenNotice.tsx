import type { OpenStep } from '../../state/files/checkpoint';
import { openerOf } from '../../state/files/opener';
import { useApp } from '../app/useApp';
import { useCheckpoint } from '../app/useStudio';
import { Button } from '../kit/controls/Button';
import { Meter } from '../kit/Meter';
import classes from './OpenNotice.module.css';

/** What each step is called while it lasts. */
const STEPS: Readonly<Record<OpenStep, string>> = {
  fetch: 'Fetching',
  open: 'Reading the names in',
  read: 'Reading the weights of',
};

/** A file on its way, with Cancel; or why it was not opened. Lies over everything, since a file may be dropped anywhere. */
export function OpenNotice() {
  const opener = openerOf(useApp());
  const status = useCheckpoint((checkpoint) => checkpoint.status);
  if (status.kind === 'working')
    return (
      <div className={classes.notice}>
        <span role="status">
          {STEPS[status.step]} {status.name}…
        </span>
        <span className={classes.track}>
          <Meter thin share={status.done ?? 0} />
        </span>
        <Button onClick={() => opener.cancel()}>Cancel</Button>
      </div>
    );
  if (status.kind === 'failed')
    return (
      <div className={classes.notice} data-bad role="alert">
        <p>
          <strong>{status.name} was not opened.</strong> {status.fault.message} Nothing else has changed.
        </p>
        <Button onClick={() => opener.dismiss()}>Dismiss</Button>
      </div>
    );
  return null;
}
