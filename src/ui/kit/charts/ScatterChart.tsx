import { type KeyboardEvent, type PointerEvent, type ReactNode, type RefObject, useMemo, useState } from 'react';
import { placeApart } from '../../../present/chartLabels';
import { textWidth } from '../../../present/textWidth';
import { Axes, type ChartAxis } from './Axes';
import { byRank, LINE_LOOKS, POINT_LOOKS, type PointLook } from './chartLooks';
import { domainOf } from './domain';
import grip from './grip.module.css';
import { Handle } from './Handle';
import { straightLine } from './lines';
import classes from './ScatterChart.module.css';
import { type Scale, scaleOf } from './scales';
import { useChartSize } from './useChartSize';

export interface ChartPoint {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  /** Ends of an interval about `y`, drawn as a bar. */
  readonly interval?: { readonly low: number; readonly high: number };
  readonly look: PointLook;
  /** Stands beside the point; null for points that only speak when they are reached. */
  readonly name: string | null;
  /** A second line, smaller. */
  readonly note?: string;
  /** The point in words, with its numbers: its name for assistive technology. */
  readonly ariaLabel: string;
}

/** A line through points, in the order given. */
export interface ChartLine {
  readonly id: string;
  readonly look: keyof typeof LINE_LOOKS;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

interface ScatterChartProps {
  /** What the chart is about, in one line. */
  readonly label: string;
  readonly x: ChartAxis;
  readonly y: ChartAxis;
  readonly points: readonly ChartPoint[];
  readonly lines?: readonly ChartLine[];
  /** The largest values allowed: what lies beyond is shaded. */
  readonly limits?: ChartLimits;
  /** A point that is moved by hand. */
  readonly handle?: ChartHandle;
  /** A click, Enter or Space on a point; without it points are only looked at. */
  readonly onPick?: (id: string) => void;
  /** What the card of a reached point says. */
  readonly detail?: (id: string) => ReactNode;
  readonly svgRef?: RefObject<SVGSVGElement | null>;
}

/** The largest values allowed along both axes; null where anything goes. */
export interface ChartLimits {
  readonly x: number | null;
  readonly y: number | null;
  /** How their edges are dragged; without it they only stand there. */
  readonly hand?: LimitHand;
}

/** What happens when the edge of a limit is moved by hand. */
interface LimitHand {
  /** What an edge is called, and a value at it in words. */
  readonly edges: Readonly<Record<Axis, { readonly label: string; readonly text: (value: number) => string }>>;
  /** An edge was moved to a value within the chart. */
  readonly onMove: (axis: Axis, value: number) => void;
}

type Axis = 'x' | 'y';

/** A point that is moved by hand, in the chart's own values. */
interface ChartHandle {
  readonly x: number;
  readonly y: number;
  readonly label: string;
  /** Where it stands, in words. */
  readonly valueText: string;
  readonly onMove: (x: number, y: number) => void;
}

const MARGIN = { top: 34, right: 20, bottom: 42, left: 58 };
const NAME_SIZE = 12;
const NOTE_SIZE = 11;

/** A chart less wide than this has no room for a card beside a point, in pixels. */
const NARROW = 480;
/** Pixels between the chart's edges and a card that takes its width. */
const CARD_EDGE = 8;

/** How near a finger has to come to a point to read it, in pixels. */
const FINGER = 36;

/**
 * A scatter chart with direct labels. One Tab stop: arrow keys walk from point to point, Enter picks. A finger that
 * goes over the chart reads the point nearest to it, and a tap on a point picks it.
 */
export function ScatterChart(props: ScatterChartProps) {
  const { label, x, y, points, lines = [], limits, handle, onPick, detail, svgRef } = props;
  const { ref, width, height } = useChartSize();
  const [reached, setReached] = useState<string | null>(null);
  const [stop, setStop] = useState<string | null>(null);
  const inner = { width: width - MARGIN.left - MARGIN.right, height: height - MARGIN.top - MARGIN.bottom };
  const ready = inner.width > 40 && inner.height > 40;
  const drawable = useMemo(
    () => points.filter((point) => Number.isFinite(point.x) && Number.isFinite(point.y)),
    [points],
  );
  const scales = useMemo(
    () => scalesFor({ x, y }, [...drawable, ...lines.flatMap((line) => line.points)], inner.width, inner.height),
    [x, y, drawable, lines, inner.width, inner.height],
  );
  const plot = { scales, ...inner };
  const ordered = useMemo(() => drawable.toSorted((a, b) => a.x - b.x || a.y - b.y), [drawable]);
  // What matters most is drawn last, above the others.
  const drawn = useMemo(() => drawable.toSorted((a, b) => byRank(b, a)), [drawable]);
  const tabStop = ordered.some(({ id }) => id === stop)
    ? stop
    : (ordered.find(({ look }) => look === 'own')?.id ?? ordered[0]?.id);
  const shown = drawable.find(({ id }) => id === reached);

  /** A finger hovers over nothing: what it passes is reached, and stays so when it is lifted. */
  const onTouch = (event: PointerEvent<SVGSVGElement>) => {
    if (event.pointerType !== 'touch') return;
    const box = event.currentTarget.getBoundingClientRect();
    const [left, top] = [event.clientX - box.left - MARGIN.left, event.clientY - box.top - MARGIN.top];
    const far = (point: ChartPoint) => Math.hypot(scales.x.at(point.x) - left, scales.y.at(point.y) - top);
    const near = ordered.filter((point) => far(point) <= FINGER).toSorted((a, b) => far(a) - far(b));
    setReached(near[0]?.id ?? null);
  };
  const onKeyDown = (event: KeyboardEvent<SVGSVGElement>) => {
    const index = ordered.findIndex(({ id }) => id === tabStop);
    const next = STEPS.get(event.key)?.(index, ordered.length - 1);
    if (next === undefined) return;
    event.preventDefault();
    const id = ordered[next]?.id;
    if (id === undefined) return;
    setStop(id);
    event.currentTarget.querySelector<SVGGElement>(`[data-point="${CSS.escape(id)}"]`)?.focus();
  };

  return (
    <div className={classes.chart} ref={ref}>
      {ready && (
        // biome-ignore lint/a11y/useSemanticElements: SVG has no fieldset.
        <svg
          ref={svgRef}
          className={classes.drawing}
          width={width}
          height={height}
          viewBox={`0 0 ${width} ${height}`}
          role="group"
          aria-label={`${label}. Arrow keys walk along the points${onPick ? ', Enter opens one' : ''}.`}
          onKeyDown={onKeyDown}
          data-read={detail ? true : undefined}
          onPointerDown={onTouch}
          onPointerMove={onTouch}
        >
          <g data-plot transform={`translate(${MARGIN.left} ${MARGIN.top})`}>
            <Axes x={x} y={y} scales={scales} width={inner.width} height={inner.height} />
            {limits && <Limits limits={limits} plot={plot} />}
            {lines.map((line) => (
              <path
                key={line.id}
                className={classes.line}
                style={LINE_LOOKS[line.look]}
                d={straightLine(line.points.map((point) => [scales.x.at(point.x), scales.y.at(point.y)]))}
              />
            ))}
            <Names points={drawable} plot={plot} />
            {drawn.map((point) => (
              // biome-ignore lint/a11y/noStaticElementInteractions: a button, or a picture where points are only looked at.
              <g
                key={point.id}
                className={`${grip.grip} ${classes.point}`}
                data-look={point.look}
                data-point={point.id}
                role={onPick ? 'button' : 'img'}
                tabIndex={point.id === tabStop ? 0 : -1}
                aria-label={point.ariaLabel}
                transform={`translate(${scales.x.at(point.x)} ${scales.y.at(point.y)})`}
                onClick={() => onPick?.(point.id)}
                onKeyDown={(event) => {
                  if (!onPick || (event.key !== 'Enter' && event.key !== ' ')) return;
                  event.preventDefault();
                  onPick(point.id);
                }}
                onPointerEnter={({ pointerType }) => pointerType !== 'touch' && setReached(point.id)}
                onPointerLeave={({ pointerType }) => pointerType !== 'touch' && setReached(null)}
                onFocus={() => {
                  setReached(point.id);
                  setStop(point.id);
                }}
                onBlur={() => setReached(null)}
              >
                {point.interval && (
                  <path
                    className={classes.interval}
                    d={`M0 ${scales.y.at(point.interval.low) - scales.y.at(point.y)}V${scales.y.at(point.interval.high) - scales.y.at(point.y)}`}
                  />
                )}
                <circle data-only-here r={14} className={grip.target} />
                <circle data-only-here r={POINT_LOOKS[point.look].radius + 4} className={grip.ring} />
                <circle r={POINT_LOOKS[point.look].radius} style={POINT_LOOKS[point.look].style} />
              </g>
            ))}
            {limits?.hand && <LimitHandles limits={limits} hand={limits.hand} plot={plot} />}
            {handle && <ValueHandle handle={handle} plot={plot} />}
          </g>
        </svg>
      )}
      {shown && ready && detail && (
        <div
          className={classes.card}
          data-side={scales.x.at(shown.x) > inner.width / 2 ? 'left' : 'right'}
          data-narrow={width < NARROW || undefined}
          data-end={scales.y.at(shown.y) > inner.height / 2 ? 'above' : 'below'}
          style={{
            left: width < NARROW ? CARD_EDGE : MARGIN.left + scales.x.at(shown.x),
            top: MARGIN.top + scales.y.at(shown.y),
          }}
          aria-hidden
        >
          {detail(shown.id)}
        </div>
      )}
    </div>
  );
}

/** Where an arrow key leads among points in order. */
const STEPS: ReadonlyMap<string, (index: number, last: number) => number> = new Map(
  Object.entries<(index: number, last: number) => number>({
    ArrowRight: (index, last) => Math.min(last, index + 1),
    ArrowUp: (index, last) => Math.min(last, index + 1),
    ArrowLeft: (index) => Math.max(0, index - 1),
    ArrowDown: (index) => Math.max(0, index - 1),
    Home: () => 0,
    End: (_, last) => last,
  }),
);

interface Scales {
  readonly x: Scale;
  readonly y: Scale;
}

/** What stands in the plot: its scales, and its size in pixels. */
interface Plot {
  readonly scales: Scales;
  readonly width: number;
  readonly height: number;
}

/** Scales over all that is drawn, in a plot of a size. */
function scalesFor(
  axes: { readonly x: ChartAxis; readonly y: ChartAxis },
  drawn: readonly { readonly x: number; readonly y: number }[],
  width: number,
  height: number,
): Scales {
  const scale = (way: Axis, range: readonly [number, number]) => {
    const { kind, domain } = axes[way];
    return scaleOf(
      kind,
      domain ??
        domainOf(
          kind,
          drawn.map((point) => point[way]),
        ),
      range,
    );
  };
  return { x: scale('x', [0, Math.max(1, width)]), y: scale('y', [Math.max(1, height), 0]) };
}

/** A handle in the chart's own values. */
function ValueHandle({ handle, plot: { scales, ...size } }: { handle: ChartHandle; plot: Plot }) {
  const { x, y, label, valueText, onMove } = handle;
  return (
    <Handle
      x={scales.x.at(x)}
      y={scales.y.at(y)}
      {...size}
      ways="every"
      label={label}
      valueText={valueText}
      value={y}
      least={scales.y.valueAt(size.height)}
      most={scales.y.valueAt(0)}
      onMove={(toX, toY) => onMove(scales.x.valueAt(toX), scales.y.valueAt(toY))}
    />
  );
}

/** Shades what a budget leaves out. */
function Limits({ limits, plot }: { limits: ChartLimits; plot: Plot }) {
  const { width, height } = plot;
  const { right, top } = edgesOf(limits, plot);
  return (
    <g aria-hidden>
      <path d={`M0 0H${width}V${height}H${right}V${top}H0Z`} className={classes.beyond} />
      <path d={`M0 ${top}H${right}V${height}`} className={classes.edge} />
    </g>
  );
}

/** Where limits lie, in pixels of the plot. */
function edgesOf({ x, y }: ChartLimits, { scales, width, height }: Plot) {
  return {
    right: x === null ? width : Math.min(width, Math.max(0, scales.x.at(x))),
    top: y === null ? 0 : Math.min(height, Math.max(0, scales.y.at(y))),
  };
}

/** A handle in the middle of every edge of a budget. */
function LimitHandles(props: { limits: ChartLimits; hand: LimitHand; plot: Plot }) {
  const { limits, plot } = props;
  const { edges: names, onMove } = props.hand;
  const { scales, ...size } = plot;
  const { width, height } = size;
  const { right, top } = edgesOf(limits, plot);
  const edges = [
    { way: 'x', ways: 'across', x: right, y: (top + height) / 2, from: 0, to: width },
    { way: 'y', ways: 'up', x: right / 2, y: top, from: height, to: 0 },
  ] as const;
  return (
    <g data-only-here>
      {edges.map(({ way, ways, x, y, from, to }) => {
        const limit = limits[way];
        if (limit === null) return null;
        return (
          <Handle
            key={way}
            x={x}
            y={y}
            ways={ways}
            {...size}
            label={names[way].label}
            valueText={names[way].text(limit)}
            value={limit}
            least={scales[way].valueAt(from)}
            most={scales[way].valueAt(to)}
            onMove={(toX, toY) => onMove(way, scales[way].valueAt(way === 'x' ? toX : toY))}
          />
        );
      })}
    </g>
  );
}

/**
 * The points' names, placed where they cover nothing. Where there is no room for all, their second lines go first, then
 * the names of the least important points.
 */
function Names({ points, plot: { scales, width, height } }: { points: readonly ChartPoint[]; plot: Plot }) {
  const named = points.filter(({ name }) => name !== null).toSorted(byRank);
  const dotOf = ({ x, y, look }: ChartPoint) => ({
    x: scales.x.at(x),
    y: scales.y.at(y),
    radius: POINT_LOOKS[look].radius,
  });
  const silent = points.filter(({ name }) => name === null).map(dotOf);
  const placedWith = (notes: boolean) => {
    const boxes = named.map((point) => {
      const note = notes && point.note;
      return {
        ...dotOf(point),
        width: Math.max(textWidth(point.name ?? '', NAME_SIZE), textWidth(note || '', NOTE_SIZE)),
        height: NAME_SIZE + 4 + (note ? NOTE_SIZE + 3 : 0),
      };
    });
    const places = placeApart(boxes, silent, { width: width + MARGIN.right, height, above: 12 });
    return named.map((point, index) => ({ point, notes, place: places[index], width: boxes[index]?.width ?? 0 }));
  };
  const noted = placedWith(true);
  const placed = noted.every(({ place }) => place) ? noted : placedWith(false);
  return placed.map(({ point, notes, place, width }) => {
    if (!place) return null;
    const edges = { start: place.left, middle: place.left + width / 2, end: place.left + width };
    const x = edges[place.anchor];
    return (
      <text
        key={point.id}
        className={classes.name}
        data-look={point.look}
        textAnchor={place.anchor}
        x={x}
        y={place.top}
        aria-hidden
      >
        <tspan x={x} dy={NAME_SIZE}>
          {point.name}
        </tspan>
        {notes && point.note && (
          <tspan x={x} dy={NOTE_SIZE + 3} className={classes.note}>
            {point.note}
          </tspan>
        )}
      </text>
    );
  });
}
