import { Button, Modal } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { SHORTEST, withClipIn, withClipName, withCut, withoutClips, withRange } from '../../../dataset/edits';
import { type Clip, MOST_NAME, takeOf } from '../../../dataset/library';
import { ownClassesOf } from '../../../state/classes/ownClasses';
import { freshId } from '../../../state/storage';
import { useApp } from '../../app/useApp';
import { useClasses } from '../../app/useClasses';
import { Choice } from '../../kit/Choice';
import { NumberField } from '../../kit/NumberField';
import classes from './ClipDialog.module.css';
import { RangeBar } from './RangeBar';
import { useVideoUrl } from './useVideoUrl';

/** A clip large: it plays, and is renamed, moved, trimmed, cut and deleted here. */
export function ClipDialog({ clip, onClose }: { clip: Clip; onClose: () => void }) {
  const app = useApp();
  const { collection } = ownClassesOf(app);
  const library = useClasses((state) => state.library);
  const video = useRef<HTMLVideoElement>(null);
  const url = useVideoUrl(clip.takeId);
  const [range, setRange] = useState({ from: clip.from, to: clip.to });
  const [into, setInto] = useState(clip.classId);
  const take = takeOf(library, clip.takeId);
  const others = library.clips.filter(({ takeId, id }) => takeId === clip.takeId && id !== clip.id);
  usePlayed(video, range);
  const changed = range.from !== clip.from || range.to !== clip.to;
  const options = library.classes.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Modal opened onClose={onClose} title={clip.name} size={640} transitionProps={{ duration: 120 }}>
      {url ? (
        <video
          ref={video}
          className={classes.video}
          src={url}
          muted
          playsInline
          data-mirrored={(library.mirror && take.source === 'camera') || undefined}
          aria-label={`${clip.name}, playing`}
        />
      ) : (
        <p className={classes.about}>Its video is not here.</p>
      )}
      <RangeBar duration={take.duration} range={range} others={others} onChange={setRange} video={video} />
      <div className={classes.row}>
        <span aria-hidden>from</span>
        <NumberField
          label="From, seconds"
          value={round(range.from)}
          min={0}
          step={0.1}
          width={64}
          onCommit={(from) => setRange(within(from, range.to, take.duration))}
        />
        <span aria-hidden>to</span>
        <NumberField
          label="To, seconds"
          value={round(range.to)}
          min={0}
          step={0.1}
          width={64}
          onCommit={(to) => setRange(within(range.from, to, take.duration))}
        />
        <span className={classes.about}>of {take.duration.toFixed(1)} s</span>
        <Button
          size="compact-sm"
          variant="filled"
          disabled={!changed}
          onClick={() => collection.edit((now) => withRange(now, clip.id, range.from, range.to))}
        >
          Trim
        </Button>
      </div>
      <div className={classes.row}>
        <Choice label="class" value={into} options={options} onChange={setInto} />
        <Button
          size="compact-sm"
          disabled={into === clip.classId}
          onClick={() => collection.edit((now) => withClipIn(now, clip.id, into))}
        >
          Move
        </Button>
        <Button
          size="compact-sm"
          onClick={() => {
            const name = `${take.name} ${others.length + 2}`.slice(0, MOST_NAME);
            collection.edit((now) => withCut(now, clip.id, { id: freshId(), name, classId: into, ...range }));
            app.notices.notify(`${range.from.toFixed(1)} to ${range.to.toFixed(1)} s is a clip of its own.`);
          }}
        >
          Cut out as another clip
        </Button>
      </div>
      <div className={classes.row}>
        <input
          key={clip.name}
          className={classes.name}
          aria-label="Name of the clip"
          maxLength={MOST_NAME}
          defaultValue={clip.name}
          onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
          onBlur={({ currentTarget }) => {
            if (currentTarget.value === clip.name) return;
            collection.edit((now) => withClipName(now, clip.id, currentTarget.value));
          }}
        />
        <Button
          size="compact-sm"
          color="red"
          variant="light"
          onClick={() => {
            onClose();
            collection.edit((now) => withoutClips(now, new Set([clip.id])));
            app.notices.notify(`${clip.name} is deleted.`, { label: 'Undo', run: collection.undo });
          }}
        >
          Delete
        </Button>
      </div>
    </Modal>
  );
}

/** Plays a range again and again. */
function usePlayed(video: React.RefObject<HTMLVideoElement | null>, { from, to }: { from: number; to: number }): void {
  useEffect(() => {
    const element = video.current;
    if (!element) return;
    element.currentTime = from;
    element.play().catch(() => {});
    const again = () => {
      if (element.currentTime < to - 0.02 && !element.ended) return;
      element.currentTime = from;
      element.play().catch(() => {});
    };
    const timer = setInterval(again, 40);
    return () => clearInterval(timer);
  }, [video, from, to]);
}

function within(from: number, to: number, duration: number): { from: number; to: number } {
  const begin = Math.min(Math.max(0, from), Math.max(0, duration - SHORTEST));
  return { from: begin, to: Math.min(duration, Math.max(begin + SHORTEST, to)) };
}

const round = (seconds: number) => Math.round(100 * seconds) / 100;
