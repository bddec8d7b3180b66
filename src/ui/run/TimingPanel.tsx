import { type ComponentType, useEffect } from 'react';
import { runServiceOf } from '../../state/run/runService';
import { measuringOf } from '../../state/timing/measure';
import type { MeasureStep, MeasureTask } from '../../state/timing/measurements';
import type { TimeView } from '../../state/timing/timeView';
import { FaultNote } from '../app/FaultNote';
import { useApp } from '../app/useApp';
import { useMeasurements } from '../app/useStudio';
import { useTimeView } from '../app/useTimeView';
import { Button } from '../kit/controls/Button';
import { SegmentedControl } from '../kit/controls/SegmentedControl';
import { DockPanel } from '../kit/DockPanel';
import { StopIcon } from '../kit/icons';
import { Stack } from '../kit/Stack';
import { BackendChoice } from './BackendChoice';
import { Comparison } from './Comparison';
import { LayerTimes } from './LayerTimes';
import { ProgressBar } from './Progress';
import { Roofline } from './Roofline';
import { ThisDevice } from './ThisDevice';
import { TimingRuns } from './TimingRuns';
import { WhySlow } from './WhySlow';

const VIEWS: readonly { readonly value: TimeView['tab']; readonly label: string; readonly View: ComponentType }[] = [
  { value: 'runs', label: 'Runs', View: TimingRuns },
  { value: 'layers', label: 'Layers', View: LayerTimes },
  { value: 'comparison', label: 'A/B', View: Comparison },
  { value: 'roofline', label: 'Roofline', View: Roofline },
  { value: 'why', label: 'Why slow?', View: WhySlow },
  { value: 'device', label: 'This device', View: ThisDevice },
];

/** What the network on the screen takes: many runs, every layer, one thing against another, the device's own limits. */
export function TimingPanel() {
  const runService = runServiceOf(useApp());
  const [view, setView] = useTimeView('tab');
  const View = VIEWS.find(({ value }) => value === view)?.View ?? TimingRuns;
  useEffect(() => void runService.probe(), [runService]);
  return (
    <DockPanel label="Time">
      <Stack row gap="1 2">
        <SegmentedControl aria-label="What to measure" value={view} data={VIEWS} onChange={setView} />
        {view !== 'comparison' && <BackendChoice />}
        <Status beside={view} />
      </Stack>
      <View />
    </DockPanel>
  );
}

/** Where each measurement is asked for. */
const TAB_OF: Readonly<Record<MeasureTask, TimeView['tab']>> = {
  runs: 'runs',
  layers: 'layers',
  comparison: 'comparison',
  device: 'roofline',
};

/** What each step is called while it lasts. */
const STEPS: Readonly<Record<MeasureStep, string>> = {
  weights: 'Drawing weights',
  export: 'Writing the graph',
  lower: 'Lowering it',
  encode: 'Encoding it',
  parity: 'Comparing this GPU with WASM',
  load: 'Loading onnxruntime-web',
  compile: 'Compiling',
  'warm-up': 'Warming both up',
  run: 'Running',
  copies: 'Timing copies apart',
  compute: 'Multiplying matrices (1 of 5)',
  channelwise: 'Filtering channels (2 of 5)',
  function: 'Computing sigmoids (3 of 5)',
  copy: 'Copying memory (4 of 5)',
  launch: 'Launching operators (5 of 5)',
};

/** What the measurement under way is at, with a way to stop it; or why the last one stopped. Named where it belongs elsewhere. */
function Status({ beside }: { beside: TimeView['tab'] }) {
  const measuring = measuringOf(useApp());
  const status = useMeasurements((measured) => measured.status);
  if (status.kind === 'idle') return null;
  if (status.kind === 'failed') {
    return (
      <div style={{ flex: '1 1 100%' }}>
        <FaultNote fault={status.fault} />
      </div>
    );
  }
  const tab = TAB_OF[status.task];
  const whose = tab === beside ? '' : `${VIEWS.find(({ value }) => value === tab)?.label}: `;
  const text = status.paused
    ? 'Paused: this tab is in the background, where browsers slow it down'
    : `${STEPS[status.step]}…`;
  return (
    <Stack row nowrap gap="1h" style={{ flex: '1 1 220px', maxWidth: 440 }}>
      <Button leftSection={<StopIcon />} onClick={() => measuring.cancel()}>
        Cancel
      </Button>
      <ProgressBar text={`${whose}${text}`} share={status.done ?? 0} />
    </Stack>
  );
}
