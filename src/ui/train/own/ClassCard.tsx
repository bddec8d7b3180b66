import { useRef, useState } from 'react';
import { withClassName, withoutClass } from '../../../dataset/edits';
import { type ClipClass, clipsOf, MOST_NAME } from '../../../dataset/library';
import type { Recording } from '../../../state/classes/classes';
import { ownClassesOf } from '../../../state/classes/ownClasses';
import { countText } from '../../../text/numberText';
import { useApp } from '../../app/useApp';
import { useClasses } from '../../app/useStudio';
import { Button } from '../../kit/controls/Button';
import { IconButton } from '../../kit/controls/IconButton';
import { Chevron, ChevronDown, CloseIcon } from '../../kit/icons';
import { LinkButton } from '../../kit/LinkButton';
import { Stack } from '../../kit/Stack';
import { Text } from '../../kit/Text';
import { TextField } from '../../kit/TextField';
import { ClipStrip } from './ClipStrip';
import { askForVideos } from './files';
import classes from './Own.module.css';

/** Clips shown of a class before all are asked for: every strip is a picture in memory. */
const SHOWN = 12;

/** With more classes than this, those that have clips begin folded. */
const MANY = 12;

/** A class: its name, its clips as strips, and the ways to more of them. */
export function ClassCard({ of: { id, name } }: { of: ClipClass }) {
  const app = useApp();
  const { collection } = ownClassesOf(app);
  const library = useClasses((state) => state.library);
  const recording = useClasses((state) => state.recording);
  const [all, setAll] = useState(false);
  const clips = clipsOf(library, id);
  const [opened, setOpened] = useState<boolean | null>(null);
  const many = library.classes.length > MANY;
  const open = opened ?? (!many || clips.length === 0);
  const shown = all ? clips : clips.slice(-SHOWN);
  const mine = recording.kind !== 'idle' && recording.classId === id;
  return (
    <section className={classes.card} aria-label={`Class ${name}`} data-recording={mine || undefined}>
      <Stack row gap="half">
        <TextField
          className={classes.name}
          label={`Name of the class ${name}`}
          maxLength={MOST_NAME}
          value={name}
          onCommit={(text) => collection.edit((now) => withClassName(now, id, text))}
        />
        <Text as="span" tone="ink-3" ellipsis>
          {countText(clips.length, 'clip')}
        </Text>
        {many && (
          <IconButton aria-label={`Clips of ${name}`} aria-expanded={open} onClick={() => setOpened(!open)}>
            {open ? <ChevronDown /> : <Chevron />}
          </IconButton>
        )}
        <IconButton
          aria-label={`Delete the class ${name}`}
          onClick={() => {
            collection.edit((now) => withoutClass(now, id));
            app.notices.notify(`${name} and its ${countText(clips.length, 'clip')} are deleted.`, {
              label: 'Undo',
              run: collection.undo,
            });
          }}
        >
          <CloseIcon />
        </IconButton>
      </Stack>
      {open && (
        <>
          {/* A class that is recorded stays unfolded once it has its first clips. */}
          <Stack row onFocus={() => setOpened(true)}>
            <HoldButton classId={id} name={name} recording={recording} />
            <SeriesButton classId={id} name={name} recording={recording} />
            <Button size="compact-sm" onClick={() => askForVideos(app, id)}>
              Open…
            </Button>
          </Stack>
          {mine && <RecordingStatus recording={recording} />}
          {clips.length > 0 && (
            <Stack as="ul" row gap="half" aria-label={`Clips of ${name}`}>
              {shown.map((clip) => (
                <li key={clip.id}>
                  <ClipStrip clip={clip} />
                </li>
              ))}
            </Stack>
          )}
          {clips.length > SHOWN && (
            <LinkButton onClick={() => setAll(!all)}>
              {all ? `Show the last ${SHOWN}` : `Show all ${clips.length}`}
            </LinkButton>
          )}
        </>
      )}
    </section>
  );
}

/** Records as long as it is held, by pointer, Space or Enter. */
function HoldButton({ classId, name, recording }: { classId: string; name: string; recording: Recording }) {
  const { recorder } = ownClassesOf(useApp());
  const held = useRef(false);
  // While one take is kept the next is recorded.
  const busy = recording.kind !== 'idle' && recording.kind !== 'keeping';
  const begin = () => {
    if (held.current || busy) return;
    held.current = true;
    void recorder.hold(classId).then(() => {
      // Let go while the camera was being switched on.
      if (!held.current) void recorder.release();
    });
  };
  const end = () => {
    if (!held.current) return;
    held.current = false;
    void recorder.release();
  };
  const mine = recording.kind === 'recording' && recording.classId === classId && recording.takesLeft === 0;
  return (
    <Button
      size="compact-sm"
      variant={mine ? 'filled' : 'light'}
      color={mine ? 'red' : undefined}
      style={{ touchAction: 'none' }}
      aria-label={`Hold to record ${name}`}
      disabled={busy && recording.classId !== classId}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        begin();
      }}
      onPointerUp={end}
      onPointerCancel={end}
      onLostPointerCapture={end}
      onContextMenu={(event) => event.preventDefault()}
      onKeyDown={(event) => {
        if (event.key !== ' ' && event.key !== 'Enter') return;
        event.preventDefault();
        if (!event.repeat) begin();
      }}
      onKeyUp={(event) => (event.key === ' ' || event.key === 'Enter') && end()}
      onBlur={end}
    >
      {mine ? 'Recording' : 'Hold to record'}
    </Button>
  );
}

/** Records several takes in a row, each after a countdown; stops them. */
function SeriesButton({ classId, name, recording }: { classId: string; name: string; recording: Recording }) {
  const { recorder } = ownClassesOf(useApp());
  const series = useClasses((state) => state.series);
  const running = recording.kind !== 'idle' && recording.classId === classId && recording.takesLeft > 0;
  if (running)
    return (
      <Button size="compact-sm" aria-label={`Stop recording ${name}`} onClick={() => void recorder.stop()}>
        Stop
      </Button>
    );
  return (
    <Button
      size="compact-sm"
      aria-label={`Record ${countText(series.takes, 'take')} of ${name} after a countdown`}
      disabled={recording.kind !== 'idle'}
      onClick={() => void recorder.series(classId, series)}
    >
      {countText(series.takes, 'take')}
    </Button>
  );
}

/** What the camera is doing for this class. */
function RecordingStatus({ recording }: { recording: Recording }) {
  return (
    <Text tone="bad" weight={600} role="status">
      {recordingText(recording)}
    </Text>
  );
}

function recordingText(recording: Recording): string {
  if (recording.kind === 'idle') return '';
  if (recording.kind === 'keeping') return 'Keeping it';
  const left = recording.takesLeft < 2 ? '' : `, ${recording.takesLeft - 1} more after it`;
  return recording.kind === 'countdown' ? `Recording in ${recording.seconds}${left}` : `Recording${left}`;
}
