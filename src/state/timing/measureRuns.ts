import { byteLength, type Tensor } from '../../tensor/tensor';
import { median, summarise } from '../../timing/summary';
import { detectWarmUp } from '../../timing/warmUp';
import type { OpenModel } from '../../worker/client';
import { openingTimes } from '../run/results';
import { clipFor, type MeasuredRun, type Measurement, openContender, runOnce, sum } from './measuredRun';
import type { Contender, CopyTimes, RunsReport } from './measurements';

/** Runs whose copies are timed apart. */
const COPY_RUNS = 7;

/** Runs a network `count` times and reports what they took; on a GPU, a few more whose copies are timed apart. */
export async function measureRuns(measurement: Measurement, of: Contender, count: number): Promise<void> {
  const { measurements, onProgress } = measurement;
  const clip = await clipFor(measurement, of.design);
  const model = await openContender(measurement, of);
  const runs: MeasuredRun[] = [];
  const report = (copies: CopyTimes | null): RunsReport => reportOf(of, model, clip, runs, copies);
  for (let index = 0; index < count; index++) {
    onProgress('run', index / count);
    runs.push(await runOnce(measurement, model, clip, () => onProgress('run', index / count, true)));
    measurements.setState({ runs: report(null) });
  }
  if (model.backend.provider !== 'webgpu') return;
  onProgress('copies');
  const apart = await openContender(measurement, of, { copiesApart: true });
  const copied: MeasuredRun[] = [];
  for (let index = 0; index <= COPY_RUNS; index++) {
    onProgress('copies', index / (COPY_RUNS + 1));
    copied.push(await runOnce(measurement, apart, clip, () => onProgress('copies', null, true)));
  }
  measurements.setState({ runs: report(copyTimes(copied.slice(1))) });
}

function reportOf(
  of: Contender,
  model: OpenModel,
  clip: Tensor,
  runs: readonly MeasuredRun[],
  copies: CopyTimes | null,
): RunsReport {
  const times = runs.map(({ ms }) => ms);
  const warmUp = detectWarmUp(times);
  const warm = times.slice(warmUp.runs);
  const results = [...(runs[0]?.outputs.values() ?? [])];
  return {
    of,
    backend: model.backend,
    opening: openingTimes(model),
    times,
    warmUp,
    warm: warm.length > 0 ? summarise(warm) : null,
    handOver: median(runs.map(({ page, ms }) => page - ms)),
    copies,
    bytes: { clip: byteLength(clip), results: sum(results.map(byteLength)) },
    setAside: sum(runs.map(({ setAside }) => setAside)),
  };
}

function copyTimes(runs: readonly MeasuredRun[]): CopyTimes {
  const part = (of: (run: MeasuredRun, copies: NonNullable<MeasuredRun['copies']>) => number) =>
    median(runs.flatMap((run) => (run.copies ? [of(run, run.copies)] : [])));
  return {
    n: runs.length,
    upload: part((_, { upload }) => upload),
    compute: part(({ ms }, { upload, download }) => ms - upload - download),
    download: part((_, { download }) => download),
  };
}
