import { useEffect } from 'react';
import { runServiceOf } from '../../state/run/runService';
import { measuringOf } from '../../state/timing/measure';
import { trialsOf } from '../../state/timing/trials';
import { useApp } from '../app/useApp';
import { useRun } from '../app/useStudio';
import { DockPanel } from '../kit/DockPanel';
import { Stack } from '../kit/Stack';
import { BackendChoice } from './BackendChoice';
import { ClipChoice } from './ClipChoice';
import { ClipView } from './ClipView';
import { DrawnNote } from './DrawnNote';
import { Outcome } from './Outcome';
import { PipelineFields } from './PipelineFields';
import { RunButton } from './RunButton';
import { StopReading } from './StopReading';
import { TrainedOffer } from './TrainedOffer';
import { useTakesVideo } from './useTakesVideo';
import { WeightsChoice } from './WeightsChoice';

/** Where the network on the screen runs: the clip it gets, how it runs, and what comes out. */
export function RunPanel() {
  const app = useApp();
  const runService = runServiceOf(app);
  const filmed = useRun(({ settings: { input } }) => !['noise', 'camera', 'array'].includes(input.kind));
  const takesVideo = useTakesVideo();
  useEffect(() => {
    // From now on the layers of what has run are timed.
    measuringOf(app);
    // And what this device does best is tried.
    trialsOf(app);
    // The frames are read at once, so that the panel shows what the network will see before it runs.
    void runService.probe();
    // A run that a key began before the panel was here reads them itself.
    const { frames, status } = app.runStore.getState();
    const running = status.kind === 'working' && status.purpose !== 'preview';
    if (!frames && !running) void runService.preview();
    return () => {
      // A camera is switched off with the panel that shows it.
      const { status } = app.runStore.getState();
      if (status.kind === 'working' && status.purpose === 'camera') runService.cancel();
    };
  }, [app, runService]);
  return (
    <DockPanel label="Run" gap="1">
      <Stack row>
        <RunButton />
        <ClipChoice />
        <BackendChoice />
        <WeightsChoice />
        <StopReading />
      </Stack>
      <TrainedOffer />
      <DrawnNote />
      <ClipView />
      <Outcome />
      {filmed && takesVideo && <PipelineFields />}
    </DockPanel>
  );
}
