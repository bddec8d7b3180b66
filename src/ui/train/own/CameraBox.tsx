import { ownClassesOf } from '../../../state/classes/ownClasses';
import { useApp } from '../../app/useApp';
import { useClasses } from '../../app/useStudio';
import { CameraVideo } from '../../kit/CameraVideo';
import { Button } from '../../kit/controls/Button';
import { Checkbox } from '../../kit/controls/Checkbox';
import { NumberField } from '../../kit/NumberField';
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
      <p className={classes.row}>
        <Button size="compact-sm" onClick={() => void camera.open()}>
          Switch the camera on
        </Button>
      </p>
    );
  }
  return (
    <div className={classes.camera}>
      {/* Beside live labels the picture stands there, larger. */}
      {!live && <Picture stream={open.stream} name={open.name} mirrored={mirror} />}
      {recording.kind === 'countdown' && (
        <span className={classes.countdown} aria-hidden>
          {recording.seconds}
        </span>
      )}
      <div className={classes.row}>
        <span className={classes.field}>
          <NumberField
            label="Takes in a row"
            value={takes}
            min={1}
            max={50}
            step={1}
            width={44}
            onCommit={(value) => app.classes.chooseSeries({ takes: Math.min(50, Math.max(1, Math.round(value))) })}
          />
          <span aria-hidden>takes of</span>
          <NumberField
            label="Seconds of a take"
            value={seconds}
            min={1}
            max={60}
            step={0.5}
            width={44}
            onCommit={(value) => app.classes.chooseSeries({ seconds: Math.min(60, Math.max(1, value)) })}
          />
          <span aria-hidden>s, after</span>
          <NumberField
            label="Seconds of the countdown"
            value={countdown}
            min={0}
            max={30}
            step={1}
            width={44}
            onCommit={(value) => app.classes.chooseSeries({ countdown: Math.min(30, Math.max(0, Math.round(value))) })}
          />
          <span aria-hidden>s</span>
        </span>
        <Button size="compact-sm" onClick={camera.close}>
          Switch it off
        </Button>
      </div>
      <div className={classes.check}>
        <Checkbox checked={mirror} onChange={(on) => collection.setMirror(on)}>
          Show it as a mirror. Clips are kept as the camera sees them: left is the left of the person filmed.
        </Checkbox>
      </div>
    </div>
  );
}

/** The picture of the camera for one's own classes. */
export function Picture({ stream, name, mirrored }: { stream: MediaStream; name: string; mirrored: boolean }) {
  return <CameraVideo className={classes.picture} stream={stream} label={name} mirrored={mirrored} />;
}
