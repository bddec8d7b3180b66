import { useElementSize } from '@mantine/hooks';
import { type KeyboardEvent, type PointerEvent, type RefObject, useState } from 'react';
import classes from './HeatMap.module.css';

/** A matrix of numbers as colours. */
export interface HeatMapProps {
  readonly label: string;
  readonly x: { readonly title: string; readonly values: readonly number[] };
  readonly y: { readonly title: string; readonly values: readonly number[] };
  /** `[y][x]`; NaN where there is nothing. */
  readonly rows: readonly (readonly number[])[];
  /** The cell in words. */
  readonly said: (x: number, y: number, value: number) => string;
  readonly onPick: (x: number, y: number) => void;
  /** Cells to be marked, by index. */
  readonly marked: { readonly x: number; readonly y: number } | null;
  readonly svgRef: RefObject<SVGSVGElement | null>;
}

const MARGIN = { top: 30, right: 12, bottom: 42, left: 52 };
/** Shades from least to most; each step is as large on a logarithmic scale. */
const SHADES = 9;
const ARROWS: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

/** A heat map with low values at the lower left. One Tab stop; arrow keys move a cell at a time, Enter picks it. */
export function HeatMap({ label, x, y, rows, said, onPick, marked, svgRef }: HeatMapProps) {
  const { ref, width, height } = useElementSize();
  const [cell, setCell] = useState<{ readonly x: number; readonly y: number } | null>(null);
  const inner = { width: width - MARGIN.left - MARGIN.right, height: height - MARGIN.top - MARGIN.bottom };
  const size = { x: inner.width / Math.max(1, x.values.length), y: inner.height / Math.max(1, y.values.length) };
  const shadeOf = shades(rows.flat());
  const top = (row: number) => inner.height - (row + 1) * size.y;
  const at = cell && { x: Math.min(cell.x, x.values.length - 1), y: Math.min(cell.y, y.values.length - 1) };
  const value = at ? (rows[at.y]?.[at.x] ?? Number.NaN) : Number.NaN;

  const onKeyDown = (event: KeyboardEvent) => {
    const from = at ?? marked ?? { x: 0, y: 0 };
    const arrow = ARROWS[event.key];
    if (arrow) {
      event.preventDefault();
      const within = (next: number, count: number) => Math.min(count - 1, Math.max(0, next));
      setCell({ x: within(from.x + arrow[0], x.values.length), y: within(from.y + arrow[1], y.values.length) });
    }
    if ((event.key === 'Enter' || event.key === ' ') && at) {
      event.preventDefault();
      onPick(at.x, at.y);
    }
  };
  const cellUnder = (event: PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const column = Math.floor((event.clientX - box.left - MARGIN.left) / size.x);
    const row = Math.floor((inner.height - (event.clientY - box.top - MARGIN.top)) / size.y);
    return column >= 0 && column < x.values.length && row >= 0 && row < y.values.length ? { x: column, y: row } : null;
  };

  return (
    <div className={classes.map}>
      <div className={classes.room} ref={ref}>
        {inner.width > 40 && inner.height > 40 && (
          <svg
            ref={svgRef}
            className={classes.drawing}
            width={width}
            height={height}
            role="application"
            aria-label={`${label}. Arrow keys move, Enter opens.`}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: an application takes its own keys.
            tabIndex={0}
            onKeyDown={onKeyDown}
            onPointerMove={(event) => setCell(cellUnder(event))}
            onPointerLeave={() => setCell(null)}
            onClick={() => at && onPick(at.x, at.y)}
            onFocus={() => setCell((now) => now ?? marked ?? { x: 0, y: 0 })}
          >
            <g transform={`translate(${MARGIN.left} ${MARGIN.top})`}>
              {rows.map((row, down) =>
                row.map((number, across) => (
                  <rect
                    key={`${x.values[across]} ${y.values[down]}`}
                    className={classes.cell}
                    data-shade={shadeOf(number)}
                    x={across * size.x}
                    y={top(down)}
                    width={Math.max(0.5, size.x - 0.5)}
                    height={Math.max(0.5, size.y - 0.5)}
                  />
                )),
              )}
              {every(x.values, Math.ceil(40 / size.x)).map(([number, index]) => (
                <text
                  key={number}
                  className={classes.tick}
                  x={(index + 0.5) * size.x}
                  y={inner.height + 16}
                  textAnchor="middle"
                >
                  {number}
                </text>
              ))}
              {every(y.values, Math.ceil(18 / size.y)).map(([number, index]) => (
                <text key={number} className={classes.tick} x={-6} y={top(index) + size.y / 2 + 4} textAnchor="end">
                  {number}
                </text>
              ))}
              <text className={classes.title} x={inner.width} y={inner.height + 35} textAnchor="end">
                {x.title} →
              </text>
              <text className={classes.title} x={-44} y={-14}>
                ↑ {y.title}
              </text>
              {marked && <Frame {...marked} size={size} top={top} className={classes.marked} />}
              {at && (
                <g data-only-here>
                  <Frame {...at} size={size} top={top} className={classes.at} />
                </g>
              )}
            </g>
          </svg>
        )}
      </div>
      <div className={classes.foot}>
        <p className={classes.said} role="status">
          {at ? said(x.values[at.x] ?? 0, y.values[at.y] ?? 0, value) : label}
        </p>
        <p className={classes.legend} aria-hidden>
          least
          {Array.from({ length: SHADES }, (_, shade) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a shade is its number.
            <span key={shade} className={classes.swatch} data-shade={shade} />
          ))}
          most
        </p>
      </div>
    </div>
  );
}

function Frame({
  x,
  y,
  size,
  top,
  className,
}: {
  x: number;
  y: number;
  size: { readonly x: number; readonly y: number };
  top: (row: number) => number;
  className: string | undefined;
}) {
  return (
    <rect className={className} x={x * size.x - 0.5} y={top(y) - 0.5} width={size.x + 0.5} height={size.y + 0.5} />
  );
}

/** Every so manieth value, with its index. */
function every(values: readonly number[], step: number): readonly (readonly [value: number, index: number])[] {
  return values.flatMap((value, index) => (index % Math.max(1, step) === 0 ? [[value, index] as const] : []));
}

/** Which shade a value has: logarithmic bins between the least and the most. */
function shades(values: readonly number[]): (value: number) => number | undefined {
  const usable = values.filter((value) => Number.isFinite(value) && value > 0);
  const [least, most] = [Math.min(...usable), Math.max(...usable)];
  const span = Math.log(most / least) || 1;
  return (value) =>
    Number.isFinite(value) && value > 0
      ? Math.min(SHADES - 1, Math.floor((SHADES * Math.log(value / least)) / span))
      : undefined;
}
