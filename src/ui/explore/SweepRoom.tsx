import { useEffect, useMemo, useRef } from 'react';
import { columnName } from '../../analysis/quantities';
import type { Design } from '../../design/design';
import { measureLabel, measureText } from '../../present/measureText';
import { MEASURES, measureNamed } from '../../scaling/measures';
import { designOfCell, type SweepRange } from '../../scaling/sweep';
import { sameNumber, VARIED, type Varied, type VariedValue, variedNamed } from '../../scaling/varied';
import { ASSUMED_DEVICE, type SweepResult } from '../../state/explore/explore';
import { explorerOf } from '../../state/explore/explorer';
import { countText, exactText, plainText, timeText, titled } from '../../text/numberText';
import { useApp } from '../app/useApp';
import { useDocument, useExplore } from '../app/useStudio';
import { Choice } from '../kit/Choice';
import { ChartCard, type ChartTable } from '../kit/charts/ChartCard';
import { HeatMap } from '../kit/charts/HeatMap';
import { Button } from '../kit/controls/Button';
import { NumberField } from '../kit/NumberField';
import { Stack } from '../kit/Stack';
import { useRested } from '../kit/useRested';
import cards from './exploreRoom.module.css';
import classes from './SweepRoom.module.css';
import { useWhose } from './useWhose';

/** How long the design and the sides must rest before they are swept, in ms. */
const REST = 150;

/** Two things of a design varied against each other, any measure as colour. */
export function SweepRoom() {
  const app = useApp();
  const explorer = explorerOf(app);
  const sweep = useExplore((state) => state.sweep);
  const result = useExplore((state) => state.swept);
  const sweeping = useExplore((state) => state.sweeping);
  const device = useExplore((state) => state.device);
  const design = useDocument(({ legal }) => legal);
  const whose = useWhose();
  const asked = useRested(
    useMemo(() => [sweep, device, design], [sweep, device, design]),
    REST,
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is asked is what the sweep reads.
  useEffect(() => void explorer.sweep(), [explorer, asked]);
  const change = (part: Partial<typeof sweep>) => app.explore.setState({ sweep: { ...sweep, ...part } });
  return (
    <div className={cards.room}>
      <p className={cards.text}>
        Two numbers or choices against each other around {whose} design, everything else as it is. A press opens a
        design; the one swept around is framed.
      </p>
      <Stack row gap="1 2">
        {(['x', 'y'] as const).map((way) => (
          <Side
            key={way}
            label={way === 'x' ? 'Across' : 'Up'}
            side={sweep[way]}
            other={sweep[way === 'x' ? 'y' : 'x'].parameter}
            design={design}
            onChange={(side) => change({ [way]: side })}
          />
        ))}
        <Choice
          label="Colour"
          value={sweep.measure}
          options={MEASURES.map(({ name, label }) => ({ value: name, label }))}
          onChange={(measure) => change({ measure })}
        />
        <Button onClick={() => change({ x: sweep.y, y: sweep.x })}>Swap</Button>
      </Stack>
      {sweeping.kind === 'failed' && <p role="alert">{sweeping.fault.message}</p>}
      <div className={classes.map}>{result && <Result result={result} />}</div>
    </div>
  );
}

/** What one side varies, and from where to where. */
function Side(props: {
  label: string;
  side: SweepRange;
  other: string;
  design: Design;
  onChange: (side: SweepRange) => void;
}) {
  const { label, side, other, design, onChange } = props;
  const varied = variedNamed(side.parameter);
  const options = VARIED.filter(
    ({ name, values }) => name === side.parameter || (!sameNumber(name, other) && values(design).length > 0),
  );
  return (
    <Stack row>
      <Choice
        label={label}
        value={side.parameter}
        options={options.map((one) => ({ value: one.name, label: one.label, group: one.group }))}
        onChange={(parameter) => {
          const [least, most] = variedNamed(parameter).usual ?? [side.least, side.most];
          onChange({ ...side, parameter, least, most });
        }}
      />
      {varied.usual && (
        <span className={cards.field}>
          <NumberField
            label={`${label}: ${varied.label} from`}
            value={side.least}
            step={1}
            width={64}
            onCommit={(least) => onChange({ ...side, least })}
          />
          <span>to</span>
          <NumberField
            label={`${label}: ${varied.label} to`}
            value={side.most}
            step={1}
            width={64}
            onCommit={(most) => onChange({ ...side, most })}
          />
          <span>{varied.unit}</span>
        </span>
      )}
    </Stack>
  );
}

function Result({ result }: { result: SweepResult }) {
  const app = useApp();
  const svgRef = useRef<SVGSVGElement>(null);
  const { sweep, rows, ms } = result;
  const { x, y, measure } = sweep;
  const current = useDocument(({ legal }) => legal);
  const [across, up] = [variedNamed(x.parameter), variedNamed(y.parameter)];
  const label = measureLabel(measureNamed(measure), sweep.device ?? ASSUMED_DEVICE);
  const table = useMemo(() => tableOf(result), [result]);
  const open = (column: number, row: number) => {
    const [a, b] = [x.values[column], y.values[row]];
    if (a === undefined || b === undefined || Number.isNaN(rows[row]?.[column] ?? Number.NaN)) return;
    app.document.setDesign(designOfCell(sweep, a, b));
  };
  const cellText = (column: number, row: number) => {
    const value = rows[row]?.[column] ?? Number.NaN;
    const place = `${across.label} ${valueText(x.values[column])}, ${up.label} ${valueText(y.values[row])}`;
    return `${place}: ${Number.isNaN(value) ? 'no legal network' : measureText(measure, value)}`;
  };
  const marked = { x: placeIn(x.values, across.value(current)), y: placeIn(y.values, up.value(current)) };
  const count = rows.reduce((sum, row) => sum + row.length, 0);
  if (count === 0) return <p className={classes.nothing}>The design has no values in this range.</p>;
  const illegal = rows.flat().filter(Number.isNaN).length;
  return (
    <ChartCard
      title={`${titled(label)}: ${across.label} × ${up.label}`}
      name={`sweep-${measure}`}
      table={table}
      svgRef={svgRef}
    >
      <HeatMap
        label={`${countText(count, 'design')} in ${timeText(ms)}${illegal > 0 ? `, ${exactText(illegal)} of them not legal` : ''}`}
        x={{ title: titleOf(across), values: x.values.map(valueText) }}
        y={{ title: titleOf(up), values: y.values.map(valueText) }}
        rows={rows}
        text={(value) => measureText(measure, value)}
        cellText={cellText}
        onPick={open}
        marked={marked.x >= 0 && marked.y >= 0 ? marked : null}
        svgRef={svgRef}
      />
    </ChartCard>
  );
}

const titleOf = ({ label, unit }: Varied): string => (unit ? `${label}, ${unit}` : label);

function placeIn(values: readonly VariedValue[], value: VariedValue | undefined): number {
  return value === undefined ? -1 : values.indexOf(value);
}

/** A value on an axis: three digits of a fraction, a choice by its name, `on` or `off`. */
function valueText(value: VariedValue | undefined): string {
  if (typeof value === 'number') return plainText(Number.isInteger(value) ? value : Number(value.toPrecision(3)));
  return typeof value === 'boolean' ? (value ? 'on' : 'off') : (value ?? '');
}

function tableOf({ sweep: { x, y, measure }, rows }: SweepResult): ChartTable {
  return {
    columns: [`${columnName(measure)}: ${y.parameter} \\ ${x.parameter}`, ...x.values.map(String)],
    rows: rows.map((row, index) => ({
      id: String(y.values[index]),
      cells: [String(y.values[index] ?? ''), ...row],
      shown: [valueText(y.values[index]), ...row.map((value) => measureText(measure, value))],
    })),
  };
}
