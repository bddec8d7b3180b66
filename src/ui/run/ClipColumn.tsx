import { Button, FileButton, SegmentedControl } from '@mantine/core';
import { bench } from '../../state/browserBench';
import { type Input, SAMPLES } from '../../state/live';
import { NumberField } from '../kit/NumberField';
import { useDocument, useLive } from '../kit/useStudio';
import classes from './column.module.css';
import { FrameStrip } from './FrameStrip';

/** The clip: where it comes from, and how its frames are cut for the network. */
export function ClipColumn() {
  const input = useLive(({ settings }) => settings.input);
  const channels = useDocument(({ legal }) => legal.reference.in_channels);
  const onlyNoise = channels !== 1 && channels !== 3;
  return (
    <div className={classes.column}>
      <div className={classes.row}>
        <span className={classes.name}>Clip</span>
        <SegmentedControl
          aria-label="Clip"
          value={input.kind === 'sample' ? input.name : input.kind}
          data={[
            ...SAMPLES.map(({ name, label }) => ({ value: name, label, disabled: onlyNoise })),
            ...(input.kind === 'file' ? [{ value: 'file', label: 'Video', disabled: onlyNoise }] : []),
            { value: 'noise', label: 'Noise' },
          ]}
          onChange={(chosen) => {
            const next = chosenInput(chosen);
            if (next) void bench.configure({ input: next });
          }}
        />
        <FileButton
          accept="video/*,.mp4,.webm,.mov,.mkv"
          onChange={(file) => file && void bench.configure({ input: { kind: 'file', file } })}
        >
          {(props) => (
            <Button {...props} disabled={onlyNoise}>
              Choose a video…
            </Button>
          )}
        </FileButton>
      </div>
      {onlyNoise && (
        <p className={classes.warning}>
          This network takes {channels} channels. A video gives 3 (RGB) or 1 (luma), so it runs on noise only.
        </p>
      )}
      {input.kind === 'noise' ? <NoiseSeed seed={input.seed} /> : <FrameStrip />}
    </div>
  );
}

function chosenInput(chosen: string): Input | null {
  if (chosen === 'noise') return { kind: 'noise', seed: 0 };
  return chosen === 'file' ? null : { kind: 'sample', name: chosen };
}

function NoiseSeed({ seed }: { seed: number }) {
  return (
    <>
      <div className={classes.row}>
        <span className={classes.name}>Seed</span>
        <NumberField
          label="Seed of the noise"
          value={seed}
          step={1}
          min={0}
          onCommit={(to) => void bench.configure({ input: { kind: 'noise', seed: Math.max(0, Math.trunc(to)) } })}
        />
      </div>
      <p className={classes.note}>Levels from 0 to 255, each as likely as the next, normalised as pictures are.</p>
    </>
  );
}
