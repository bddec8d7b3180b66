import type { Design } from '../design/design';
import { elementCount, type Shape } from '../tensor/shape';
import type { Tensor } from '../tensor/tensor';
import { type ClipPlan, planClips } from '../video/clipPlan';
import { cropOnSource } from '../video/geometry';
import { noiseClip } from '../video/noise';
import { DEFAULT_SAMPLING } from '../video/sampling';
import type { SourceFacts } from '../video/source';
import type { OpenModel, Runner, Studio } from '../worker/client';
import type { OpenedSource, WeightsChoice } from '../worker/messages';
import { documentStore } from './document';
import {
  type ClassScore,
  type Input,
  liveStore,
  type Purpose,
  type ReadFrames,
  type RunFault,
  type RunReport,
  type RunSettings,
  type RunStatus,
  type Step,
} from './live';
import { sameValue } from './sameValue';

/** The workers a bench runs on. */
export interface Workers {
  startStudio(): Studio;
  startRunner(studio: Studio): Promise<Runner>;
  /** The bytes of a sample clip, by file name. */
  fetchSample(name: string, signal: AbortSignal): Promise<Blob>;
}

/** What the Run panel can ask for. Results and faults go to the live store. */
export interface Bench {
  /** Looks at what the browser can do, so that the panel can say it before the first run. */
  probe(): Promise<void>;
  /** Changes settings; a new input, or another cut of it, is read at once. */
  configure(change: Partial<RunSettings>): Promise<void>;
  /** Reads the frames of the chosen input for the network on the screen. */
  preview(): Promise<void>;
  /** Runs the network on the screen on the chosen clip. */
  run(): Promise<void>;
  /** Stops whatever is under way. */
  cancel(): void;
}

/** Runs after the first one stop when this many were made, or this much time was spent, in ms. */
const MOST_FOLLOWING = 4;
const FOLLOWING_BUDGET = 1500;

/** How long a design must rest before the strip follows it, in ms. */
const SETTLE = 300;

/** Classes shown. */
const TOP = 5;

/** Sets a bench up; nothing is started before it is needed. */
export function createBench(workers: Workers): Bench {
  let started: { readonly studio: Studio; readonly runner: Promise<Runner> } | null = null;
  let running: { readonly purpose: Purpose; readonly controller: AbortController } | null = null;
  let source: { readonly input: Input; readonly opened: OpenedSource } | null = null;
  let clip: { readonly plan: ClipPlan; readonly source: number; readonly tensor: Tensor } | null = null;
  let model: { readonly key: ModelKey; readonly open: OpenModel; readonly report: RunReport } | null = null;

  const start = () => {
    if (!started) {
      const studio = workers.startStudio();
      started = { studio, runner: workers.startRunner(studio) };
    }
    return started;
  };

  const report = (step: Step, done: number | null = null): void => {
    if (running) liveStore.setState({ status: { kind: 'working', purpose: running.purpose, step, done } });
  };

  /** One piece of work at a time: what was under way is cancelled, and a fault becomes the status. */
  const work = async (purpose: Purpose, task: (signal: AbortSignal) => Promise<void>): Promise<void> => {
    running?.controller.abort();
    const current = { purpose, controller: new AbortController() };
    running = current;
    const end = (status: RunStatus) => {
      if (running !== current) return;
      running = null;
      liveStore.setState({ status });
    };
    try {
      await task(current.controller.signal);
      end({ kind: 'idle' });
    } catch (error) {
      const cancelled = current.controller.signal.aborted;
      end(cancelled ? { kind: 'idle' } : { kind: 'failed', fault: faultOf(error) });
    }
  };

  const openSource = async (input: Exclude<Input, { kind: 'noise' }>, signal: AbortSignal): Promise<OpenedSource> => {
    if (source && sameInput(source.input, input)) return source.opened;
    report('open');
    const { studio } = start();
    const before = source;
    [source, clip] = [null, null];
    showFrames(null);
    if (before) await studio.request('closeSource', { source: before.opened.source });
    const [file, name] =
      input.kind === 'file'
        ? [input.file, input.file.name]
        : [await workers.fetchSample(input.name, signal), input.name];
    const opened = await studio.request('openSource', { kind: 'video', file, name }, { signal });
    source = { input, opened };
    return opened;
  };

  /** The clip `[1, C, T, H, W]` that a design takes. Read again only where another one is wanted. */
  const readClip = async ({ clip: wanted, reference }: Design, signal: AbortSignal): Promise<Tensor> => {
    const { input, shortSide, tooShort } = liveStore.getState().settings;
    if (input.kind === 'noise') {
      showFrames(null);
      return noiseClip([1, reference.in_channels, wanted.t, wanted.h, wanted.w], input.seed);
    }
    const { source: id, facts } = await openSource(input, signal);
    const plan = planClips(facts, {
      sampling: { ...DEFAULT_SAMPLING, clipLength: wanted.t, interval: wanted.interval, tooShort },
      geometry: { crop: { width: wanted.w, height: wanted.h }, shortSide, crops: 'center' },
      channels: reference.in_channels,
    });
    if (clip && clip.source === id && sameValue(clip.plan, plan)) return clip.tensor;
    report('read', 0);
    const read = await start().studio.request(
      'readClip',
      { source: id, plan },
      { signal, onProgress: ({ done, total }) => report('read', done / total) },
    );
    clip = { plan, source: id, tensor: read.clip };
    showFrames({ facts, thumbnails: read.thumbnails, ...cutOf(plan, facts) });
    return read.clip;
  };

  /** The network, ready to run; the one that is open already where nothing about it has changed. */
  const openModel = async (key: ModelKey, signal: AbortSignal): Promise<OpenModel> => {
    if (model?.open.isOpen() && sameValue(model.key, key)) return model.open;
    await model?.open.close();
    model = null;
    const runner = await start().runner;
    return runner.open({ ...key, outputs: [] }, { signal, onProgress: (step) => report(step) });
  };

  const runOn = async (signal: AbortSignal): Promise<void> => {
    const { settings } = liveStore.getState();
    const design = singleClip(documentStore.getState().legal);
    const key: ModelKey = { design, weights: settings.weights, provider: settings.provider };
    const tensor = await readClip(design, signal);
    const open = await openModel(key, signal);
    const known = model?.open === open ? model.report : null;
    report(known ? 'following' : 'first');
    const { outputs, ms } = await open.run(tensor, { signal });
    const times = known
      ? { ...known.ms, following: [...known.ms.following, ms] }
      : { prepare: sum(Object.values(open.prepared.ms)), ...open.ms, first: ms, following: [] };
    const finished: RunReport = {
      design,
      weights: settings.weights,
      input: settings.input,
      backend: open.backend,
      tensors: open.prepared.tensors,
      nodeCount: open.prepared.nodeCount,
      top: topClasses(outputs.get('logits')),
      features: shapeOf(outputs.get('conv5')),
      ms: times,
    };
    model = { key, open, report: finished };
    liveStore.setState({ report: finished });
    if (!known) await runAgain(tensor, signal);
  };

  /** A few runs more, as far as they are quick, since the first one compiles and warms up. */
  const runAgain = async (tensor: Tensor, signal: AbortSignal): Promise<void> => {
    for (let spent = 0, count = 0; model && count < MOST_FOLLOWING; count++) {
      const expected = model.report.ms.following.at(-1) ?? model.report.ms.first;
      if (spent + expected > FOLLOWING_BUDGET) return;
      report('following');
      const { ms } = await model.open.run(tensor, { signal });
      spent += ms;
      const { report: before } = model;
      const after = { ...before, ms: { ...before.ms, following: [...before.ms.following, ms] } };
      model = { ...model, report: after };
      liveStore.setState({ report: after });
    }
  };

  const bench: Bench = {
    async probe() {
      const { capabilities } = await start().runner;
      liveStore.setState({ capabilities });
    },
    async configure(change) {
      liveStore.setState(({ settings }) => ({ settings: { ...settings, ...change } }));
      if ('input' in change || 'shortSide' in change || 'tooShort' in change) await bench.preview();
    },
    preview: () =>
      work('preview', async (signal) => {
        await readClip(documentStore.getState().legal, signal);
      }),
    run: () => work('run', runOn),
    cancel: () => running?.controller.abort(),
  };

  // The strip follows the design's clip, once it rests; a run under way is left alone.
  let rest: ReturnType<typeof setTimeout>;
  documentStore.subscribe(({ legal }, { legal: before }) => {
    const sameClip = sameValue(legal.clip, before.clip) && legal.reference.in_channels === before.reference.in_channels;
    if (sameClip || source === null) return;
    clearTimeout(rest);
    rest = setTimeout(() => {
      if (running?.purpose !== 'run') void bench.preview();
    }, SETTLE);
  });
  return bench;
}

/** What decides which file is opened. */
interface ModelKey {
  readonly design: Design;
  readonly weights: WeightsChoice;
  readonly provider: RunSettings['provider'];
}

/** A run takes one clip, whatever batch the costs are counted for. */
function singleClip(design: Design): Design {
  return { ...design, clip: { ...design.clip, n: 1 } };
}

/** How a plan cuts the frames of its source. A run plans one crop. */
function cutOf(
  { resized, crops: [crop] }: ClipPlan,
  facts: SourceFacts,
): Pick<ReadFrames, 'resized' | 'crop' | 'seen'> {
  if (!crop) throw new Error('The plan of a clip has no crop.');
  return { resized, crop, seen: cropOnSource(crop, resized, facts) };
}

function showFrames(frames: ReadFrames | null): void {
  for (const { image } of liveStore.getState().frames?.thumbnails ?? []) image.close();
  liveStore.setState({ frames });
}

function sameInput(a: Input, b: Input): boolean {
  return a.kind === 'file' ? b.kind === 'file' && a.file === b.file : sameValue(a, b);
}

function topClasses(logits: Tensor | undefined): readonly ClassScore[] | null {
  if (logits?.dtype !== 'float32') return null;
  const highest = logits.data.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const exponentials = Array.from(logits.data, (logit) => Math.exp(logit - highest));
  const total = sum(exponentials);
  return exponentials
    .map((exponential, index) => ({ index, probability: exponential / total }))
    .sort((a, b) => b.probability - a.probability)
    .slice(0, TOP);
}

function shapeOf(tensor: Tensor | undefined): Shape {
  if (!tensor || elementCount(tensor.shape) === 0) throw new Error('The run gave no features under the name conv5.');
  return tensor.shape;
}

/** Errors come from two threads: those of a worker carry their class's fields beside its name. */
export function faultOf(error: unknown): RunFault {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), tooShort: false };
  const { trouble } = { ...error, ...('fields' in error && (error.fields as object)) } as {
    readonly trouble?: unknown;
  };
  return { name: error.name, message: error.message, tooShort: trouble === 'too-short' };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
