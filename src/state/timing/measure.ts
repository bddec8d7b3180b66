import { costsByPath } from '../../analysis/costs';
import { build } from '../../architecture/build';
import type { Design } from '../../design/design';
import { singleClip } from '../../design/singleClip';
import { memoised } from '../../memo/memoised';
import { byteLength, type Tensor } from '../../tensor/tensor';
import { compareTimes, interleaved } from '../../timing/comparison';
import { layerTimes } from '../../timing/layerTimes';
import { median, summarise } from '../../timing/summary';
import { detectWarmUp } from '../../timing/warmUp';
import type { OpenModel, OpenParams } from '../../worker/client';
import type { App } from '../app';
import { noiseFor } from '../run/noiseSource';
import { runServiceOf } from '../run/runService';
import { createTask } from '../task';
import { type Workers, workersOf } from '../workers';
import { measureDevice } from './measureDevice';
import type {
  ComparisonReport,
  Contender,
  CopyTimes,
  MeasureProgress,
  MeasureStep,
  MeasureTask,
  MeasureWork,
  RunsReport,
} from './measurements';
import { type Attention, pageAttention } from './pageAttention';
import { timeAfterRuns } from './timeAfterRuns';

/** What measuring needs: the store it reports to, and the workers it measures in. */
interface MeasurePlace extends Pick<App, 'measurements'>, Pick<Workers, 'studio' | 'runner'> {
  /** Stops whatever else uses the session worker. */
  takeOver(): void;
  /** Whether anybody looks: browsers slow down a page in the background. */
  readonly attention: Attention;
}

/** What the Time panel can ask for. Results and faults go to `measurements`. */
export interface Measuring {
  /** Runs a network `count` times and states what they took. */
  timeRuns(of: Contender, count: number): Promise<void>;
  /**
   * Profiles a network and maps its kernels to layers. A brief look makes fewer runs, and when it is stopped it lets the
   * one under way end, so that the networks beside it stay open.
   */
  timeLayers(of: Contender, effort?: Effort): Promise<void>;
  /** Runs two networks interleaved, in `blocks` blocks A B B A. */
  compare(a: Contender, b: Contender, blocks: number): Promise<void>;
  /** Measures what this device can do at most. */
  measureDevice(provider: 'webgpu' | 'wasm'): Promise<void>;
  /** Stops; what came out so far stays. */
  cancel(): void;
}

/** Runs whose copies are timed apart. */
const COPY_RUNS = 7;
/** Runs of each contender before the first block, so that neither compiles in it. */
const RUNS_BEFORE = 3;
/** How much a measurement may take. */
type Effort = 'thorough' | 'brief';

/** Profiled runs: these at most, and once this many are there no more than this long, in ms. */
const PROFILED_RUNS: Readonly<Record<Effort, { most: number; least: number; budget: number }>> = {
  thorough: { most: 25, least: 6, budget: 4000 },
  brief: { most: 8, least: 3, budget: 1200 },
};

/**
 * An app's measuring, made when it is first asked for; from then on it times the layers of what has run. It and the run service
 * use one session worker, so each stops the other when it begins.
 */
export const measuringOf: (app: App) => Measuring = memoised((app) => {
  const takeOver = () => runServiceOf(app).cancel();
  const measuring = createMeasuring({ ...app, ...workersOf(app), takeOver, attention: pageAttention() });
  app.runStore.subscribe(({ status }) => {
    if (status.kind === 'working' && status.purpose !== 'preview') measuring.cancel();
  });
  timeAfterRuns(measuring, app);
  return measuring;
});

/** Sets measuring up; no worker is started before it is needed. */
export function createMeasuring({ measurements, studio, runner, takeOver, attention }: MeasurePlace): Measuring {
  const measurement = createTask<MeasureWork, MeasureProgress>((status) => measurements.setState({ status }));
  const open = new Set<OpenModel>();

  const work = async (task: MeasureTask, job: (signal: AbortSignal, tell: Tell) => Promise<void>): Promise<void> => {
    takeOver();
    await measurement.start({ task }, (signal, onProgress) =>
      job(signal, (step, done = null, paused = false) => onProgress({ step, done, paused })),
    );
    await Promise.all([...open].map((model) => model.close().catch(() => {})));
    open.clear();
  };

  const openModel = async (of: Contender, how: Partial<OpenParams>, signal: AbortSignal | undefined, tell: Tell) => {
    const { design, weights, provider, form } = of;
    const params = { design: singleClip(design), weights, provider, form, outputs: [], ...how };
    const model = await (await runner()).open(params, { signal, onProgress: (step) => tell(step) });
    open.add(model);
    return model;
  };

  /** Noise in the shape of the design's clip: what a network takes does not depend on what it sees. */
  const clipFor = (design: Design, signal: AbortSignal): Promise<Tensor> => noiseFor(studio(), design, 0, signal);

  /** One undisturbed run: those during which the page went to the background are set aside and made again. */
  const runOnce = async (model: OpenModel, clip: Tensor, signal: AbortSignal, onAway: () => void): Promise<OneRun> => {
    for (let setAside = 0; ; setAside++) {
      const before = attention.absences();
      const began = performance.now();
      const result = await model.run(clip, { signal });
      const page = performance.now() - began;
      if (attention.absences() === before) return { ...result, page, setAside };
      onAway();
      await attention.present(signal);
    }
  };

  return {
    timeRuns: (of, count) =>
      work('runs', async (signal, tell) => {
        const clip = await clipFor(of.design, signal);
        const model = await openModel(of, {}, signal, tell);
        const runs: OneRun[] = [];
        const report = (copies: CopyTimes | null): RunsReport => reportOf(of, model, clip, runs, copies);
        for (let index = 0; index < count; index++) {
          tell('run', index / count);
          runs.push(await runOnce(model, clip, signal, () => tell('run', index / count, true)));
          measurements.setState({ runs: report(null) });
        }
        if (model.backend.provider !== 'webgpu') return;
        tell('copies');
        const apart = await openModel(of, { copiesApart: true }, signal, tell);
        const copied: OneRun[] = [];
        for (let index = 0; index <= COPY_RUNS; index++) {
          tell('copies', index / (COPY_RUNS + 1));
          copied.push(await runOnce(apart, clip, signal, () => tell('copies', null, true)));
        }
        measurements.setState({ runs: report(copyTimes(copied.slice(1))) });
      }),
    timeLayers: (of, effort = 'thorough') =>
      work('layers', async (signal, tell) => {
        const { most, least, budget } = PROFILED_RUNS[effort];
        // Aborting a run ends the session worker and all that is open in it.
        const hard = effort === 'brief' ? undefined : signal;
        const clip = await clipFor(of.design, signal);
        const model = await openModel(of, { profiling: true }, hard, tell);
        const wall: number[] = [];
        while (wall.length < most) {
          if (wall.length >= least && sum(wall) > budget) break;
          tell('run', Math.max(wall.length / most, Math.min(1, sum(wall) / budget)));
          await attention.present(signal);
          signal.throwIfAborted();
          wall.push((await model.run(clip, { signal: hard })).ms);
        }
        const kernels = await model.profile();
        const { design, weights, form } = of;
        const { provider } = model.backend;
        if (kernels.length === 0) throw new Error('onnxruntime-web gave no profile of these runs. Measure again.');
        const census = await studio().request(
          'census',
          { design: singleClip(design), weights, form, target: provider, outputs: [], chosen: model.chosen },
          { signal },
        );
        const { origins } = model.prepared;
        const costs = costsByPath(build(singleClip(design)));
        const graph = { origins, macsOf: (path: string) => costs.get(path)?.macs ?? 0 };
        const times = layerTimes(kernels, wall, graph, detectWarmUp(wall).runs);
        const { backend } = model;
        measurements.setState({
          layers: { of, backend, times, wall, kernels, origins, loweredMacs: census.macs },
        });
      }),
    compare: (a, b, blocks) =>
      work('comparison', async (signal, tell) => {
        const besideWebGpu = [a, b].some(({ provider }) => provider === 'webgpu');
        const { webgpu } = (await runner()).capabilities;
        if (besideWebGpu && !webgpu.available) throw new Error(webgpu.reason);
        const clips = { a: await clipFor(a.design, signal), b: await clipFor(b.design, signal) };
        const models = {
          a: await openModel(a, { besideWebGpu }, signal, tell),
          b: await openModel(b, { besideWebGpu }, signal, tell),
        };
        if (!models.a.isOpen())
          throw new Error('The two do not stay open beside each other. Choose one backend by name.');
        for (const [which, { provider }] of [['a', a] as const, ['b', b] as const]) {
          const { backend } = models[which];
          if (provider === 'webgpu' && backend.provider !== 'webgpu') throw new Error(backend.whyNotWebGpu ?? '');
        }
        const one = (which: 'a' | 'b') => runOnce(models[which], clips[which], signal, () => tell('run', null, true));
        for (let index = 0; index < RUNS_BEFORE; index++) {
          tell('warm-up', index / RUNS_BEFORE);
          await one('a');
          await one('b');
        }
        const backends = [models.a.backend, models.b.backend] as const;
        let report = comparisonOf(a, b, backends, [], blocks);
        // A block left out as warm-up is made up for: at most half of them can be, so this ends.
        while (report.comparison.blocks < blocks) {
          for (const which of interleaved(1)) {
            const { runs, comparison } = report;
            tell('run', runs.length / (4 * (blocks + comparison.warmUpBlocks)));
            const { ms } = await one(which);
            report = comparisonOf(a, b, backends, [...runs, { which, ms }], blocks);
            measurements.setState({ comparison: report });
          }
        }
      }),
    measureDevice: (provider) =>
      work('device', async (signal, tell) => {
        const measured = await measureDevice(await runner(), provider, {
          signal,
          loading: () => tell('load'),
          tell: async (kind, done) => {
            await attention.present(signal);
            tell(kind, done);
          },
        });
        measurements.setState(({ devices }) => ({ devices: { ...devices, [provider]: measured } }));
      }),
    cancel: measurement.cancel,
  };
}

/** Tells what a measurement is busy with. */
type Tell = (step: MeasureStep, done?: number | null, paused?: boolean) => void;

type OneRun = Awaited<ReturnType<OpenModel['run']>> & {
  /** From the page's call to the page's answer, in ms. */
  readonly page: number;
  readonly setAside: number;
};

function reportOf(
  of: Contender,
  model: OpenModel,
  clip: Tensor,
  runs: readonly OneRun[],
  copies: CopyTimes | null,
): RunsReport {
  const times = runs.map(({ ms }) => ms);
  const warmUp = detectWarmUp(times);
  const warm = times.slice(warmUp.runs);
  const { weights, ...steps } = model.prepared.ms;
  const results = [...(runs[0]?.outputs.values() ?? [])];
  return {
    of,
    backend: model.backend,
    opening: { weights, prepare: sum(Object.values(steps)), ...model.ms },
    times,
    warmUp,
    warm: warm.length > 0 ? summarise(warm) : null,
    handOver: median(runs.map(({ page, ms }) => page - ms)),
    copies,
    bytes: { clip: byteLength(clip), results: sum(results.map(byteLength)) },
    setAside: sum(runs.map(({ setAside }) => setAside)),
  };
}

function copyTimes(runs: readonly OneRun[]): CopyTimes {
  const part = (of: (run: OneRun, copies: NonNullable<OneRun['copies']>) => number) =>
    median(runs.flatMap((run) => (run.copies ? [of(run, run.copies)] : [])));
  return {
    n: runs.length,
    upload: part((_, { upload }) => upload),
    compute: part(({ ms }, { upload, download }) => ms - upload - download),
    download: part((_, { download }) => download),
  };
}

function comparisonOf(
  a: Contender,
  b: Contender,
  backends: ComparisonReport['backends'],
  runs: ComparisonReport['runs'],
  planned: number,
): ComparisonReport {
  const times = (wanted: 'a' | 'b') => runs.filter(({ which }) => which === wanted).map(({ ms }) => ms);
  return { a, b, backends, runs, comparison: compareTimes(times('a'), times('b')), planned };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
