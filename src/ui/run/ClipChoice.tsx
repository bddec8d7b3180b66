import { Button, FileButton, SegmentedControl } from '@mantine/core';
import { bench } from '../../state/browserBench';
import { imageFolder } from '../../state/imageFolder';
import { type Input, SAMPLES } from '../../state/live';
import { useLive } from '../kit/useStudio';
import classes from './parts.module.css';
import { useTakesVideo } from './useTakesVideo';

/** What the control chooses between; a file and a folder only once they were opened. */
const CHOSEN: Readonly<Record<string, Input>> = {
  ...Object.fromEntries(SAMPLES.map(({ name }) => [name, { kind: 'sample', name }])),
  camera: { kind: 'camera' },
  noise: { kind: 'noise', seed: 0 },
};

/** Where the clips come from: a sample, a video or a folder of images of one's own, the camera, or noise. */
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
          ...(input.kind === 'images' ? [{ value: 'images', label: 'Images', disabled: !takesVideo }] : []),
          { value: 'camera', label: 'Camera', disabled: !takesVideo },
          { value: 'noise', label: 'Noise' },
        ]}
        onChange={(chosen) => {
          const input = CHOSEN[chosen];
          if (input) void bench.configure({ input });
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
      <FileButton
        multiple
        inputProps={{ webkitdirectory: '' } as object}
        onChange={(files) => {
          const [folder] = files[0]?.webkitRelativePath.split('/') ?? [];
          const found = files.map((file) => ({ path: file.webkitRelativePath || file.name, file }));
          if (found.length === 0) return;
          void bench.configure({ input: { kind: 'images', folder: imageFolder(found, folder || 'Images') } });
        }}
      >
        {(props) => (
          <Button {...props} disabled={!takesVideo}>
            Images…
          </Button>
        )}
      </FileButton>
    </div>
  );
}
