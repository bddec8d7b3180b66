import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { SHORTEST, withClipIn, withClipName, withCut, withoutClips, withRange } from '../../../dataset/edits';
import { type Clip, type Library, MOST_NAME, takeOf } from '../../../dataset/library';
import { ownClassesOf } from '../../../state/classes/ownClasses';
import { freshId } from '../../../state/storage';
import { useApp } from '../../app/useApp';
import { useClasses } from '../../app/useStudio';
import { BlobVideo } from '../../kit/BlobVideo';
import { Choice } from '../../kit/Choice';
import { Button } from '../../kit/controls/Button';
import { Checkbox } from '../../kit/controls/Checkbox';
import { Dialog } from '../../kit/controls/Dialog';
import { Note } from '../../kit/Note';
import { NumberInWords } from '../../kit/NumberInWords';
import { Stack } from '../../kit/Stack';
import { TextField } from '../../kit/TextField';
import { Marks } from './Marks';
import classes from './Own.module.css';
import { type Mark, RangeBar } from './RangeBar';
import { useTakeVideo } from './useTakeVideo';

/**
 * A clip large: it plays, and is renamed, moved, trimmed and deleted here. Of a long video all is played, and ranges are
 * marked on its timeline as it plays, each a clip of the class that is chosen.
 */
export function ClipDialog(props: {
  clip: Clip;
  onClose: () => void;
  /** The clip is about to leave its class, and this dialog with it. */
  onLeave: () => void;
}) {
  const { clip, onClose, onLeave } = props;
  const app = useApp();
  const { collection } = ownClassesOf(app);
  const library = useClasses((state) => state.library);
  const video = useRef<HTMLVideoElement>(null);
  const file = useTakeVideo(clip.takeId);
  const [range, setRange] = useState({ from: clip.from, to: clip.to });
  const [into, setInto] = useState(clip.classId);
  const [all, setAll] = useState(false);
  const [at, setAt] = useState(clip.from);
  const take = takeOf(library, clip.takeId);
  const marks = marksOf(library, clip);
  usePlayed(video, file, all ? null : range);
  const look = (seconds: number) => {
    if (video.current) video.current.currentTime = seconds;
    setAt(seconds);
  };
  const now = () => video.current?.currentTime ?? at;
  const begin = () => setRange(({ to, from }) => within(now(), Math.max(to, now() + (to - from)), take.duration));
  const end = () => setRange(({ from }) => within(Math.min(from, now() - SHORTEST), now(), take.duration));
  const cut = () => {
    const name = `${take.name} ${marks.length + 2}`.slice(0, MOST_NAME);
    collection.edit((before) => withCut(before, clip.id, { id: freshId(), name, classId: into, ...range }));
    // The next range begins where this one ends, as long as it.
    if (all) setRange(({ from, to }) => within(to, 2 * to - from, take.duration));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!all || event.ctrlKey || event.metaKey || event.altKey || isTyped(event.target)) return;
    const act = new Map([
      ['i', begin],
      ['o', end],
      ['x', cut],
    ]).get(event.key.toLowerCase());
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
  const changed = range.from !== clip.from || range.to !== clip.to;
  const options = library.classes.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Dialog onClose={onClose} title={clip.name} width={640} onKeyDown={onKeyDown}>
      <Stack gap="1h">
        {file ? (
          <BlobVideo
            player={video}
            blob={file}
            style={{ maxHeight: '50dvh' }}
            muted
            playsInline
            controls={all}
            onTimeUpdate={({ currentTarget }) => setAt(currentTarget.currentTime)}
            data-mirrored={(library.mirror && take.source === 'camera') || undefined}
            aria-label={`${clip.name}, playing`}
          />
        ) : (
          <Note>Its video is not here.</Note>
        )}
        <RangeBar
          clip={clip}
          duration={take.duration}
          range={range}
          marks={marks}
          at={at}
          onChange={setRange}
          onSeek={look}
        />
        <Stack row>
          <Checkbox checked={all} onChange={setAll}>
            Play all of the video, to mark ranges in it
          </Checkbox>
          {all && (
            <>
              <Button size="compact-sm" onClick={begin}>
                Begins here (I)
              </Button>
              <Button size="compact-sm" onClick={end}>
                Ends here (O)
              </Button>
            </>
          )}
        </Stack>
        <Stack row>
          <NumberInWords
            before="from"
            label="From, seconds"
            value={round(range.from)}
            min={0}
            step={0.1}
            onCommit={(from) => setRange(within(from, range.to, take.duration))}
          />
          <NumberInWords
            before="to"
            after={`of ${take.duration.toFixed(1)} s`}
            label="To, seconds"
            value={round(range.to)}
            min={0}
            step={0.1}
            onCommit={(to) => setRange(within(range.from, to, take.duration))}
          />
          <Button
            size="compact-sm"
            variant={all ? 'default' : 'filled'}
            disabled={!changed}
            onClick={() => collection.edit((now) => withRange(now, clip.id, range.from, range.to))}
          >
            Trim
          </Button>
        </Stack>
        <Stack row>
          <Choice label="class" value={into} options={options} onChange={setInto} />
          <Button
            size="compact-sm"
            disabled={into === clip.classId}
            onClick={() => {
              onLeave();
              collection.edit((now) => withClipIn(now, clip.id, into));
              const name = options.find(({ value }) => value === into)?.label;
              app.notices.notify(`${clip.name} is a clip of ${name} now.`, { label: 'Undo', run: collection.undo });
            }}
          >
            Move
          </Button>
          <Button
            size="compact-sm"
            variant={all ? 'filled' : 'default'}
            onClick={() => {
              cut();
              app.notices.notify(`${range.from.toFixed(1)} to ${range.to.toFixed(1)} s is a clip of its own.`);
            }}
          >
            Cut out as another clip{all && ' (X)'}
          </Button>
        </Stack>
        <Marks marks={marks} onLook={(mark) => setRange({ from: mark.from, to: mark.to })} />
        <Stack row>
          <TextField
            className={classes.wide}
            label="Name of the clip"
            maxLength={MOST_NAME}
            value={clip.name}
            onCommit={(text) => collection.edit((now) => withClipName(now, clip.id, text))}
          />
          <Button
            size="compact-sm"
            color="red"
            variant="light"
            onClick={() => {
              onLeave();
              onClose();
              collection.edit((now) => withoutClips(now, new Set([clip.id])));
              app.notices.notify(`${clip.name} is deleted.`, { label: 'Undo', run: collection.undo });
            }}
          >
            {marks.length > 0 ? 'Delete, and keep what was cut out of it' : 'Delete'}
          </Button>
        </Stack>
      </Stack>
    </Dialog>
  );
}

/** Plays a range again and again; without one all of the video, as its controls say. */
function usePlayed(
  video: React.RefObject<HTMLVideoElement | null>,
  file: Blob | null,
  range: { readonly from: number; readonly to: number } | null,
): void {
  const [from, to] = [range?.from ?? null, range?.to ?? null];
  useEffect(() => {
    const element = video.current;
    if (!file || !element || from === null || to === null) return;
    const play = () => {
      element.currentTime = from;
      element.play().catch(() => {});
    };
    const again = () => {
      if (element.currentTime >= to - 0.02 || element.ended) play();
    };
    if (element.readyState > 0) play();
    element.addEventListener('loadedmetadata', play);
    const timer = setInterval(again, 40);
    return () => {
      element.removeEventListener('loadedmetadata', play);
      clearInterval(timer);
    };
  }, [video, file, from, to]);
}

/** The other clips of a clip's video, in the order of time. */
function marksOf({ clips, classes: all }: Library, { takeId, id: own }: Clip): readonly Mark[] {
  return clips
    .filter((each) => each.takeId === takeId && each.id !== own)
    .map(({ id, name, from, to, classId }) => {
      const label = all.findIndex((each) => each.id === classId);
      return { id, name, from, to, label, className: all[label]?.name ?? '' };
    })
    .toSorted((a, b) => a.from - b.from);
}

/** True for what takes letters; a slider or a box to tick does not. */
function isTyped(target: EventTarget): boolean {
  return (
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLInputElement && !['range', 'checkbox'].includes(target.type))
  );
}

function within(from: number, to: number, duration: number): { from: number; to: number } {
  const begin = Math.min(Math.max(0, from), Math.max(0, duration - SHORTEST));
  return { from: begin, to: Math.min(duration, Math.max(begin + SHORTEST, to)) };
}

const round = (seconds: number) => Math.round(100 * seconds) / 100;
