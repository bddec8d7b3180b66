import { useElementSize } from '@mantine/hooks';
import { quantile, type Summary } from '../../timing/summary';
import { timeText } from '../kit/numberText';
import classes from './TimingPlot.module.css';

const MARGIN = { top: 14, right: 10, bottom: 22, left: 56 };
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
  const y = (ms: number) => inner.height * (1 - (Math.min(ms, high) - low) / (high - low));
  const x = (index: number) => (inner.width * (index + 0.5)) / Math.max(1, times.length);
  const beyond = times.filter((ms) => ms > high).length;
  const bins = histogram(times.slice(warmUp), low, high);
  const most = Math.max(1, ...bins);
  const said = warm
    ? `${times.length} runs, ${warmUp} of them warm-up; warm median ${timeText(warm.p50)}, from ${timeText(warm.min)} to ${timeText(warm.max)}`
    : `${times.length} runs, all warm-up`;
  return (
    <figure ref={ref} className={classes.figure}>
      <svg width={width} height={HEIGHT} role="img" aria-label={said}>
        <g transform={`translate(${MARGIN.left} ${MARGIN.top})`}>
          {[low, (low + high) / 2, high].map((ms) => (
            <g key={ms} transform={`translate(0 ${y(ms)})`}>
              <line className={classes.grid} x2={inner.width + HISTOGRAM} />
              <text className={classes.tick} x={-8} dy="0.32em" textAnchor="end">
                {timeText(ms)}
              </text>
            </g>
          ))}
          {warmUp > 0 && (
            <rect className={classes.warmUp} width={(inner.width * warmUp) / times.length} height={inner.height} />
          )}
          {warm && <Level ms={warm.p50} name="p50" y={y(warm.p50)} width={inner.width} />}
          {warm?.p90 != null && <Level ms={warm.p90} name="p90" y={y(warm.p90)} width={inner.width} />}
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
        <figcaption className={classes.caption}>
          {beyond === 1 ? 'One run lies' : `${beyond} runs lie`} above the upper edge, up to{' '}
          {timeText(Math.max(...times))}.
        </figcaption>
      )}
    </figure>
  );
}

function Level({ ms, name, y, width }: { ms: number; name: string; y: number; width: number }) {
  return (
    <g transform={`translate(0 ${y})`}>
      <line className={classes.level} data-name={name} x2={width} />
      <text className={classes.levelName} x={width - 2} dy={-3} textAnchor="end">
        {name} {timeText(ms)}
      </text>
    </g>
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
