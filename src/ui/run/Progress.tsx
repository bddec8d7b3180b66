import { useRef } from 'react';
import type { RunPhase } from '../../state/run/runStore';
import { Meter } from '../kit/Meter';
import { Stack } from '../kit/Stack';
import { Text } from '../kit/Text';

/** What each step is called while it lasts. */
const STEPS: Readonly<Record<RunPhase, string>> = {
  open: 'Opening the video',
  read: 'Reading frames',
  parity: 'Comparing this GPU with WASM',
  weights: 'Drawing weights',
  export: 'Writing the graph',
  lower: 'Lowering it',
  encode: 'Encoding it',
  load: 'Loading onnxruntime-web',
  compile: 'Compiling',
  first: 'Running for the first time',
  following: 'Running again',
  view: 'Running every view',
  camera: 'Running on the camera',
  facts: 'Looking at the values',
};

const ORDER = Object.keys(STEPS) as RunPhase[];

/** How far a run is: the step it is at, and the share of the steps behind it. */
export function Progress({ step, done }: { step: RunPhase; done: number | null }) {
  const furthest = useRef(0);
  // onnxruntime-web is loaded before the weights are drawn where a GPU is compared first: the bar never goes back.
  const share = Math.max(furthest.current, (ORDER.indexOf(step) + (done ?? 0)) / ORDER.length);
  furthest.current = share;
  return <ProgressBar text={`${STEPS[step]}…`} share={share} />;
}

/** What goes on, in words, and as a length how far it is. */
export function ProgressBar({ text, share }: { text: string; share: number }) {
  return (
    <Stack gap="quarter" style={{ flex: 1, minWidth: 120 }}>
      <Text as="span" tone="ink-2" role="status">
        {text}
      </Text>
      <Meter thin share={share} />
    </Stack>
  );
}
