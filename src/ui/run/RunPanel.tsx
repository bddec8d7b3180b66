import { Button } from '@mantine/core';
import { useEffect } from 'react';
import { bench } from '../../state/browserBench';
import { liveStore } from '../../state/live';
import { PlayIcon, StopIcon } from '../kit/icons';
import { useLive } from '../kit/useStudio';
import { BackendChoice } from './BackendChoice';
import { ClipChoice } from './ClipChoice';
import { ClipView } from './ClipView';
import { DrawnNote } from './DrawnNote';
import { Outcome } from './Outcome';
import { PipelineFields } from './PipelineFields';
import classes from './RunPanel.module.css';
import { TrainedOffer } from './TrainedOffer';
import { useLong } from './useLong';
import { useTakesVideo } from './useTakesVideo';
import { useWhyNotRun } from './useWhyNotRun';
import { WeightsChoice } from './WeightsChoice';

/** Where the network on the screen runs: the clip it gets, how it runs, and what comes out. */
export function RunPanel() {
  const filmed = useLive(({ settings: { input } }) => !['noise', 'camera', 'array'].includes(input.kind));
  const takesVideo = useTakesVideo();
  useEffect(() => {
    // The frames are read at once, so that the panel shows what the network will see before it runs.
    void bench.probe();
    if (!liveStore.getState().frames) void bench.preview();
    return () => {
      // Nobody should be filmed by a panel they cannot see.
      const { status } = liveStore.getState();
      if (status.kind === 'working' && status.purpose === 'camera') bench.cancel();
    };
  }, []);
  return (
    <section className={classes.panel} aria-label="Run">
      <div className={classes.choices}>
        <RunButton />
        <ClipChoice />
        <BackendChoice />
        <WeightsChoice />
      </div>
      <TrainedOffer />
      <DrawnNote />
      <ClipView />
      <Outcome />
      {filmed && takesVideo && <PipelineFields />}
    </section>
  );
}

function RunButton() {
  const working = useLive(({ status }) => (status.kind === 'working' ? status.purpose : null));
  const why = useWhyNotRun();
  const onCamera = useLive(({ settings }) => settings.input.kind === 'camera');
  // Opening a video and reading its frames comes before any run, and may take as long.
  const opening = useLong(working === 'preview');
  return working === 'run' || working === 'camera' || opening ? (
    <Button w={88} leftSection={<StopIcon />} onClick={() => bench.cancel()}>
      {working === 'camera' ? 'Stop' : 'Cancel'}
    </Button>
  ) : (
    <Button
      w={88}
      variant="filled"
      leftSection={<PlayIcon />}
      disabled={why !== null}
      title={why ?? undefined}
      onClick={() => void bench.run()}
    >
      {onCamera ? 'Start' : 'Run'}
    </Button>
  );
}
