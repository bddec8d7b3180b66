import type { ComparisonReport } from '../../state/timing/measurements';
import { countText, timeText } from '../../text/numberText';
import { quantile } from '../../timing/summary';
import { useElementSize } from '../kit/useElementSize';
import classes from './Plots.module.css';

const [LANE, LEFT, RIGHT] = [26, 28, 12];
const HEIGHT = 2 * LANE + 26;

/** Both strips of runs on one time axis: A above, B below, each run a mark. */
export function ComparisonPlot({ runs }: Pick<ComparisonReport, 'runs'>) {
  const { ref, width } = useElementSize();
  const sorted = runs.map(({ ms }) => ms).sort((a, b) => a - b);
  if (sorted.length === 0) return null;
  const [low, high] = [sorted[0] ?? 0, Math.max(quantile(sorted, 0.97) * 1.08, (sorted[0] ?? 0) * 1.02)];
  const inner = Math.max(1, width - LEFT - RIGHT);
  const x = (ms: number) => LEFT + (inner * (Math.min(ms, high) - low)) / (high - low);
  return (
    <div ref={ref} className={classes.plot} style={{ maxWidth: 720 }}>
      <svg
        width={width}
        height={HEIGHT}
        role="img"
        aria-label={`${countText(runs.length, 'run')} from ${timeText(low)}`}
      >
        {(['a', 'b'] as const).map((which, lane) => (
          <g key={which} transform={`translate(0 ${lane * LANE})`}>
            <text className={classes.name} y={LANE / 2} dy="0.35em">
              {which.toUpperCase()}
            </text>
            <line className={classes.line} x1={LEFT} x2={LEFT + inner} y1={LANE - 2} y2={LANE - 2} />
            {runs.map((run, index) =>
              run.which === which ? (
                <line
                  // biome-ignore lint/suspicious/noArrayIndexKey: runs are only ever added at the end.
                  key={index}
                  className={classes.run}
                  data-which={which}
                  x1={x(run.ms)}
                  x2={x(run.ms)}
                  y1={4}
                  y2={LANE - 4}
                />
              ) : null,
            )}
          </g>
        ))}
        <text className={classes.tick} x={LEFT} y={HEIGHT - 6}>
          {timeText(low)}
        </text>
        <text className={classes.tick} x={LEFT + inner} y={HEIGHT - 6} textAnchor="end">
          {timeText(high)}
          {(sorted.at(-1) ?? 0) > high ? ' and more' : ''}
        </text>
      </svg>
    </div>
  );
}
