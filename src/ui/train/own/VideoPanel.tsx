import { useRef, useState } from 'react';
import { ODD_NAME } from '../../../dataset/oddRule';
import { type Stretch, stretchCsv, stretchName } from '../../../dataset/steadyLabel';
import type { LabelledVideo, Learnt } from '../../../state/classes/classes';
import { ownClassesOf } from '../../../state/classes/ownClasses';
import { shareText } from '../../../text/numberText';
import { useApp } from '../../app/useApp';
import { useClasses } from '../../app/useStudio';
import { BlobVideo } from '../../kit/BlobVideo';
import { Button } from '../../kit/controls/Button';
import { download } from '../../kit/download';
import { Stack } from '../../kit/Stack';
import { Part } from '../Part';
import { classColour } from './classColour';
import { askForVideo } from './files';
import classes from './VideoPanel.module.css';

/** The learnt network on an opened video: a labelled timeline, and its table. */
export function VideoPanel({ learnt }: { learnt: Learnt }) {
  const { videoLabels } = ownClassesOf(useApp());
  const labelled = useClasses((state) => state.labelled);
  return (
    <Part title="On a video">
      <Stack row>
        <Button size="compact-sm" onClick={() => askForVideo((file) => void videoLabels.label(file))}>
          Open a video…
        </Button>
        {labelled && labelled.stretches.length > 0 && (
          <Button
            size="compact-sm"
            onClick={() =>
              download('labels.csv', new Blob([stretchCsv(labelled.stretches, learnt.names)], { type: 'text/csv' }))
            }
          >
            Save labels.csv
          </Button>
        )}
        {labelled && !labelled.fault && labelled.done < labelled.total && (
          <Button size="compact-sm" onClick={videoLabels.cancel}>
            Stop
          </Button>
        )}
      </Stack>
      {labelled?.fault && <p role="alert">{labelled.fault}</p>}
      {labelled && !labelled.fault && <Timeline labelled={labelled} names={learnt.names} />}
    </Part>
  );
}

function Timeline({ labelled, names }: { labelled: LabelledVideo; names: readonly string[] }) {
  const { video, duration, stretches, done, total, name } = labelled;
  const player = useRef<HTMLVideoElement>(null);
  const [at, setAt] = useState(0);
  const now = stretches.find(({ from, to }) => at >= from && at < to);
  const seek = ({ from }: Stretch) => {
    if (player.current) player.current.currentTime = from + 0.01;
  };
  const nowText = () => {
    if (!now) return done < total ? 'Looking at it …' : '';
    return now.label === null ? ODD_NAME : `${names[now.label]}, ${shareText(now.probability)}`;
  };
  return (
    <>
      <BlobVideo
        player={player}
        blob={video}
        controls
        playsInline
        aria-label={name}
        onTimeUpdate={({ currentTarget }) => setAt(currentTarget.currentTime)}
      />
      <p className={classes.now} aria-live="polite">
        {nowText()}
      </p>
      <div className={classes.line}>
        {stretches.map((stretch) => (
          <button
            key={stretch.from}
            type="button"
            className={classes.stretch}
            style={
              {
                left: `${(100 * stretch.from) / duration}%`,
                width: `${(100 * (stretch.to - stretch.from)) / duration}%`,
                '--kind': stretch.label === null ? 'var(--x3d-line-strong)' : classColour(stretch.label),
              } as React.CSSProperties
            }
            aria-label={`${stretchName(stretch.label, names)} from ${stretch.from.toFixed(1)} to ${stretch.to.toFixed(1)} s`}
            title={`${stretchName(stretch.label, names)}, ${stretch.from.toFixed(1)} to ${stretch.to.toFixed(1)} s`}
            onClick={() => seek(stretch)}
          >
            <span>{stretchName(stretch.label, names)}</span>
          </button>
        ))}
        {duration > 0 && <span className={classes.cursor} style={{ left: `${(100 * at) / duration}%` }} />}
      </div>
      {done < total && (
        <progress className={classes.progress} max={total} value={done} aria-label="Windows looked at" />
      )}
    </>
  );
}
