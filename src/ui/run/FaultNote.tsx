import { Button } from '@mantine/core';
import { bench } from '../../state/browserBench';
import type { RunFault } from '../../state/live';
import classes from './FaultNote.module.css';

/** What each class of error means to whoever pressed Run. */
const TITLES: Readonly<Record<string, string>> = {
  VideoError: 'This clip cannot be used',
  UnsupportedError: 'This network is too large for the device',
  SessionError: 'onnxruntime-web does not run this network',
  DeviceLost: 'The GPU was lost',
  WorkerCrash: 'The run broke down',
};

/** Why a run stopped, and what can be done about it. */
export function FaultNote({ fault: { name, message, tooShort } }: { fault: RunFault }) {
  return (
    <div className={classes.fault} role="alert">
      <strong>{TITLES[name] ?? 'The run stopped'}</strong>
      <p>{message}</p>
      {tooShort && <Button onClick={() => void bench.configure({ tooShort: 'loop' })}>Loop the video</Button>}
    </div>
  );
}
