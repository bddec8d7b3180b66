import { useMemo, useRef } from 'react';
import { predictTime } from '../../analysis/predictedTime';
import { singleClip } from '../../design/singleClip';
import { architectureOf } from '../../state/document/derived';
import { measuringOf } from '../../state/timing/measure';
import type { LayersReport, MeasuredDevice } from '../../state/timing/measurements';
import { compactText, countText, shareText, timeText } from '../../text/numberText';
import { msTickText, tickText } from '../../text/tickText';
import { type RooflinePoint, type Roofline as RooflineValue, roofline } from '../../timing/roofline';
import { useApp } from '../app/useApp';
import { useArchitecture, useMeasurements, useRun, useSession } from '../app/useStudio';
import { useTimeView } from '../app/useTimeView';
import { Choice } from '../kit/Choice';
import { ChartCard, type ChartTable } from '../kit/charts/ChartCard';
import { type ChartLine, type ChartPoint, ScatterChart } from '../kit/charts/ScatterChart';
import { Button } from '../kit/controls/Button';
import { FactList } from '../kit/FactList';
import { FigureList, type NamedFigure } from '../kit/FigureList';
import { PlayIcon } from '../kit/icons';
import { Note } from '../kit/Note';
import { Stack } from '../kit/Stack';
import { Text } from '../kit/Text';
import { MeasureLayers } from './LayerTimes';
import classes from './Timing.module.css';
import { useCurrentLayers } from './useCurrentLayers';

/** What this device can do at most, and how far below that each layer stays. */
export function Roofline() {
  const measuring = measuringOf(useApp());
  const report = useCurrentLayers();
  const chosen = useRun(({ settings }) => settings.provider);
  const webgpu = useRun(({ capabilities }) => capabilities?.webgpu);
  const automatic = webgpu?.available && !webgpu.fallback ? 'webgpu' : 'wasm';
  const provider = report?.backend.provider ?? (chosen === 'auto' ? automatic : chosen);
  const device = useMeasurements(({ devices }) => devices[provider] ?? null);
  return (
    <Stack gap="1h">
      <Stack row gap="half 1">
        <Button
          variant={device ? 'default' : 'filled'}
          leftSection={<PlayIcon />}
          onClick={() => void measuring.measureDevice(provider)}
        >
          Measure this device{device ? ' again' : ''}
        </Button>
        <MeasureLayers again={report !== null} />
      </Stack>
      {device ? <DeviceFigures device={device} /> : <Note>{BEFORE}</Note>}
      {device && report && <Chart device={device} report={report} />}
      {device && !report && <Prediction device={device} />}
    </Stack>
  );
}

const BEFORE =
  'Five short series through onnxruntime itself (matrix products, channel-wise filters, sigmoids, copies, launches; 10 to 30 s in all) say what this device can do at most. Every layer is then a point under that roof.';

function DeviceFigures({ device }: { device: MeasuredDevice }) {
  const { name, macsPerSecond, channelwiseMacsPerSecond, functionsPerSecond, bytesPerSecond, dispatchSeconds, at } =
    device;
  const rate = (title: string, value: number | undefined, unit: string): readonly NamedFigure[] =>
    value ? [{ name: title, text: `${compactText(value)}${unit}` }] : [];
  const measured = new Date(at).toLocaleString('en', { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <FigureList
      title={`${name}, at most. Measured ${measured}.`}
      figures={[
        ...rate('Matrix products', macsPerSecond, 'MAC/s'),
        ...rate('Channel-wise', channelwiseMacsPerSecond, 'MAC/s'),
        ...rate('Swishes', functionsPerSecond, '/s'),
        ...rate('Copies, both ways', bytesPerSecond, 'B/s'),
        { name: 'Next operator after', text: `${(1e6 * dispatchSeconds).toFixed(1)} µs` },
      ]}
    />
  );
}

/** A network that was never run here has a predicted time already. */
function Prediction({ device }: { device: MeasuredDevice }) {
  const architecture = useArchitecture();
  const { ms } = useMemo(() => predictTime(single(architecture.design), device), [architecture, device]);
  return (
    <Note>By these figures the network on the screen takes {timeText(ms)}. Time its layers to see what it takes.</Note>
  );
}

function Chart({ device, report }: { device: MeasuredDevice; report: LayersReport }) {
  const app = useApp();
  const [look, setLook] = useTimeView('look');
  const svgRef = useRef<SVGSVGElement>(null);
  const selected = useSession((session) => session.selected);
  const value = useMemo(
    () => roofline(report.times, predictTime(single(report.of.design), device), device),
    [report, device],
  );
  const points = useMemo(
    () => (look === 'roof' ? underRoof : besidePrediction)(value, selected),
    [look, value, selected],
  );
  const lines = useMemo(() => (look === 'roof' ? roofLines(value) : diagonal(value)), [look, value]);
  const title = look === 'roof' ? 'Every layer under the roof' : 'Predicted beside measured time';
  return (
    <>
      <FigureList title="This network" figures={networkFigures(value, report)} />
      <div className={classes.chart}>
        <ChartCard
          title={title}
          name={look === 'roof' ? 'roofline' : 'predicted-time'}
          table={tableOf(value)}
          svgRef={svgRef}
          onPick={(selected) => app.session.setState({ selected })}
          controls={
            <Choice
              label="Show"
              value={look}
              options={[
                { value: 'roof', label: 'roofline' },
                { value: 'times', label: 'predicted against measured' },
              ]}
              onChange={setLook}
            />
          }
        >
          <ScatterChart
            label={title}
            x={AXES[look].x}
            y={AXES[look].y}
            points={points}
            lines={lines}
            svgRef={svgRef}
            onPick={(selected) => app.session.setState({ selected })}
            detail={(path) => {
              const point = value.points.find((each) => each.path === path);
              return point && <Card point={point} />;
            }}
          />
        </ChartCard>
      </div>
      {value.points.some(({ efficiency }) => efficiency > 1) && (
        <Note>
          Over 100 % of the roof means faster than this device was when it was measured: it had other work to do then,
          or the layer found its values in a cache. Measure the device and the layers again while nothing else is
          running.
        </Note>
      )}
      <Note>
        The roof counts all arithmetic as fast as matrix products. The correlation is Spearman’s, of predicted with
        measured times, over {countText(value.points.length, 'layer')}.
      </Note>
      {look === 'roof' && (
        <Note>
          {value.points.filter(({ macs }) => macs === 0).length} layers without MACs (activations, sums, gates, pools)
          have no place under this roof; they are in the other view and in the table.
        </Note>
      )}
    </>
  );
}

const AXES = {
  roof: {
    x: { title: 'MACs a byte', kind: 'log', text: tickText },
    y: { title: 'MACs a second', kind: 'log', text: tickText },
  },
  times: {
    x: { title: 'predicted', kind: 'log', text: msTickText },
    y: { title: 'measured', kind: 'log', text: msTickText },
  },
} as const;

function underRoof({ points }: RooflineValue, selected: string | null): readonly ChartPoint[] {
  const named = largestOf(points);
  return points
    .filter(({ macs }) => macs > 0)
    .map((point) => ({ ...pointOf(point, named, selected), x: point.intensity, y: point.macsPerSecond }));
}

function besidePrediction({ points }: RooflineValue, selected: string | null): readonly ChartPoint[] {
  const named = largestOf(points);
  return points.map((point) => ({ ...pointOf(point, named, selected), x: point.predictedMs, y: point.ms }));
}

function pointOf(
  point: RooflinePoint,
  named: ReadonlySet<string>,
  selected: string | null,
): Omit<ChartPoint, 'x' | 'y'> {
  const { path, ms, predictedMs, efficiency } = point;
  return {
    id: path,
    look: path === selected ? 'own' : 'step',
    name: path === selected || named.has(path) ? path : null,
    ariaLabel: `${path}: ${timeText(ms)} measured, ${timeText(predictedMs)} predicted, ${shareText(efficiency)} of the roof`,
  };
}

/** The layers that take most, which get their names beside them. */
function largestOf(points: readonly RooflinePoint[]): ReadonlySet<string> {
  const sorted = points.toSorted((a, b) => b.ms - a.ms);
  return new Set(sorted.slice(0, 3).map(({ path }) => path));
}

function networkFigures({ points, correlation }: RooflineValue, { times }: LayersReport): readonly NamedFigure[] {
  const sumOf = (key: 'predictedMs' | 'leastMs') => points.reduce((sum, point) => sum + point[key], 0);
  return [
    { name: 'In kernels', text: timeText(times.kernelMs) },
    { name: 'Predicted', text: timeText(sumOf('predictedMs')) },
    { name: 'Under the roof', text: timeText(sumOf('leastMs')) },
    { name: 'Of the roof', text: shareText(sumOf('leastMs') / times.kernelMs) },
    ...(correlation === null ? [] : [{ name: 'Rank correlation', text: correlation.toFixed(2) }]),
  ];
}

/** Bandwidth up to the ridge, the compute peak from there. */
function roofLines({ device, ridge, points }: RooflineValue): readonly ChartLine[] {
  const intensities = points.flatMap(({ intensity }) => (intensity > 0 ? [intensity] : []));
  const [from, to] = [Math.min(ridge / 10, ...intensities), Math.max(ridge * 4, ...intensities)];
  const roof = [
    { x: from, y: from * device.bytesPerSecond },
    { x: ridge, y: device.macsPerSecond },
    { x: to, y: device.macsPerSecond },
  ];
  return [{ id: 'roof', look: 'front', points: roof }];
}

/** Where prediction and measurement are the same. */
function diagonal({ points }: RooflineValue): readonly ChartLine[] {
  const all = points.flatMap(({ ms, predictedMs }) => [ms, predictedMs]);
  const [low, high] = [Math.min(...all), Math.max(...all)];
  return [{ id: 'same', look: 'front', points: [low, high].map((ms) => ({ x: ms, y: ms })) }];
}

function Card({ point }: { point: RooflinePoint }) {
  const { path, ms, predictedMs, efficiency, bound, macsPerSecond, bytesPerSecond } = point;
  return (
    <>
      <Text weight={600}>{path}</Text>
      <FactList
        facts={[
          ['measured', timeText(ms)],
          ['predicted', timeText(predictedMs)],
          ['of the roof', shareText(efficiency)],
          ['bound by', bound],
          ['MACs a second', compactText(macsPerSecond)],
          ['bytes a second', compactText(bytesPerSecond)],
        ]}
      />
    </>
  );
}

function tableOf({ points }: RooflineValue): ChartTable {
  return {
    columns: ['layer', 'measured, ms', 'predicted, ms', 'of the roof, %', 'bound by', 'MACs', 'bytes', 'MACs a second'],
    rows: points.map(({ path, ms, predictedMs, efficiency, bound, macs, bytes, macsPerSecond }) => ({
      id: path,
      cells: [path, ms, predictedMs, 100 * efficiency, bound, macs, bytes, macsPerSecond],
      shown: [
        path,
        ms.toPrecision(3),
        predictedMs.toPrecision(3),
        (100 * efficiency).toFixed(0),
        bound,
        compactText(macs),
        compactText(bytes),
        compactText(macsPerSecond),
      ],
    })),
  };
}

/** The network for one clip, as it runs. */
function single(design: LayersReport['of']['design']) {
  return architectureOf(design.clip.n === 1 ? design : singleClip(design));
}
