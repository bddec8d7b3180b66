import { bench } from '../../state/browserBench';
import { NumberField } from '../kit/NumberField';
import { useDocument, useLive } from '../kit/useStudio';
import { FrameStrip } from './FrameStrip';
import classes from './parts.module.css';
import { useTakesVideo } from './useTakesVideo';

/** The clip the network will see. */
export function ClipView() {
  const input = useLive(({ settings }) => settings.input);
  const channels = useDocument(({ legal }) => legal.reference.in_channels);
  const takesVideo = useTakesVideo();
  if (input.kind === 'noise') return <Noise seed={input.seed} />;
  return (
    <div className={classes.part}>
      {takesVideo ? (
        <FrameStrip />
      ) : (
        <p className={classes.warning}>
          This network takes {channels} channels. A video gives 3 (RGB) or 1 (luma), so choose noise.
        </p>
      )}
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
