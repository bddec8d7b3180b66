import { Button } from '@mantine/core';
import { useEffect, useMemo, useRef } from 'react';
import { AXES, type Axis, type AxisName, axisNamed } from '../../scaling/axes';
import { MEASURES, measureNamed } from '../../scaling/measures';
import { applyParameter } from '../../scaling/sweep';
import { explorer } from '../../state/browserExplorer';
import { setDesign } from '../../state/document';
import { explore, type SweepRange, type SweepResult } from '../../state/explore';
import { Choice } from '../kit/Choice';
import { ChartCard, type ChartTable } from '../kit/charts/ChartCard';
import { HeatMap } from '../kit/charts/HeatMap';
import { NumberField } from '../kit/NumberField';
import { exactText } from '../kit/numberText';
import { useExplore } from '../kit/useExplore';
import { useDocument } from '../kit/useStudio';
import cards from './cards.module.css';
import { plainSymbol } from './designPoints';
import { measureText } from './measureText';
import classes from './SweepRoom.module.css';

/** Where an axis's range begins and ends when it is chosen. */
const RANGES: Readonly<Record<AxisName, readonly [least: number, most: number]>> = {
  gamma_tau: [1, 64],
  gamma_t: [1, 32],
  gamma_s: [64, 320],
  gamma_w: [0.3333, 4],
  gamma_b: [0.5, 4],
  gamma_d: [0.2, 6],
};

/** Two axes varied against each other, any measure as colour. */
export function SweepRoom() {
  const sweep = useExplore((state) => state.sweep);
  const swept = useExplore((state) => state.swept);
  const device = useExplore((state) => state.device);
  const design = useDocument(({ legal }) => legal);
  // biome-ignore lint/correctness/useExhaustiveDependencies: these are what the sweep reads.
  useEffect(() => {
    const rest = setTimeout(() => void explorer.sweep(), 150);
    return () => clearTimeout(rest);
  }, [sweep, device, design]);
  const result = 'progress' in swept ? swept.progress : null;
  return (
    <div className={cards.room}>
      <p className={cards.text}>
        Two axes against each other around your design, everything else as it is. A click opens a design; your own is
        framed.
      </p>
      <div className={classes.form}>
        <Side
          label="Across"
          side={sweep.x}
          other={sweep.y.axis}
          onChange={(x) => explore({ sweep: { ...sweep, x } })}
        />
        <Side label="Up" side={sweep.y} other={sweep.x.axis} onChange={(y) => explore({ sweep: { ...sweep, y } })} />
        <Choice
          label="Colour"
          value={sweep.measure}
          options={MEASURES.map(({ name, label }) => ({ value: name, label }))}
          onChange={(measure) => explore({ sweep: { ...sweep, measure } })}
        />
        <Button onClick={() => explore({ sweep: { ...sweep, x: sweep.y, y: sweep.x } })}>Swap</Button>
      </div>
      {swept.kind === 'failed' && <p role="alert">{swept.message}</p>}
      <div className={classes.map}>{result && <Result result={result} />}</div>
    </div>
  );
}

function Side({
  label,
  side,
  other,
  onChange,
}: {
  label: string;
  side: SweepRange;
  other: AxisName;
  onChange: (side: SweepRange) => void;
}) {
  const axis = axisNamed(side.axis);
  // Rate and duration both set the frames: one of them is enough.
  const options = AXES.filter(({ name }) => name !== other && !(isFrames(name) && isFrames(other)));
  return (
    <div className={classes.side}>
      <Choice
        label={label}
        value={side.axis}
        options={options.map((one) => ({ value: one.name, label: `${plainSymbol(one)} ${one.label}` }))}
        onChange={(name) => {
          const [least, most] = RANGES[name];
          onChange({ ...side, axis: name, least, most });
        }}
      />
      <NumberField
        label={`${label}: ${axis.label} from`}
        value={side.least}
        step={1}
        min={0}
        width={64}
        onCommit={(least) => onChange({ ...side, least })}
      />
      <span>to</span>
      <NumberField
        label={`${label}: ${axis.label} to`}
        value={side.most}
        step={1}
        min={0}
        width={64}
        onCommit={(most) => onChange({ ...side, most })}
      />
      <span>{axis.unit}</span>
    </div>
  );
}

const isFrames = (name: AxisName): boolean => name === 'gamma_t' || name === 'gamma_tau';

function Result({ result }: { result: SweepResult }) {
  const svgRef = useRef<SVGSVGElement>(null);
  const {
    sweep: { design, x, y, measure },
    rows,
    ms,
  } = result;
  const current = useDocument(({ legal }) => legal);
  const [across, up] = [sideNamed(x.parameter), sideNamed(y.parameter)];
  const { label } = measureNamed(measure);
  const table = useMemo(() => tableOf(result), [result]);
  const open = (column: number, row: number) => {
    const [a, b] = [x.values[column], y.values[row]];
    if (a === undefined || b === undefined || Number.isNaN(rows[row]?.[column] ?? Number.NaN)) return;
    setDesign(applyParameter(applyParameter(design, y.parameter, b), x.parameter, a));
  };
  const marked = { x: x.values.indexOf(across.value(current)), y: y.values.indexOf(up.value(current)) };
  const count = rows.reduce((sum, row) => sum + row.length, 0);
  return (
    <>
      <ChartCard
        title={`${label}: ${across.label.toLowerCase()} against ${up.label.toLowerCase()}`}
        name={`sweep-${measure}`}
        table={table}
        svgRef={svgRef}
      >
        <HeatMap
          label={`${exactText(count)} designs, ${range(rows, measure)}`}
          x={{ title: titleOf(across), values: x.values }}
          y={{ title: titleOf(up), values: y.values }}
          rows={rows}
          said={(a, b, value) =>
            Number.isNaN(value)
              ? `${across.label} ${a}, ${up.label.toLowerCase()} ${b}: no legal network`
              : `${across.label} ${a}, ${up.label.toLowerCase()} ${b}: ${measureText(measure, value)}`
          }
          onPick={open}
          marked={marked.x >= 0 && marked.y >= 0 ? marked : null}
          svgRef={svgRef}
        />
      </ChartCard>
      <p className={classes.took}>
        {exactText(count)} designs measured in {Math.round(ms)} ms.
      </p>
    </>
  );
}

function sideNamed(parameter: string): Axis {
  const axis = AXES.find(({ name }) => name === parameter);
  if (!axis) throw new Error(`A sweep of the explorer varies axes, found ${parameter}.`);
  return axis;
}

const titleOf = (axis: Axis): string => `${plainSymbol(axis)} ${axis.label.toLowerCase()}, ${axis.unit}`;

function range(rows: readonly (readonly number[])[], measure: SweepResult['sweep']['measure']): string {
  const values = rows.flat().filter(Number.isFinite);
  return values.length === 0
    ? 'none of them legal'
    : `${measureText(measure, Math.min(...values))} to ${measureText(measure, Math.max(...values))}`;
}

function tableOf({ sweep: { x, y, measure }, rows }: SweepResult): ChartTable {
  return {
    columns: [`${y.parameter} \\ ${x.parameter}`, ...x.values.map(String)],
    rows: rows.map((row, index) => ({
      id: String(y.values[index]),
      cells: [y.values[index] ?? '', ...row],
      shown: [String(y.values[index]), ...row.map((value) => measureText(measure, value))],
    })),
  };
}
