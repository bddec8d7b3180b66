import { countText, timeText } from '../../text/numberText';
import { msTickText } from '../../text/tickText';
import { quantile, type Summary } from '../../timing/summary';
import { scaleOf } from '../kit/charts/scales';
import { Text } from '../kit/Text';
import { useElementSize } from '../kit/useElementSize';
import classes from './Plots.module.css';

const MARGIN = { top: 14, right: 92, bottom: 22, left: 56 };
const HEIGHT = 172;
/** Room for the histogram at the right, in pixels, and its bins. */
const [HISTOGRAM, BINS] = [72, 24];

/**
 * Every run as a point, in order, its histogram beside it: warm-up hollow, the median and p90 as lines. What is slower
 * than most by far is drawn at the upper edge, so that one paused run does not flatten all others.
 */
export function TimingPlot(props: { times: readonly number[]; warmUp: number; warm: Summary | null }) {
  const { times, warmUp, warm } = props;
  const { ref, width } = useElementSize();
  const inner = {
    width: Math.max(1, width - MARGIN.left - MARGIN.right - HISTOGRAM),
    height: HEIGHT - MARGIN.top - MARGIN.bottom,
  };
  const [low, high] = rangeOf(times.slice(warmUp).length > 0 ? times.slice(warmUp) : times);
  const scale = scaleOf('linear', [low, high], [inner.height, 0]);
  const y = (ms: number) => scale.at(Math.min(ms, high));
  const x = (index: number) => (inner.width * (index + 0.5)) / Math.max(1, times.length);
  const beyond = times.filter((ms) => ms > high).length;
  const bins = histogram(times.slice(warmUp), low, high);
  const most = Math.max(1, ...bins);
  const levels = levelsOf(warm, y);
  const said = warm
    ? `${countText(times.length, 'run')}, ${warmUp} of them warm-up; warm median ${timeText(warm.p50)}, from ${timeText(warm.min)} to ${timeText(warm.max)}`
    : `${countText(times.length, 'run')}, all warm-up`;
  return (
    <figure ref={ref} className={classes.plot}>
      <svg width={width} height={HEIGHT} role="img" aria-label={said}>
        <g transform={`translate(${MARGIN.left} ${MARGIN.top})`}>
          {scale.ticks.map(({ value }) => (
            <g key={value} transform={`translate(0 ${y(value)})`}>
              <line className={classes.line} x2={inner.width + HISTOGRAM} />
              <text className={classes.tick} x={-8} dy="0.32em" textAnchor="end">
                {msTickText(value)}
              </text>
            </g>
          ))}
          {warmUp > 0 && (
            <rect className={classes.warmUp} width={(inner.width * warmUp) / times.length} height={inner.height} />
          )}
          {levels.map((level) => (
            <Level key={level.name} {...level} width={inner.width + HISTOGRAM} />
          ))}
          {times.map((ms, index) => (
            <circle
              // biome-ignore lint/suspicious/noArrayIndexKey: runs are only ever added at the end.
              key={index}
              className={classes.run}
              data-warm-up={index < warmUp || undefined}
              data-beyond={ms > high || undefined}
              cx={x(index)}
              cy={y(ms)}
              r={times.length > 120 ? 2 : 3}
            />
          ))}
          <g transform={`translate(${inner.width + 8} 0)`}>
            {bins.map((count, bin) => (
              <rect
                // biome-ignore lint/suspicious/noArrayIndexKey: a bin is its place.
                key={bin}
                className={classes.bin}
                y={inner.height - ((bin + 1) * inner.height) / BINS}
                width={((HISTOGRAM - 10) * count) / most}
                height={Math.max(0.5, inner.height / BINS - 1)}
              />
            ))}
          </g>
          <text className={classes.tick} y={inner.height + 16}>
            run 1
          </text>
          <text className={classes.tick} x={inner.width} y={inner.height + 16} textAnchor="end">
            {times.length}
          </text>
        </g>
      </svg>
      {beyond > 0 && (
        <Text as="figcaption" size="sm" tone="ink-3" style={{ paddingLeft: MARGIN.left }}>
          {beyond === 1 ? 'One run lies' : `${beyond} runs lie`} above the upper edge, up to{' '}
          {timeText(Math.max(...times))}.
        </Text>
      )}
    </figure>
  );
}

/** A quantile as a line across the runs, and its name beside them, where no point lies. */
interface LevelPlace {
  readonly name: string;
  readonly ms: number;
  /** The line's place, and its name's: names that would touch are moved apart. */
  readonly y: number;
  readonly nameY: number;
}

/** Pixels from one name to the next. */
const NAME_HEIGHT = 13;

function levelsOf(warm: Summary | null, y: (ms: number) => number): readonly LevelPlace[] {
  if (!warm) return [];
  const p50 = y(warm.p50);
  const median = { name: 'p50', ms: warm.p50, y: p50, nameY: p50 };
  if (warm.p90 === null) return [median];
  const p90 = y(warm.p90);
  const apart = Math.max(0, NAME_HEIGHT - (p50 - p90)) / 2;
  return [
    { ...median, nameY: p50 + apart },
    { name: 'p90', ms: warm.p90, y: p90, nameY: p90 - apart },
  ];
}

function Level({ ms, name, y, nameY, width }: LevelPlace & { width: number }) {
  return (
    <>
      <line className={classes.level} data-name={name} x2={width} y1={y} y2={y} />
      <text className={classes.name} x={width + 6} y={nameY} dy="0.32em">
        {name} {timeText(ms)}
      </text>
    </>
  );
}

/** From a little below the fastest to a little above most of the runs. */
function rangeOf(times: readonly number[]): readonly [low: number, high: number] {
  const sorted = times.toSorted((a, b) => a - b);
  const [least = 0] = sorted;
  const top = sorted.length > 0 ? quantile(sorted, 0.95) : 1;
  const room = Math.max(top - least, 0.05 * top, 1e-3);
  return [Math.max(0, least - 0.25 * room), top + 0.6 * room];
}

/** How many times fall into each bin, from low to high; what lies above falls into none. */
function histogram(times: readonly number[], low: number, high: number): readonly number[] {
  const bins = new Array<number>(BINS).fill(0);
  for (const ms of times) {
    const bin = Math.floor((BINS * (ms - low)) / (high - low));
    if (bin >= 0 && bin < BINS) bins[bin] = (bins[bin] ?? 0) + 1;
  }
  return bins;
}
