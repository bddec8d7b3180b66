import { runServiceOf } from '../../state/run/runService';
import { useApp } from '../app/useApp';
import { useDocument, useRun } from '../app/useStudio';
import { Note } from '../kit/Note';
import { NumberField } from '../kit/NumberField';
import { Stack } from '../kit/Stack';
import { useShownFromTop } from '../kit/useShownFromTop';
import { useTouch } from '../kit/useTouch';
import { ArrayView } from './ArrayView';
import { CameraPicture } from './CameraPicture';
import styles from './ClipView.module.css';
import { EmptyStrip, FrameStrip } from './FrameStrip';
import { SourceLine } from './SourceLine';
import { Timeline } from './Timeline';
import { useTakesVideo } from './useTakesVideo';

/** The clips the network will see, and how they are made. One that was dropped is seen, whatever the panel showed. */
export function ClipView() {
  const place = useShownFromTop<HTMLDivElement>(useRun(({ settings }) => settings.input));
  return (
    <div ref={place}>
      <ChosenClip />
    </div>
  );
}

function ChosenClip() {
  const input = useRun(({ settings }) => settings.input);
  const channels = useDocument(({ legal }) => legal.reference.in_channels);
  const takesVideo = useTakesVideo();
  const filming = useRun(({ camera }) => camera !== null && camera.ended === null);
  if (input.kind === 'noise') return <Noise seed={input.seed} />;
  if (input.kind === 'array') return <ArrayView array={input.array} />;
  // A camera that runs goes on with the network before, and says so.
  if (input.kind === 'camera' && filming) return <CameraPicture />;
  if (!takesVideo) {
    return (
      <Stack>
        <Note tone="warn">
          This network takes {channels} channels. A video gives 3 (RGB) or 1 (luma), so choose noise or a NumPy array.
        </Note>
      </Stack>
    );
  }
  if (input.kind === 'camera') return <CameraPicture />;
  return <Clip />;
}

/** The frames over the time of their source, and what that is. */
function Clip() {
  const frames = useRun((run) => run.frames);
  const source = useRun((run) => run.source);
  const t = useDocument(({ legal }) => legal.clip.t);
  const reading = useRun(
    ({ status }) => status.kind === 'working' && (status.step === 'open' || status.step === 'read'),
  );
  const count = frames?.indices.length ?? t;
  const touch = useTouch();
  return (
    <Stack>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard. */}
      <figure className={styles.reel} tabIndex={0} aria-label="Frames and their places in the source">
        <div style={{ minWidth: LEAST_WIDTH * count }}>
          {frames ? <FrameStrip frames={frames} /> : <EmptyStrip count={count} />}
          {source ? <Timeline source={source} /> : <div className={styles.noTime} />}
        </div>
      </figure>
      {/* Of a height from the beginning: what is below must not move when the frames are read. */}
      <div className={styles.source}>
        {source ? (
          <SourceLine source={source} />
        ) : (
          <Note>
            {reading
              ? 'Reading the frames the network will see…'
              : `The frames the network will see appear here. Choose a sample, or ${touch ? 'open a video or pictures of your own' : 'drop a video or a folder of images on the page'}.`}
          </Note>
        )}
      </div>
    </Stack>
  );
}

/** Narrower than this a frame tells nothing, in pixels. */
const LEAST_WIDTH = 30;

function Noise({ seed }: { seed: number }) {
  const runService = runServiceOf(useApp());
  return (
    <Stack>
      <Stack row gap="half 1">
        <Note inline>Seed of the noise</Note>
        <NumberField
          label="Seed of the noise"
          value={seed}
          step={1}
          min={0}
          onCommit={(to) => void runService.configure({ input: { kind: 'noise', seed: Math.max(0, Math.trunc(to)) } })}
        />
      </Stack>
      <Note>Levels from 0 to 255, each as likely as the next, normalised as pictures are.</Note>
    </Stack>
  );
}
