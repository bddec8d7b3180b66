import { useMemo } from 'react';
import { useElementSize } from '../useElementSize';
import { Axes } from './Axes';
import classes from './CurveChart.module.css';
import { straightLine } from './lines';
import { scaleOf } from './scales';

/** One curve: a value at some steps. */
export interface Curve {
  readonly name: string;
  /** `main` is drawn strong, `faint` thin and pale, `dots` and `rings` as points; `first` to `third` are other runs, dashed. */
  readonly look: 'main' | 'faint' | 'dots' | 'rings' | OtherLook;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

/** How curves of other runs look. */
export type OtherLook = 'first' | 'second' | 'third';

const MARGIN = { top: 26, right: 12, bottom: 40, left: 52 };

/** Curves over steps, on axes that stay as they are while the curves grow. */
export function CurveChart(props: {
  /** The chart in one sentence, with its newest numbers. */
  label: string;
  curves: readonly Curve[];
  /** The last step there will be: the right end of the axis. */
  last: number;
  /** Values at the bottom and the top. */
  range: readonly [number, number];
  /** What the height is. */
  title: string;
  /** A value at a tick. */
  text: (value: number) => string;
}) {
  const { label, curves, last, range, title, text } = props;
  const { ref, width, height } = useElementSize();
  const inner = { width: width - MARGIN.left - MARGIN.right, height: height - MARGIN.top - MARGIN.bottom };
  const [low, high] = range;
  const scales = useMemo(
    () => ({
      x: scaleOf('linear', [0, Math.max(1, last)], [0, inner.width]),
      y: scaleOf('linear', [low, high], [inner.height, 0]),
    }),
    [last, low, high, inner.width, inner.height],
  );
  return (
    <div className={classes.chart} ref={ref}>
      {inner.width > 40 && inner.height > 20 && (
        <svg width={width} height={height} role="img" aria-label={label}>
          <g transform={`translate(${MARGIN.left} ${MARGIN.top})`}>
            <Axes
              x={{ title: 'updates', kind: 'linear', text: String }}
              y={{ title, kind: 'linear', text }}
              scales={scales}
              width={inner.width}
              height={inner.height}
            />
            {curves.map(({ name, look, points }) => {
              // What leaves the range runs along its edge; what is no number is not drawn.
              const pixels = points
                .filter(({ y }) => !Number.isNaN(y))
                .map(({ x, y }) => [scales.x.at(x), scales.y.at(Math.min(high, Math.max(low, y)))] as const);
              return look === 'dots' || look === 'rings' ? (
                <g key={name} className={classes.dots} data-look={look}>
                  {pixels.map(([x, y]) => (
                    <circle key={x} cx={x} cy={y} r={3} />
                  ))}
                </g>
              ) : (
                <path key={name} className={classes.curve} data-look={look} d={straightLine(pixels)} />
              );
            })}
          </g>
        </svg>
      )}
    </div>
  );
}
