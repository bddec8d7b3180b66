import { Button } from '@mantine/core';
import type { OpenStep } from '../../state/files/checkpoint';
import { openerOf } from '../../state/files/opener';
import { useApp } from '../app/useApp';
import { useCheckpoint } from '../app/useCheckpoint';
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
  const opening = useCheckpoint((state) => state.opening);
  const fault = useCheckpoint((state) => state.fault);
  if (opening)
    return (
      <div className={classes.notice}>
        <span role="status">
          {STEPS[opening.step]} {opening.name}…
        </span>
        <span className={classes.track}>
          <span className={classes.done} style={{ width: `${100 * (opening.done ?? 0)}%` }} />
        </span>
        <Button onClick={() => opener.cancel()}>Cancel</Button>
      </div>
    );
  if (fault)
    return (
      <div className={classes.notice} data-bad role="alert">
        <p>
          <strong>{fault.name} was not opened.</strong> {fault.message} Nothing else has changed.
        </p>
        <Button onClick={() => opener.dismiss()}>Dismiss</Button>
      </div>
    );
  return null;
}
