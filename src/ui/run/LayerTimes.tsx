import { useMemo } from 'react';
import { measuringOf } from '../../state/timing/measure';
import type { LayersReport } from '../../state/timing/measurements';
import { shapeText } from '../../tensor/shape';
import { countText, shareText, timeText } from '../../text/numberText';
import { chromeTrace } from '../../timing/chromeTrace';
import { agreementText, type LayerTime, type TimedKernel } from '../../timing/layerTimes';
import { useApp } from '../app/useApp';
import { useMeasurements, useSession } from '../app/useStudio';
import { Button } from '../kit/controls/Button';
import { DataTable } from '../kit/DataTable';
import { Columns } from '../kit/DockPanel';
import { download } from '../kit/download';
import { PlayIcon } from '../kit/icons';
import { LinkButton } from '../kit/LinkButton';
import { Meter } from '../kit/Meter';
import { Note } from '../kit/Note';
import { Stack } from '../kit/Stack';
import { Text } from '../kit/Text';
import classes from './Timing.module.css';
import { useContender } from './useContender';
import { useCurrentLayers } from './useCurrentLayers';

/** Starts timing every layer. */
export function MeasureLayers({ again }: { again: boolean }) {
  const measuring = measuringOf(useApp());
  const of = useContender();
  return (
    <Button
      variant={again ? 'default' : 'filled'}
      leftSection={<PlayIcon />}
      onClick={() => void measuring.timeLayers(of)}
    >
      Time every layer{again ? ' again' : ''}
    </Button>
  );
}

/** Every layer's time from the provider's own profile: the largest first, and the kernels of the one selected. */
export function LayerTimes() {
  const app = useApp();
  const report = useCurrentLayers();
  const stale = useMeasurements(({ layers }) => layers !== null) && report === null;
  return (
    <Stack gap="1h">
      <Stack row gap="half 1">
        <MeasureLayers again={report !== null} />
        {report && (
          <>
            <Button onClick={() => app.session.setState({ measure: 'time' })}>Colour the graph by time</Button>
            <Button onClick={() => saveTrace(report)}>Save trace</Button>
          </>
        )}
      </Stack>
      {report ? (
        <Layers report={report} />
      ) : (
        <Note>
          {stale
            ? 'The times measured last are of another network. Measure this one.'
            : 'onnxruntime profiles its own kernels; each is drawn on the layer it computes, in the graph, the table and here.'}
        </Note>
      )}
    </Stack>
  );
}

function Layers({ report }: { report: LayersReport }) {
  const app = useApp();
  const { times, backend } = report;
  const selected = useSession((session) => session.selected);
  const rows = useMemo(() => [...times.layers.values()].sort((a, b) => b.ms - a.ms), [times]);
  const owner = selected === null ? null : (times.inside.get(selected) ?? selected);
  const own = owner === null ? undefined : times.layers.get(owner);
  const below = rows.filter(({ path }) => selected !== null && path.startsWith(`${selected}.`));
  const unowned = times.unowned.reduce((sum, { ms }) => sum + ms, 0);
  return (
    <>
      <Note>
        {agreementText(times, backend.provider)} Medians of {countText(times.runs, 'warm run')}; profiling itself makes
        them slower.{' '}
        {times.unowned.length > 0 &&
          `${countText(times.unowned.length, 'kernel')} of no layer, which the lowering put in between, ${times.unowned.length === 1 ? 'takes' : 'take'} ${timeText(unowned)}.`}
      </Note>
      <Columns first={1.3}>
        <DataTable
          label="Time of every layer"
          className={`${classes.scroller} ${classes.layers}`}
          columns={['Layer', 'Time', 'Kernels', 'Share']}
        >
          {rows.map(({ path, ms, kernels }) => (
            <tr key={path} data-selected={path === owner || undefined}>
              <th scope="row">
                <LinkButton onClick={() => app.session.setState({ selected: path })}>
                  <code>{path}</code>
                </LinkButton>
              </th>
              <td>{timeText(ms)}</td>
              <td>{kernels.length}</td>
              <td>
                <Meter share={ms / (rows[0]?.ms ?? 1)} />
              </td>
            </tr>
          ))}
        </DataTable>
        <Stack>
          {own && owner !== null ? (
            <>
              <Text weight={600}>
                <code>{owner}</code>: {timeText(own.ms)} in {countText(own.kernels.length, 'kernel')}
              </Text>
              {selected !== owner && (
                <Note>
                  <code>{selected}</code> has no kernel of its own: it is computed inside this one.
                </Note>
              )}
              <Kernels kernels={own.kernels} />
            </>
          ) : (
            <Below path={selected} layers={below} whole={times.kernelMs} />
          )}
        </Stack>
      </Columns>
    </>
  );
}

/** What is selected and is no layer: the sum of its layers, and each of them. */
function Below({ path, layers, whole }: { path: string | null; layers: readonly LayerTime[]; whole: number }) {
  const app = useApp();
  if (path === null) {
    return <Note>Select a layer, here or in the graph, to see its kernels.</Note>;
  }
  if (layers.length === 0) return <Note>{path} has no kernel of its own.</Note>;
  const ms = layers.reduce((sum, layer) => sum + layer.ms, 0);
  return (
    <>
      <Text weight={600}>
        <code>{path}</code>: {timeText(ms)} in {countText(layers.length, 'layer')}, {shareText(ms / whole)} of all
        kernels
      </Text>
      <Stack as="ol">
        {layers.map((layer) => (
          <li key={layer.path}>
            <strong>{timeText(layer.ms)}</strong>{' '}
            <LinkButton onClick={() => app.session.setState({ selected: layer.path })}>
              <code>{layer.path}</code>
            </LinkButton>
          </li>
        ))}
      </Stack>
    </>
  );
}

function Kernels({ kernels }: { kernels: readonly TimedKernel[] }) {
  return (
    <Stack as="ol">
      {kernels.map(({ node, op, program, ms, inputs, outputs, origins, start }) => (
        <li key={`${node} ${start}`}>
          <strong>{timeText(ms)}</strong> {op}
          {program !== null && ` (${program})`} <code>{node}</code>
          <Note>
            {inputs.map(shapeText).join(', ')} → {outputs.map(shapeText).join(', ')}
            {origins.length > 1 && `; computes ${origins.join(', ')}`}
          </Note>
        </li>
      ))}
    </Stack>
  );
}

function saveTrace({ kernels, wall, origins, backend, of }: LayersReport): void {
  const { t, h, w } = of.design.clip;
  const about = {
    network: `${of.name}, ${t}×${h}×${w}`,
    provider: backend.adapter ?? `WASM, ${countText(backend.threads, 'thread')}`,
    runtime: `onnxruntime-web (${backend.build})`,
  };
  const trace = JSON.stringify(chromeTrace(kernels, wall, origins, about));
  download('x3d-trace.json', new Blob([trace], { type: 'application/json' }));
}
