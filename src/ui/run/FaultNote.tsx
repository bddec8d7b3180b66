import { Button } from '@mantine/core';
import { bench } from '../../state/browserBench';
import { edit } from '../../state/document';
import type { RunFault } from '../../state/live';
import { useLive } from '../kit/useStudio';
import classes from './FaultNote.module.css';
import parts from './parts.module.css';

/** What each class of error means to whoever pressed Run. */
const TITLES: Readonly<Record<string, string>> = {
  VideoError: 'This input cannot be used',
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
      {tooShort && <Mends />}
    </div>
  );
}

/** Each of these alone makes a clip fit. */
function Mends() {
  const short = useLive(({ source }) => source?.short ?? null);
  const interval = short?.interval ?? null;
  const clipLength = short?.clipLength ?? null;
  return (
    <div className={parts.row}>
      <Button onClick={() => void bench.setPipeline({ tooShort: 'loop' })}>Loop the video</Button>
      {interval !== null && (
        <Button onClick={() => edit({ clip: { interval } })}>Take every {ordinal(interval)}</Button>
      )}
      {clipLength !== null && (
        <Button onClick={() => edit({ clip: { t: clipLength } })}>
          Take {clipLength} frame{clipLength === 1 ? '' : 's'}
        </Button>
      )}
    </div>
  );
}

/** `frame`, `2nd frame`, `3rd frame`. */
function ordinal(n: number): string {
  if (n === 1) return 'frame';
  const ending = { 1: 'st', 2: 'nd', 3: 'rd' }[n % 100 > 10 && n % 100 < 14 ? 0 : n % 10] ?? 'th';
  return `${n}${ending} frame`;
}
