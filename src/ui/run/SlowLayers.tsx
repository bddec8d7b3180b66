import { stepOf } from '../../diagram/colourScales';
import { onBothGrounds } from '../../present/measures';
import { measuringOf } from '../../state/timing/measure';
import type { LayersReport } from '../../state/timing/measurements';
import { countText, shareText, timeText } from '../../text/numberText';
import { useApp } from '../app/useApp';
import { useMeasurements, useSession } from '../app/useStudio';
import { Button } from '../kit/controls/Button';
import { LinkButton } from '../kit/LinkButton';
import { Note } from '../kit/Note';
import { Stack } from '../kit/Stack';
import { Text } from '../kit/Text';
import { MeterList } from './MeterList';
import { useContender } from './useContender';
import { useCurrentLayers } from './useCurrentLayers';

/** Layers that are listed; all of them are in the Time panel and on the graph. */
const LISTED = 5;

/** Where the time of a run goes: the slowest layers of the network on the screen, as they glow in the graph. */
export function SlowLayers() {
  const measuring = measuringOf(useApp());
  const report = useCurrentLayers();
  const timing = useMeasurements(({ status }) => status.kind === 'working' && status.task === 'layers');
  const of = useContender();
  return (
    <Stack as="section" aria-label="Slowest layers">
      <h3>Slowest layers</h3>
      {report && <Slowest report={report} />}
      {!report && timing && <Note>Timing every layer…</Note>}
      {!report && !timing && (
        <div>
          <Button onClick={() => void measuring.timeLayers(of)}>Time every layer</Button>
        </div>
      )}
    </Stack>
  );
}

function Slowest({ report: { times, backend } }: { report: LayersReport }) {
  const app = useApp();
  const measure = useSession((session) => session.measure);
  const layers = [...times.layers.values()].sort((a, b) => b.ms - a.ms).slice(0, LISTED);
  const most = layers[0]?.ms ?? 1;
  const share = layers.reduce((sum, { ms }) => sum + ms, 0) / times.kernelMs;
  const glows = measure === 'time';
  return (
    <>
      <MeterList
        rows={layers.map(({ path, ms }) => ({
          key: path,
          name: (
            <LinkButton onClick={() => app.session.setState({ selected: path })}>
              <Text as="span" ellipsis style={{ display: 'block' }}>
                {path}
              </Text>
            </LinkButton>
          ),
          share: ms / most,
          // The colour that a layer with this share of the time has in the graph.
          colour: onBothGrounds(stepOf('time', ms / times.kernelMs)),
          text: timeText(ms),
        }))}
      />
      <Note>
        Together {shareText(share)} of the {timeText(times.kernelMs)} that all kernels take; medians of{' '}
        {countText(times.runs, 'profiled run')} on {backend.provider === 'wasm' ? 'WASM' : 'WebGPU'}.
      </Note>
      <Stack row gap="half 1">
        <Button onClick={() => app.session.setState({ measure: glows ? 'kind' : 'time' })}>
          {glows ? 'Colour by kind again' : 'Colour the graph by time'}
        </Button>
        <Button onClick={() => app.session.openDockTab('time')}>All times</Button>
      </Stack>
    </>
  );
}
