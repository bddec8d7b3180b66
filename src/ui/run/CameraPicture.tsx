import type { CameraView } from '../../state/run/runStore';
import { countText } from '../../text/numberText';
import { useDocument, useRun } from '../app/useStudio';
import { CameraVideo } from '../kit/CameraVideo';
import { Note } from '../kit/Note';
import { Stack } from '../kit/Stack';
import classes from './CameraPicture.module.css';

/** What the camera shows, and how the clip slides over it. */
export function CameraPicture() {
  const camera = useRun((run) => run.camera);
  const { t, interval } = useDocument(({ legal }) => legal.clip);
  const running = camera !== null && camera.ended === null;
  return (
    <Stack>
      {running && <CameraVideo className={classes.picture} stream={camera.stream} label={camera.name} />}
      {camera?.ended === 'hidden' && (
        <Note tone="warn" role="status">
          The camera was switched off because this tab was hidden. Press Start to go on.
        </Note>
      )}
      {camera?.ended === 'unplugged' && (
        <Note tone="warn" role="status">
          The camera was unplugged or taken away. Plug it in and press Start.
        </Note>
      )}
      {running ? (
        <Counts camera={camera} />
      ) : (
        <Note>
          Start shows the camera, and runs the newest clip again and again: {countText(t, 'frame')}, one of every{' '}
          {interval}, through the centre crop. Pictures stay in this browser, and the camera is switched off when the
          tab is hidden.
        </Note>
      )}
    </Stack>
  );
}

function Counts({ camera: { given, dropped, missing, name, next, refused } }: { camera: CameraView }) {
  return (
    <>
      <Note>
        {name}: {countText(given, 'frame')}, {dropped} dropped.{' '}
        {missing > 0 && `The first clip is full in ${countText(missing, 'frame')}.`}
      </Note>
      {next && (
        <Note role="status">
          The network changed: the one before runs until this one is open
          {next.missing > 0 && ` and its clip is full (${countText(next.missing, 'frame')} to go)`}.
        </Note>
      )}
      {refused && (
        <Note tone="warn" role="status">
          The network before runs on, since the changed one cannot: {refused.message}
        </Note>
      )}
    </>
  );
}
