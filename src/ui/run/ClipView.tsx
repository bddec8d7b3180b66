import { bench } from '../../state/browserBench';
import { NumberField } from '../kit/NumberField';
import { useDocument, useLive } from '../kit/useStudio';
import { CameraPicture } from './CameraPicture';
import { FrameStrip } from './FrameStrip';
import { PipelineFields } from './PipelineFields';
import classes from './parts.module.css';
import { Timeline } from './Timeline';
import { useTakesVideo } from './useTakesVideo';

/** The clips the network will see, and how they are made. */
export function ClipView() {
  const input = useLive(({ settings }) => settings.input);
  const channels = useDocument(({ legal }) => legal.reference.in_channels);
  const takesVideo = useTakesVideo();
  const filming = useLive(({ camera }) => camera !== null && camera.ended === null);
  if (input.kind === 'noise') return <Noise seed={input.seed} />;
  // A camera that runs goes on with the network before, and says so.
  if (input.kind === 'camera' && filming) return <CameraPicture />;
  if (!takesVideo) {
    return (
      <div className={classes.part}>
        <p className={classes.warning}>
          This network takes {channels} channels. A video gives 3 (RGB) or 1 (luma), so choose noise.
        </p>
      </div>
    );
  }
  if (input.kind === 'camera') return <CameraPicture />;
  return (
    <div className={classes.part}>
      <FrameStrip />
      <Timeline />
      <PipelineFields />
    </div>
  );
}

function Noise({ seed }: { seed: number }) {
  return (
    <div className={classes.part}>
      <div className={classes.row}>
        <span className={classes.note}>Seed of the noise</span>
        <NumberField
          label="Seed of the noise"
          value={seed}
          step={1}
          min={0}
          onCommit={(to) => void bench.configure({ input: { kind: 'noise', seed: Math.max(0, Math.trunc(to)) } })}
        />
      </div>
      <p className={classes.note}>Levels from 0 to 255, each as likely as the next, normalised as pictures are.</p>
    </div>
  );
}
