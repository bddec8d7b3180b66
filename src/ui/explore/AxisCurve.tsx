import type { Axis } from '../../scaling/axes';
import { useElementSize } from '../kit/useElementSize';
import classes from './AxisCurve.module.css';
import { curveLine, curveScales, type RatioCurve } from './curvePlot';

const HEIGHT = 92;
const MARGIN = { left: 32, right: 6, top: 6, bottom: 18 };
const WIDTHS = [0.25, 0.5, 1, 2, 4];

/** One axis's whole curve: how a measure grows from a quarter to four times where the design stands. */
export function AxisCurve(props: {
  axis: Axis;
  curve: RatioCurve;
  /** Shared by all six, so that slopes can be compared. */
  height: readonly [number, number];
  /** Where the offered step leads, as ratios; null where there is none. */
  target: { readonly x: number; readonly y: number } | null;
  label: string;
}) {
  const { axis, curve, height, target, label } = props;
  const { ref, width } = useElementSize();
  const inner = {
    width: Math.max(40, width - MARGIN.left - MARGIN.right),
    height: HEIGHT - MARGIN.top - MARGIN.bottom,
  };
  const scales = curveScales(height, inner);
  return (
    <div ref={ref} className={classes.curve}>
      {width > 0 && (
        <svg width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`} role="img" aria-label={label}>
          <g transform={`translate(${MARGIN.left} ${MARGIN.top})`}>
            {WIDTHS.map((ratio) => (
              <g key={ratio}>
                <line className={classes.grid} x1={scales.x.at(ratio)} x2={scales.x.at(ratio)} y2={inner.height} />
                <text className={classes.tick} x={scales.x.at(ratio)} y={inner.height + 14} textAnchor="middle">
                  {TEXT[ratio] ?? ratio}
                </text>
              </g>
            ))}
            {heightTicks(height).map((ratio) => (
              <g key={ratio}>
                <line className={classes.grid} x2={inner.width} y1={scales.y.at(ratio)} y2={scales.y.at(ratio)} />
                <text className={classes.tick} x={-5} y={scales.y.at(ratio) + 4} textAnchor="end">
                  {TEXT[ratio] ?? ratio}
                </text>
              </g>
            ))}
            <path className={classes.line} d={curveLine(curve, axis, scales)} />
            {target && (
              <circle className={classes.target} cx={scales.x.at(target.x)} cy={scales.y.at(target.y)} r={4} />
            )}
            <circle className={classes.own} cx={scales.x.at(1)} cy={scales.y.at(1)} r={4.5} />
          </g>
        </svg>
      )}
    </div>
  );
}

const TEXT: Readonly<Record<number, string>> = { 0.25: '×¼', 0.5: '×½', 1: '×1', 2: '×2', 4: '×4', 8: '×8', 16: '×16' };

function heightTicks([low, high]: readonly [number, number]): readonly number[] {
  const every = high / low > 32 ? [0.0625, 0.25, 1, 4, 16] : [0.25, 0.5, 1, 2, 4];
  return every.filter((ratio) => ratio >= low && ratio <= high);
}
