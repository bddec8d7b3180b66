import { ownClassesOf } from '../../../state/classes/ownClasses';
import { useApp } from '../../app/useApp';
import { useClasses } from '../../app/useStudio';
import { CameraVideo } from '../../kit/CameraVideo';
import { Button } from '../../kit/controls/Button';
import { Checkbox } from '../../kit/controls/Checkbox';
import { NumberInWords } from '../../kit/NumberInWords';
import { Stack } from '../../kit/Stack';
import classes from './Own.module.css';

/** The camera: its picture, how takes in a row are recorded, and which way round it is shown. */
export function CameraBox() {
  const app = useApp();
  const { camera, collection } = ownClassesOf(app);
  const open = useClasses((state) => state.camera);
  const live = useClasses((state) => state.live);
  const recording = useClasses((state) => state.recording);
  const mirror = useClasses((state) => state.library.mirror);
  const { takes, seconds, countdown } = useClasses((state) => state.series);
  if (!open) {
    return (
      <Button size="compact-sm" onClick={() => void camera.open()}>
        Switch the camera on
      </Button>
    );
  }
  const { chooseSeries } = app.classes;
  return (
    <>
      <div className={classes.camera}>
        {/* Beside live labels the picture stands there, larger. */}
        {!live && <CameraVideo stream={open.stream} label={open.name} mirrored={mirror} />}
        {recording.kind === 'countdown' && (
          <span className={classes.countdown} aria-hidden>
            {recording.seconds}
          </span>
        )}
      </div>
      <Stack row>
        <NumberInWords
          after="takes of"
          label="Takes in a row"
          value={takes}
          min={1}
          max={50}
          step={1}
          whole
          width={44}
          onCommit={(to) => chooseSeries({ takes: to })}
        />
        <NumberInWords
          after="s, after"
          label="Seconds of a take"
          value={seconds}
          min={1}
          max={60}
          step={0.5}
          width={44}
          onCommit={(to) => chooseSeries({ seconds: to })}
        />
        <NumberInWords
          after="s"
          label="Seconds of the countdown"
          value={countdown}
          min={0}
          max={30}
          step={1}
          whole
          width={44}
          onCommit={(to) => chooseSeries({ countdown: to })}
        />
        <Button size="compact-sm" onClick={camera.close}>
          Switch it off
        </Button>
      </Stack>
      <Checkbox checked={mirror} onChange={(on) => collection.setMirror(on)}>
        Show it as a mirror. Clips are kept as the camera sees them: left is the left of the person filmed.
      </Checkbox>
    </>
  );
}
