import { type KeyboardEvent, type MouseEvent, memo, type RefObject, useMemo, useState } from 'react';
import { textWidth } from '../../../present/textWidth';
import axes from './Axes.module.css';
import classes from './HeatMap.module.css';
import { useChartSize } from './useChartSize';

/** One side of a heat map: what it is called, and what stands at each column or row. */
interface HeatMapSide {
  readonly title: string;
  readonly values: readonly string[];
}

/** A cell by its column and row. */
interface Cell {
  readonly x: number;
  readonly y: number;
}

/** A matrix of numbers as colours. */
interface HeatMapProps {
  readonly label: string;
  readonly x: HeatMapSide;
  readonly y: HeatMapSide;
  /** `[y][x]`; NaN where there is nothing. */
  readonly rows: readonly (readonly number[])[];
  /** A value of the matrix in words. */
  readonly text: (value: number) => string;
  /** The cell in words, by index. */
  readonly cellText: (x: number, y: number) => string;
  readonly onPick: (x: number, y: number) => void;
  /** Cells to be marked, by index. */
  readonly marked: Cell | null;
  readonly svgRef: RefObject<SVGSVGElement | null>;
}

const MARGIN = { top: 30, right: 12, bottom: 68 };
/** Room for the values of y, and for its title, which begins above them. */
const LEFT = 52;
/** A colour of the legend, in pixels. */
const SWATCH = { width: 16, height: 10 };
/** `--x3d-text-xs`. */
const TICK_SIZE = 11;
/**
 * Shades from least to most, each step as large on a logarithmic scale: one hue that runs from the ground to the ink, so
 * that it reads without colour vision.
 */
const SHADES: readonly string[] = [
  ...[8, 18, 30, 43, 58, 76, 100].map(
    (share) => `color-mix(in oklab, var(--x3d-accent) ${share}%, var(--x3d-surface))`,
  ),
  ...[72, 42].map((share) => `color-mix(in oklab, var(--x3d-accent) ${share}%, var(--x3d-ink))`),
];
const ARROWS: ReadonlyMap<string, readonly [x: number, y: number]> = new Map(
  Object.entries<readonly [x: number, y: number]>({
    ArrowLeft: [-1, 0],
    ArrowRight: [1, 0],
    ArrowUp: [0, 1],
    ArrowDown: [0, -1],
  }),
);

/** A heat map with low values at the lower left. One Tab stop; arrow keys move a cell at a time, Enter picks it. */
export function HeatMap(props: HeatMapProps) {
  const { label, x, y, rows, text, cellText, onPick, marked, svgRef } = props;
  const { ref, width, height } = useChartSize();
  const [cell, setCell] = useState<Cell | null>(null);
  const left = Math.max(LEFT, widest(y.values));
  const inner = { width: width - left - MARGIN.right, height: height - MARGIN.top - MARGIN.bottom };
  const size = { x: inner.width / Math.max(1, x.values.length), y: inner.height / Math.max(1, y.values.length) };
  const { shadeOf, least, most } = useMemo(() => shades(rows.flat()), [rows]);
  const top = (row: number) => inner.height - (row + 1) * size.y;
  const frameOf = (cell: Cell) => ({
    x: cell.x * size.x - 0.5,
    y: top(cell.y) - 0.5,
    width: size.x + 0.5,
    height: size.y + 0.5,
  });
  const at = cell && { x: Math.min(cell.x, x.values.length - 1), y: Math.min(cell.y, y.values.length - 1) };

  const onKeyDown = (event: KeyboardEvent) => {
    const from = at ?? marked ?? { x: 0, y: 0 };
    const arrow = ARROWS.get(event.key);
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
  const cellUnder = (event: MouseEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const column = Math.floor((event.clientX - box.left - left) / size.x);
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
            viewBox={`0 0 ${width} ${height}`}
            role="application"
            aria-label={`${label}. Arrow keys move, Enter opens.`}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: an application takes its own keys.
            tabIndex={0}
            onKeyDown={onKeyDown}
            onPointerDown={(event) => setCell(cellUnder(event))}
            onPointerMove={(event) => setCell(cellUnder(event))}
            // A lifted finger leaves too: what it read last stays, and a tap picks what lies under it.
            onPointerLeave={({ pointerType }) => pointerType !== 'touch' && setCell(null)}
            onClick={(event) => {
              const picked = cellUnder(event);
              if (picked) onPick(picked.x, picked.y);
            }}
            onFocus={() => setCell((now) => now ?? marked ?? { x: 0, y: 0 })}
          >
            <g transform={`translate(${left} ${MARGIN.top})`}>
              <Cells rows={rows} shadeOf={shadeOf} width={inner.width} height={inner.height} />
              {everyNth(x.values, Math.ceil(widest(x.values) / size.x)).map(([value, index]) => (
                <text
                  key={index}
                  className={axes.tick}
                  x={(index + 0.5) * size.x}
                  y={inner.height + 16}
                  textAnchor="middle"
                >
                  {value}
                </text>
              ))}
              {everyNth(y.values, Math.ceil(18 / size.y)).map(([value, index]) => (
                <text key={index} className={axes.tick} x={-6} y={top(index) + size.y / 2 + 4} textAnchor="end">
                  {value}
                </text>
              ))}
              <text className={axes.title} x={inner.width} y={inner.height + 35} textAnchor="end">
                {x.title} →
              </text>
              <text className={axes.title} x={8 - left} y={-14}>
                ↑ {y.title}
              </text>
              {Number.isFinite(least) && (
                <Legend from={text(least)} to={text(most)} y={inner.height + MARGIN.bottom - SWATCH.height - 4} />
              )}
              {marked && <rect className={classes.marked} {...frameOf(marked)} />}
              {at && <rect data-only-here className={classes.at} {...frameOf(at)} />}
            </g>
          </svg>
        )}
      </div>
      <p className={classes.said} role="status">
        {at ? cellText(at.x, at.y) : label}
      </p>
    </div>
  );
}

/** A thousand cells, which stay as they are while one of them is looked at. */
const Cells = memo(function Cells(props: {
  rows: HeatMapProps['rows'];
  shadeOf: (value: number) => string;
  width: number;
  height: number;
}) {
  const { rows, shadeOf, width, height } = props;
  const [across, up] = [width / Math.max(1, rows[0]?.length ?? 1), height / Math.max(1, rows.length)];
  return rows.map((row, down) =>
    row.map((value, column) => (
      <rect
        // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its column and row.
        key={`${column} ${down}`}
        fill={shadeOf(value)}
        x={column * across}
        y={height - (down + 1) * up}
        width={Math.max(0.5, across - 0.5)}
        height={Math.max(0.5, up - 0.5)}
      />
    )),
  );
});

/** The shades with what the first and the last stand for. */
function Legend({ from, to, y }: { from: string; to: string; y: number }) {
  const start = textWidth(from, TICK_SIZE) + 6;
  return (
    <g transform={`translate(0 ${y})`} aria-hidden>
      <text className={axes.tick} y={SWATCH.height - 1}>
        {from}
      </text>
      {SHADES.map((shade, index) => (
        <rect key={shade} fill={shade} x={start + index * SWATCH.width} {...SWATCH} />
      ))}
      <text className={axes.tick} x={start + SHADES.length * SWATCH.width + 6} y={SWATCH.height - 1}>
        {to}
      </text>
    </g>
  );
}

/** Room that the widest of some texts needs beside the next. */
function widest(values: readonly string[]): number {
  return Math.max(0, ...values.map((value) => textWidth(value, TICK_SIZE))) + 10;
}

/** Every nth value, with its index. */
function everyNth(values: readonly string[], step: number): readonly (readonly [value: string, index: number])[] {
  return values.flatMap((value, index) => (index % Math.max(1, step) === 0 ? [[value, index] as const] : []));
}

/** Which shade a value has: logarithmic bins between the least and the most. */
function shades(values: readonly number[]) {
  const usable = values.filter((value) => Number.isFinite(value) && value > 0);
  const [least, most] = [Math.min(...usable), Math.max(...usable)];
  const span = Math.log(most / least) || 1;
  const shadeOf = (value: number): string => {
    const shade = Math.floor((SHADES.length * Math.log(value / least)) / span);
    // 0 and what is no number have none.
    return (Number.isFinite(shade) && SHADES[Math.min(SHADES.length - 1, shade)]) || 'var(--x3d-inset)';
  };
  return { shadeOf, least, most };
}
