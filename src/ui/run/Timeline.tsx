import { runServiceOf } from '../../state/run/runService';
import type { PlannedSource } from '../../state/run/runStore';
import { countText } from '../../text/numberText';
import { useApp } from '../app/useApp';
import { useRun } from '../app/useStudio';
import { Note } from '../kit/Note';
import classes from './Timeline.module.css';

/** The picture's own units: one is a thousandth of the source. */
const WIDTH = 1000;
const HEIGHT = 12;

/** Clips drawn; a plan may have hundreds. */
const MOST_ROWS = 12;

/** The whole source as a line of time, and on it the frames that every clip takes. A row is chosen to be looked at. */
export function Timeline({ source }: { source: PlannedSource }) {
  return source.plan ? <Rows source={source} clips={source.plan.clips} /> : <Overrun source={source} />;
}

function Rows({ source, clips }: { source: PlannedSource; clips: readonly (readonly number[])[] }) {
  const runService = runServiceOf(useApp());
  const shown = useRun((run) => run.shown.clip);
  return (
    <ol className={classes.rows} aria-label="Clips on the time of the source">
      {clips.slice(0, MOST_ROWS).map((frames, clip) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a clip is its number.
        <li key={clip}>
          <button
            type="button"
            className={classes.row}
            aria-pressed={clip === shown}
            data-alone={clips.length === 1 || undefined}
            aria-label={`Clip ${clip + 1}: frames ${frames.join(', ')}`}
            onClick={() => void runService.show({ clip })}
          >
            <Bar count={source.facts.frameCount} frames={frames} />
          </button>
        </li>
      ))}
      {clips.length > MOST_ROWS && (
        <li>
          <Note inline>and {countText(clips.length - MOST_ROWS, 'clip')} more</Note>
        </li>
      )}
    </ol>
  );
}

function Bar({ count, frames }: { count: number; frames: readonly number[] }) {
  const at = (frame: number) => (WIDTH * (frame + 0.5)) / count;
  const [first, last] = [Math.min(...frames), Math.max(...frames)];
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden>
      <rect className={classes.source} width={WIDTH} height={HEIGHT} />
      <rect
        className={classes.reach}
        x={(WIDTH * first) / count}
        width={(WIDTH * (last - first + 1)) / count}
        height={HEIGHT}
      />
      {frames.map((frame, t) => (
        <line
          // biome-ignore lint/suspicious/noArrayIndexKey: a looped clip takes a frame twice.
          key={t}
          x1={at(frame)}
          x2={at(frame)}
          y1="1"
          y2={HEIGHT - 1}
        />
      ))}
    </svg>
  );
}

/** The source, and how far one clip would reach beyond its end. */
function Overrun({ source: { facts, span } }: { source: PlannedSource }) {
  const whole = Math.max(span, facts.frameCount);
  const end = (WIDTH * facts.frameCount) / whole;
  return (
    <svg
      className={classes.overrun}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={`The source has ${countText(facts.frameCount, 'frame')}, one clip reaches over ${span}`}
    >
      <rect className={classes.source} width={end} height={HEIGHT} />
      {span > facts.frameCount && (
        <rect className={classes.beyond} x={end} width={(WIDTH * span) / whole - end} height={HEIGHT} />
      )}
    </svg>
  );
}
