import { useEffect, useRef } from 'react';
import type { Fault } from '../../state/fault';
import { runServiceOf } from '../../state/run/runService';
import { reloadIfThere } from '../../state/view/missingPart';
import { ordinalText } from '../../text/numberText';
import { Button } from '../kit/controls/Button';
import { Stack } from '../kit/Stack';
import classes from './FaultNote.module.css';
import { useApp } from './useApp';
import { useRun } from './useStudio';

/** The heading of each trouble, else of each class of error. */
const TITLES: ReadonlyMap<string, string> = new Map(
  Object.entries<string>({
    memory: 'Out of memory',
    'too-large': 'This clip is too large',
    'not-loaded': 'onnxruntime-web did not start',
    'reader-missing': 'A part of the app is missing',
    VideoError: 'This input cannot be used',
    UnsupportedError: 'This network is too large for the device',
    SessionError: 'onnxruntime-web does not run this network',
    DeviceLost: 'The GPU was lost',
    WorkerCrash: 'The run broke down',
  }),
);

/** Faults that are over: the same once more may well succeed. */
const PASSED: ReadonlySet<string> = new Set(['DeviceLost', 'WorkerCrash', 'not-loaded']);

/** Faults of one backend, which the other does not have. */
const OF_BACKEND: ReadonlySet<string> = new Set(['SessionError', 'UnsupportedError', 'DeviceLost']);

/** Why something stopped, and what can be done about it, brought into sight; `again` does it once more. */
export function FaultNote({
  fault: { name, message, trouble, engineWords },
  again,
}: {
  fault: Fault;
  again?: () => void;
}) {
  const app = useApp();
  const runService = runServiceOf(app);
  const passed = PASSED.has(trouble ?? name);
  const onWebGpu = useRun(({ settings }) => settings.provider === 'webgpu');
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    place.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return (
    <Stack ref={place} align="start" gap="half" className={classes.fault} role="alert">
      <strong>{TITLES.get(trouble ?? '') ?? TITLES.get(name) ?? 'It stopped'}</strong>
      <p>{message}</p>
      {engineWords && (
        <details className={classes.words}>
          <summary>What the browser reported</summary>
          <p>{engineWords}</p>
        </details>
      )}
      <Stack row gap="half 1" className={classes.mends}>
        {trouble === 'too-short' && <ClipMends />}
        {trouble === 'reader-missing' && (
          <Button onClick={() => void reloadIfThere().then((why) => why && app.notices.notify(why.text))}>
            Reload
          </Button>
        )}
        {passed && again && <Button onClick={again}>Try again</Button>}
        {onWebGpu && OF_BACKEND.has(name) && (
          <Button
            onClick={() => {
              void runService.configure({ provider: 'wasm' });
              again?.();
            }}
          >
            Use WASM
          </Button>
        )}
      </Stack>
    </Stack>
  );
}

/** Each of these alone makes a clip fit. */
function ClipMends() {
  const app = useApp();
  const runService = runServiceOf(app);
  const short = useRun(({ source }) => source?.short ?? null);
  const interval = short?.interval ?? null;
  const clipLength = short?.clipLength ?? null;
  return (
    <>
      <Button onClick={() => void runService.setPipeline({ tooShort: 'loop' })}>Loop the video</Button>
      {interval !== null && (
        <Button onClick={() => app.document.edit({ clip: { interval } })}>
          Take every {ordinalText(interval)} frame
        </Button>
      )}
      {clipLength !== null && (
        <Button onClick={() => app.document.edit({ clip: { t: clipLength } })}>
          Take {clipLength} frame{clipLength === 1 ? '' : 's'}
        </Button>
      )}
    </>
  );
}
