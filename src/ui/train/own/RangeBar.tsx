import type { PointerEvent } from 'react';
import { SHORTEST } from '../../../dataset/edits';
import type { Clip } from '../../../dataset/library';
import { classColour } from './classColour';
import classes from './RangeBar.module.css';
import { useStrip } from './useStrip';

interface Range {
  readonly from: number;
  readonly to: number;
}

/** Another clip of the same video. */
export interface Mark extends Range {
  readonly id: string;
  readonly name: string;
  readonly className: string;
  /** Number of its class. */
  readonly label: number;
}

/**
 * The time of a video as a strip of its frames, with the range of a clip on it; its ends are dragged, or moved by arrow
 * keys, and a press between them goes to that time.
 */
export function RangeBar({
  clip,
  duration,
  range,
  marks,
  at,
  onChange,
  onSeek,
}: {
  /** Whose video it is. */
  clip: Clip;
  duration: number;
  range: Range;
  marks: readonly Mark[];
  /** Time shown, in seconds. */
  at: number;
  onChange: (range: Range) => void;
  onSeek: (seconds: number) => void;
}) {
  const { url } = useStrip({ ...clip, from: 0, to: duration });
  const share = (seconds: number) => `${(100 * seconds) / duration}%`;
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    if (event.target instanceof HTMLInputElement) return;
    const { left, width } = event.currentTarget.getBoundingClientRect();
    onSeek(Math.min(duration, Math.max(0, ((event.clientX - left) / width) * duration)));
  };
  return (
    <div className={classes.bar} onPointerDown={onPointerDown}>
      {url && <img className={classes.film} src={url} alt="" draggable={false} />}
      {marks.map(({ id, from, to, className, label }) => (
        <span
          key={id}
          className={classes.mark}
          title={`${className}, ${from.toFixed(1)} to ${to.toFixed(1)} s`}
          style={{ left: share(from), width: share(to - from), '--kind': classColour(label) } as React.CSSProperties}
        />
      ))}
      <span className={classes.range} style={{ left: share(range.from), width: share(range.to - range.from) }} />
      <span className={classes.cursor} style={{ left: share(Math.min(at, duration)) }} />
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
          onSeek(from);
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
          onSeek(to);
        }}
      />
    </div>
  );
}
