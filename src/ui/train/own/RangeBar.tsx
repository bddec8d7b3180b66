import type { RefObject } from 'react';
import { SHORTEST } from '../../../dataset/edits';
import classes from './RangeBar.module.css';

interface Range {
  readonly from: number;
  readonly to: number;
}

/** The time of a take with the range of a clip on it; its ends are dragged, or moved by arrow keys. */
export function RangeBar({
  duration,
  range,
  others,
  onChange,
  video,
}: {
  duration: number;
  range: Range;
  /** Other clips of the take. */
  others: readonly Range[];
  onChange: (range: Range) => void;
  video: RefObject<HTMLVideoElement | null>;
}) {
  const share = (seconds: number) => `${(100 * seconds) / duration}%`;
  const look = (seconds: number) => {
    if (video.current) video.current.currentTime = seconds;
  };
  return (
    <div className={classes.bar}>
      {others.map(({ from, to }) => (
        <span key={`${from} ${to}`} className={classes.other} style={{ left: share(from), width: share(to - from) }} />
      ))}
      <span className={classes.range} style={{ left: share(range.from), width: share(range.to - range.from) }} />
      <input
        type="range"
        aria-label="Where the clip begins"
        aria-valuetext={`${range.from.toFixed(2)} s`}
        min={0}
        max={duration}
        step={0.01}
        value={range.from}
        onChange={(event) => {
          const from = Math.min(Number(event.currentTarget.value), range.to - SHORTEST);
          onChange({ from: Math.max(0, from), to: range.to });
          look(from);
        }}
      />
      <input
        type="range"
        aria-label="Where the clip ends"
        aria-valuetext={`${range.to.toFixed(2)} s`}
        min={0}
        max={duration}
        step={0.01}
        value={range.to}
        onChange={(event) => {
          const to = Math.max(Number(event.currentTarget.value), range.from + SHORTEST);
          onChange({ from: range.from, to: Math.min(duration, to) });
          look(to);
        }}
      />
    </div>
  );
}
