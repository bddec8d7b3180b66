import type { KeyboardEvent, PointerEvent } from 'react';
import grip from './grip.module.css';
import classes from './Handle.module.css';

/** A point of a chart that is moved by hand. */
interface HandleProps {
  /** Where it stands, in pixels of the plot. */
  readonly x: number;
  readonly y: number;
  /** Of the plot, in pixels: it does not leave it. */
  readonly width: number;
  readonly height: number;
  /** Only up and down, only to the sides, or every way. */
  readonly ways: 'up' | 'across' | 'every';
  readonly label: string;
  /** Where it stands, in words. */
  readonly valueText: string;
  /** The value that is moved (of two, the one that goes up and down), and its ends. */
  readonly value: number;
  readonly least: number;
  readonly most: number;
  readonly onMove: (x: number, y: number) => void;
}

/** Steps an arrow key needs from one end to the other; with Shift a quarter of them. */
const STEPS = 60;

const ARROWS: ReadonlyMap<string, readonly [x: number, y: number]> = new Map(
  Object.entries<readonly [x: number, y: number]>({
    ArrowUp: [0, -1],
    ArrowDown: [0, 1],
    ArrowRight: [1, 0],
    ArrowLeft: [-1, 0],
  }),
);

const ORIENTATION = { up: 'vertical', across: 'horizontal', every: undefined } as const;

/** A handle in a plot (an element with `data-plot`): dragged, or moved by arrow keys. */
export function Handle(props: HandleProps) {
  const { x, y, width, height, ways, label, valueText, value, least, most, onMove } = props;
  const moveTo = (toX: number, toY: number) => onMove(within(toX, width), within(toY, height));
  const onKeyDown = (event: KeyboardEvent) => {
    const arrow = ARROWS.get(event.key);
    if (!arrow || (ways !== 'every' && arrow[ways === 'up' ? 0 : 1] !== 0)) return;
    event.preventDefault();
    // The chart around it has arrow keys of its own.
    event.stopPropagation();
    const by = event.shiftKey ? 4 : 1;
    moveTo(x + (by * arrow[0] * width) / STEPS, y + (by * arrow[1] * height) / STEPS);
  };
  return (
    <g
      className={`${grip.grip} ${classes.handle}`}
      data-ways={ways}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuenow={value}
      aria-valuemin={least}
      aria-valuemax={most}
      aria-valuetext={valueText}
      aria-orientation={ORIENTATION[ways]}
      aria-roledescription={ways === 'every' ? 'point to be moved in both directions' : undefined}
      transform={`translate(${x} ${y})`}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        event.currentTarget.focus();
      }}
      onPointerMove={(event) => {
        if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
        const at = pointIn(event);
        if (at) moveTo(ways === 'up' ? x : at.x, ways === 'across' ? y : at.y);
      }}
    >
      <circle r={16} className={grip.target} />
      <circle r={11} className={grip.ring} />
      <circle r={6.5} className={classes.dot} />
    </g>
  );
}

/** Where the pointer is in the plot around an element; null where nothing is laid out. */
export function pointIn(event: PointerEvent<Element>): DOMPoint | null {
  const plot = event.currentTarget.closest<SVGGElement>('[data-plot]');
  const matrix = plot?.getScreenCTM();
  return matrix ? new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse()) : null;
}

function within(value: number, most: number): number {
  return Math.min(most, Math.max(0, value));
}
