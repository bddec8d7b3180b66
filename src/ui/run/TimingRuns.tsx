import { measuringOf } from '../../state/timing/measure';
import type { RunsReport } from '../../state/timing/measurements';
import { compactText, countText, timeText } from '../../text/numberText';
import { RUNS_FOR } from '../../timing/summary';
import { useApp } from '../app/useApp';
import { useMeasurements } from '../app/useStudio';
import { useTimeView } from '../app/useTimeView';
import { Choice } from '../kit/Choice';
import { Button } from '../kit/controls/Button';
import { Columns } from '../kit/DockPanel';
import { FigureList, type NamedFigure } from '../kit/FigureList';
import { PlayIcon } from '../kit/icons';
import { Note } from '../kit/Note';
import { Stack } from '../kit/Stack';
import { Text } from '../kit/Text';
import { TimingPlot } from './TimingPlot';
import { useContender } from './useContender';

const COUNTS = ['20', '50', '100', '300'] as const;

/** Many runs of the network on the screen: each one drawn, and what they say together. */
export function TimingRuns() {
  const measuring = measuringOf(useApp());
  const [count, setCount] = useTimeView('count');
  const of = useContender();
  const report = useMeasurements(({ runs }) => runs);
  return (
    <Stack gap="1h">
      <Stack row gap="half 1">
        <Button variant="filled" leftSection={<PlayIcon />} onClick={() => void measuring.timeRuns(of, Number(count))}>
          Run {count} times
        </Button>
        <Choice
          label="How often"
          value={count}
          options={COUNTS.map((value) => ({ value, label: value }))}
          onChange={setCount}
        />
        <Note>On noise of the clip’s shape: what a network takes does not depend on what it sees.</Note>
      </Stack>
      {report ? (
        <Report report={report} />
      ) : (
        <Note>
          After the runs: each one as a point, where the warm-up ended, median and high quantiles, and what copies take.
        </Note>
      )}
    </Stack>
  );
}

function Report({ report }: { report: RunsReport }) {
  const { times, warmUp, warm, backend, of } = report;
  return (
    <>
      {warm && (
        <Text size="lg" weight={600}>
          {timeText(warm.p50)} a warm run,{' '}
          <Text as="span" tone="ink-3" weight={400}>
            the median of {warm.n}
          </Text>
        </Text>
      )}
      <Columns first={1.3}>
        <TimingPlot times={times} warmUp={warmUp.runs} warm={warm} />
        <Stack>
          <FigureList title="Warm runs" figures={warmFigures(warm)} />
          <FigureList title="Before them, once" figures={openingFigures(report)} />
        </Stack>
      </Columns>
      <Note>
        Measured: {of.name} on {backend.adapter ?? `WASM, ${countText(backend.threads, 'thread')}`}.{' '}
        {warmUpText(report)} {report.setAside > 0 && setAsideText(report.setAside)}
      </Note>
      <Note>{copiesText(report)}</Note>
    </>
  );
}

function warmFigures(warm: RunsReport['warm']): readonly NamedFigure[] {
  const quantile = (name: string, ms: number | null | undefined, needed: number): NamedFigure =>
    ms == null ? { name, text: `needs ${needed} warm runs`, missing: true } : { name, text: timeText(ms) };
  const spread = (name: string, ms: number | undefined): readonly NamedFigure[] =>
    ms === undefined ? [] : [{ name, text: timeText(ms) }];
  return [
    quantile('p90', warm?.p90, RUNS_FOR.p90),
    quantile('p95', warm?.p95, RUNS_FOR.p95),
    quantile('p99', warm?.p99, RUNS_FOR.p99),
    ...spread('Middle half within', warm?.iqr),
    ...spread('Median deviation', warm?.mad),
    { name: 'Counted', text: String(warm?.n ?? 0) },
  ];
}

function openingFigures({ opening, times }: RunsReport): readonly NamedFigure[] {
  const { load, check, weights, prepare, compile } = opening;
  const figure = (name: string, ms: number): NamedFigure =>
    ms > 0 ? { name, text: timeText(ms) } : { name, text: 'ready before', missing: true };
  return [
    figure('Load runtime', load),
    ...(check > 0 ? [figure('Check GPU', check)] : []),
    figure('Weights', weights),
    figure('Prepare', prepare),
    figure('Compile', compile),
    figure('First run', times[0] ?? 0),
  ];
}

function warmUpText({ warmUp, times }: RunsReport): string {
  if (!warmUp.settled) {
    return times.length < 5
      ? 'Too few runs to say where the warm-up ends.'
      : 'The runs had not settled: they were still getting faster at the end, so run it more often.';
  }
  const what = warmUp.runs === 1 ? 'The first run was warm-up' : `The first ${warmUp.runs} runs were warm-up`;
  return `${what}: after them three neighbours in the middle are no slower than the second half by 3 deviations.`;
}

function setAsideText(runs: number): string {
  return `${runs === 1 ? 'One run was' : `${runs} runs were`} set aside and made again, because this tab was in the background.`;
}

/** What copies take, and what of them cannot be told apart. */
function copiesText({ copies, handOver, bytes, backend }: RunsReport): string {
  const sizes = `${compactText(bytes.clip)}B of clip go in, ${compactText(bytes.results)}B of results come out.`;
  const outside = `Between page and worker a run takes ${timeText(handOver)} more, which is in none of the figures above.`;
  if (copies) {
    return `${sizes} Timed apart in ${copies.n} more runs: ${timeText(copies.upload)} to the GPU, ${timeText(copies.compute)} there, ${timeText(copies.download)} back. ${outside}`;
  }
  const inside =
    backend.provider === 'wasm'
      ? 'Copying them into WASM’s memory and out is part of a run: onnxruntime does it inside, where it cannot be timed apart.'
      : 'Copies are part of a run.';
  return `${sizes} ${inside} ${outside}`;
}
