import type { CSSProperties } from 'react';
import classes from './SteppedSlider.module.css';

/** A slider whose track shows where its result changes. */
interface SteppedSliderProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** Values at which the result takes its next step; between them nothing changes. */
  readonly marks: readonly number[];
  /** What the value means now, for assistive technology. */
  readonly valueText: string;
  readonly onChange: (value: number) => void;
  /** A drag is one step of undo: these say when it begins and ends. */
  readonly onDragStart: () => void;
  readonly onDragEnd: () => void;
}

const strokes = (places: readonly number[]): string => places.map((at) => `M${at} 0V1`).join('');

/** The slider. A value outside its range stands at the nearer end; the number field beside it stays exact. */
export function SteppedSlider(props: SteppedSliderProps) {
  const { label, value, min, max, step, marks, valueText, onChange, onDragStart, onDragEnd } = props;
  const along = (at: number) => Math.min(1, Math.max(0, (at - min) / (max - min)));
  return (
    <div className={classes.slider} style={{ '--along': along(value) } as CSSProperties}>
      <div className={classes.track} aria-hidden>
        {/* Two paths and not a hundred elements: what comes and goes would be layered anew at every move. */}
        <svg className={classes.marks} viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden>
          <path className={classes.passed} d={strokes(marks.filter((at) => at <= value).map(along))} />
          <path d={strokes(marks.filter((at) => at > value).map(along))} />
        </svg>
      </div>
      <input
        className={classes.range}
        type="range"
        aria-label={label}
        aria-valuetext={valueText}
        min={min}
        max={max}
        step={step}
        value={value}
        onChange={(event) => onChange(Number(event.target.value))}
        onPointerDown={onDragStart}
        onPointerUp={onDragEnd}
        onPointerCancel={onDragEnd}
        onBlur={onDragEnd}
      />
    </div>
  );
}
