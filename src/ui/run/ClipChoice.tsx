import { Button, FileButton, SegmentedControl } from '@mantine/core';
import { bench } from '../../state/browserBench';
import { SAMPLES } from '../../state/live';
import { useLive } from '../kit/useStudio';
import classes from './parts.module.css';
import { useTakesVideo } from './useTakesVideo';

/** Where the clip comes from: a sample, a video of one's own, or noise. */
export function ClipChoice() {
  const input = useLive(({ settings }) => settings.input);
  const takesVideo = useTakesVideo();
  return (
    <div className={classes.row}>
      <SegmentedControl
        aria-label="Clip"
        value={input.kind === 'sample' ? input.name : input.kind}
        data={[
          ...SAMPLES.map(({ name, label }) => ({ value: name, label, disabled: !takesVideo })),
          ...(input.kind === 'file' ? [{ value: 'file', label: 'Video', disabled: !takesVideo }] : []),
          { value: 'noise', label: 'Noise' },
        ]}
        onChange={(chosen) => {
          if (chosen === 'noise') void bench.configure({ input: { kind: 'noise', seed: 0 } });
          else if (chosen !== 'file') void bench.configure({ input: { kind: 'sample', name: chosen } });
        }}
      />
      <FileButton
        accept="video/*,.mp4,.webm,.mov,.mkv"
        onChange={(file) => file && void bench.configure({ input: { kind: 'file', file } })}
      >
        {(props) => (
          <Button {...props} disabled={!takesVideo}>
            Video…
          </Button>
        )}
      </FileButton>
    </div>
  );
}
