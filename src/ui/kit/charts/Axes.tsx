import classes from './Axes.module.css';
import type { Scale, ScaleKind } from './scales';

export interface ChartAxis {
  /** What is measured, with its unit: `MACs`, `parameters`, `peak live, bytes`. */
  readonly title: string;
  readonly kind: ScaleKind;
  /** Low to high; the values' own extent, with room, where it is left out. */
  readonly domain?: readonly [number, number] | undefined;
  /** A value at a tick. */
  readonly text: (value: number) => string;
}

/** Grid, ticks and titles of a chart, behind what it shows. Both titles lie flat, at the ends of their axes. */
export function Axes(props: {
  x: ChartAxis;
  y: ChartAxis;
  scales: { readonly x: Scale; readonly y: Scale };
  width: number;
  height: number;
}) {
  const { x, y, scales, width, height } = props;
  return (
    <g aria-hidden>
      {(['x', 'y'] as const).map((way) =>
        scales[way].ticks.map(({ value, labelled }) => {
          const at = scales[way].at(value);
          return (
            <line
              key={`${way} ${value}`}
              className={classes.grid}
              data-labelled={labelled || undefined}
              {...(way === 'x' ? { x1: at, x2: at, y2: height } : { y1: at, y2: at, x2: width })}
            />
          );
        }),
      )}
      <path className={classes.base} d={`M0 0V${height}H${width}`} />
      {scales.x.ticks
        .filter(({ labelled }) => labelled)
        .map(({ value }) => (
          <text key={value} className={classes.tick} x={scales.x.at(value)} y={height + 17} textAnchor="middle">
            {x.text(value)}
          </text>
        ))}
      {scales.y.ticks
        .filter(({ labelled }) => labelled)
        .map(({ value }) => (
          <text key={value} className={classes.tick} x={-8} y={scales.y.at(value) + 4} textAnchor="end">
            {y.text(value)}
          </text>
        ))}
      <text className={classes.title} x={width} y={height + 35} textAnchor="end">
        {x.title} →
      </text>
      <text className={classes.title} x={-48} y={-16}>
        ↑ {y.title}
      </text>
    </g>
  );
}
