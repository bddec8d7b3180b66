import { gatesOf, partsByPath } from '../../architecture/walk';
import type { Design } from '../../design/design';
import { sameValue } from '../../design/sameValue';
import { memoised } from '../../memo/memoised';
import { byteLength } from '../../tensor/tensor';
import type { OpenModel } from '../../worker/client';
import type { App } from '../app';
import { architectureOf } from '../document/derived';
import { faultOf } from '../fault';
import { createTask, type StepProgress } from '../task';
import { whenRested } from '../whenRested';
import { type Workers, workersOf } from '../workers';
import { type ClipReader, createClipReader } from './clipReader';
import { troubleOf } from './frameSource';
import { createKeptModel, type ModelKey } from './keptModel';
import {
  type Input,
  type Pipeline,
  type Purpose,
  type RunSettings,
  type RunStatus,
  type RunTimes,
  type RunWork,
  SAMPLES,
  type Step,
  type StoredInput,
  type View,
} from './live';
import { logitsOf, pooledFeatures, resultNamed } from './results';
import { runCamera } from './runCamera';

/** What a bench needs: the design it runs, the store it reports to, and the workers it runs on. */
interface BenchPlace extends Pick<App, 'document' | 'runStore'>, Pick<Workers, 'studio' | 'runner'> {
  /** The bytes of a sample clip, by file name. */
  fetchSample(name: string, signal: AbortSignal): Promise<Blob>;
}

/** What the Run panel and the rooms that look inside can ask for. Results and faults go to the live store. */
export interface Bench {
  /** Looks at what the browser can do, so that the panel can say it before the first run. */
  probe(): Promise<void>;
  /** Changes settings; a new input is read at once. */
  configure(change: Partial<Omit<RunSettings, 'pipeline'>>): Promise<void>;
  /** Changes how frames become views; what that changes is read at once. */
  setPipeline(change: Partial<Pipeline>): Promise<void>;
  /** Shows another view of the source. */
  show(view: Partial<View>): Promise<void>;
  /** Reads the frames of the shown clip for the network on the screen. */
  preview(): Promise<void>;
  /** Runs the network on the screen on every view of the input; on the camera, until it is cancelled. */
  run(): Promise<void>;
  /** Reads back the output of one part of the network, on the shown view. */
  look(path: string): Promise<void>;
  /** Maps where a class is seen in the shown view; the most probable one where none is named. */
  mapClass(classIndex: number | null): Promise<void>;
  /** Stops whatever is under way. */
  cancel(): void;
}

/** One piece of work: how it is stopped, and how it tells what it is busy with. */
interface RunJob {
  readonly signal: AbortSignal;
  report(step: Step, done?: number | null): void;
}

/** Runs after the first one stop when this many were made, or this much time was spent, in ms. */
const MOST_FOLLOWING = 4;
const FOLLOWING_BUDGET = 1500;

/** How long a design must rest before the strip follows it, in ms. */
const SETTLE = 300;

/** Most that is read back of one layer, in bytes: it crosses two workers and stays in the page's memory. */
export const MOST_READ_BACK = 128 * 2 ** 20;

/** An app's bench, made when it is first asked for; samples come from the app's own server. */
export const benchOf: (app: App) => Bench = memoised((app) =>
  createBench({
    ...app,
    ...workersOf(app),
    async fetchSample(name, signal) {
      const response = await fetch(`${import.meta.env.BASE_URL}samples/${name}`, { signal });
      if (!response.ok)
        throw new Error(`The sample ${name} did not load (${response.status}). Choose a video, or noise.`);
      return response.blob();
    },
  }),
);

/** Sets a bench up; no worker is started before it is needed. */
export function createBench({ document, runStore, studio, runner, fetchSample }: BenchPlace): Bench {
  /** The last input that could be used, and how it was looked at: it comes back where another one cannot be opened. */
  let usable: { readonly input: Input; readonly shown: View } | null = null;
  /** The input that the bench knows of: another one came back with the browser's history. */
  let known = runStore.getState().settings.input;
  /** What is said of the last input that could not be opened, until something else is asked for. */
  let refusal: RunStatus | null = null;
  let times: { readonly of: OpenModel; readonly ms: RunTimes } | null = null;

  const reader: ClipReader = createClipReader({ runStore, studio, fetchSample });
  // Two networks at most stay open: the one that runs, and the one with the output that was looked at last.
  const [forRuns, forLooks] = [createKeptModel(runner), createKeptModel(runner)];

  const task = createTask<RunWork, StepProgress<Step>>((status) =>
    // A strip that follows the design, or is read for a panel that opens, takes back nothing that was said.
    runStore.setState({ status: status.kind === 'idle' ? (refusal ?? status) : status }),
  );

  /** One piece of work at a time: what was under way is cancelled, and a fault becomes the status. */
  const work = async (purpose: Purpose, job: (job: RunJob) => Promise<void>): Promise<void> => {
    if (purpose !== 'preview') refusal = null;
    await task.start({ purpose }, (signal, onProgress) =>
      job({ signal, report: (step, done = null) => onProgress({ step, done }) }),
    );
  };

  const keyOf = (outputs: readonly string[]): ModelKey => {
    const { weights, provider } = runStore.getState().settings;
    return { design: singleClip(document.getState().legal), weights, provider, outputs };
  };

  const runViews = async (job: RunJob): Promise<void> => {
    const { signal, report } = job;
    // Said at once: what is shown meanwhile (the panel, on its way) must not begin with something else.
    report('open');
    const key = keyOf([]);
    const { input } = runStore.getState().settings;
    const began = performance.now();
    const views = await reader.plan(key.design, job);
    // The first clip is read before anything is compiled: a file that cannot be read says so at once.
    let crops = await views.read(0, job);
    const read = performance.now() - began;
    const model = await forRuns.open(key, { signal, onProgress: (step) => report(step) });
    const planned = views.clips * views.crops;
    const scores: Float32Array[] = [];
    const pooled: Float32Array[] = [];
    for (let clip = 0; clip < views.clips; clip++) {
      if (clip > 0) {
        // One clip in memory at a time: the last one goes before the next is read.
        crops = [];
        crops = await views.read(clip, job);
      }
      for (const view of crops) {
        const known = timesOf(model);
        report(planned > 1 ? 'view' : known ? 'following' : 'first', planned > 1 ? pooled.length / planned : null);
        const { outputs, ms } = await model.run(view, { signal });
        addTime(model, ms, { read, whole: performance.now() - began });
        const features = resultNamed(outputs, 'conv5');
        pooled.push(pooledFeatures(features, key.design.head?.spatial_type ?? 'avg'));
        const logits = logitsOf(outputs);
        if (logits) scores.push(logits);
        runStore.setState({
          report: {
            design: key.design,
            weights: key.weights,
            input,
            backend: model.backend,
            tensors: model.prepared.tensors,
            nodeCount: model.prepared.nodeCount,
            views: { planned, clips: views.clips, crops: views.crops },
            scores: logits && [...scores],
            features: features.shape,
            pooled: [...pooled],
            ms: timesOf(model) ?? fail('A run was not timed.'),
          },
        });
        if (planned === 1 && !known) await runAgain(model, view, job);
      }
    }
  };

  const timesOf = (model: OpenModel): RunTimes | null => (times?.of === model ? times.ms : null);

  /** A run's time; `around` counts for the first one. */
  const addTime = (model: OpenModel, ms: number, around: Pick<RunTimes, 'read' | 'whole'>): void => {
    const known = timesOf(model);
    const { weights, ...steps } = model.prepared.ms;
    times = {
      of: model,
      ms: known
        ? { ...known, following: [...known.following, ms] }
        : { weights, prepare: sum(Object.values(steps)), ...model.ms, ...around, first: ms, following: [] },
    };
  };

  /** A few runs more, as far as they are quick, since the first one compiles and warms up. */
  const runAgain = async (model: OpenModel, view: Parameters<OpenModel['run']>[0], { signal, report }: RunJob) => {
    for (let spent = 0, count = 0; count < MOST_FOLLOWING; count++) {
      const before = timesOf(model) ?? fail('A run was not timed.');
      const expected = before.following.at(-1) ?? before.first;
      if (spent + expected > FOLLOWING_BUDGET) return;
      report('following');
      const { ms } = await model.run(view, { signal });
      spent += ms;
      addTime(model, ms, before);
      runStore.setState(({ report }) => ({ report: report && { ...report, ms: timesOf(model) ?? report.ms } }));
    }
  };

  const bench: Bench = {
    async probe() {
      const { capabilities } = await runner();
      runStore.setState({ capabilities });
    },
    async configure(change) {
      const { settings: before, shown } = runStore.getState();
      known = change.input ?? known;
      runStore.setState({ settings: { ...before, ...change } });
      if (!change.input) return;
      refusal = null;
      // A sample is there, whether its frames were read yet or not.
      const { input } = before;
      if (!isStored(input) || input.kind === 'sample' || reader.holds(input)) usable = { input, shown };
      runStore.setState({ shown: { clip: 0, crop: 0 } });
      await bench.preview();
    },
    async setPipeline(change) {
      refusal = null;
      runStore.setState(({ settings }) => ({
        settings: { ...settings, pipeline: { ...settings.pipeline, ...change } },
      }));
      // How scores are averaged changes no frame.
      if (Object.keys(change).some((name) => name !== 'average')) await bench.preview();
    },
    async show(view) {
      refusal = null;
      runStore.setState(({ shown }) => ({ shown: { ...shown, ...view } }));
      await bench.preview();
    },
    preview: () =>
      work('preview', async (job) => {
        const { input } = runStore.getState().settings;
        if (input.kind === 'camera') return;
        const { legal } = document.getState();
        try {
          await reader.readShown(legal, job);
        } catch (error) {
          // What cannot even be opened takes nobody's place; that a part of the app is missing is no fault of the file.
          const isRefused = isStored(input) && !reader.holds(input) && troubleOf(error) !== 'reader-missing';
          if (job.signal.aborted || !usable || usable.input === input || !isRefused) throw error;
          if (error instanceof Error) error.message += ` ${inputText(usable.input)} stays.`;
          refusal = { kind: 'failed', purpose: 'preview', fault: faultOf(error) };
          const { shown } = usable;
          known = usable.input;
          runStore.setState(({ settings }) => ({ settings: { ...settings, input: known }, shown }));
          // The reading of the one before may have been cut short, even where its file is open.
          if (isStored(usable.input)) await reader.readShown(legal, job).catch(() => {});
        }
      }),
    run: () => {
      const { input } = runStore.getState().settings;
      if (input.kind !== 'camera') return work('run', runViews);
      return work('camera', ({ signal, report }) => {
        report('camera');
        return runCamera({
          runStore,
          studio: studio(),
          wish: () => ({ key: keyOf([]), shortSide: runStore.getState().settings.pipeline.shortSide }),
          onChange: (listener) => {
            const stops = [document.subscribe(listener), runStore.subscribe(listener)];
            return () => {
              for (const stop of stops) stop();
            };
          },
          openModel: async ({ key }, running) => {
            const place = running && forRuns.holds(running) ? forLooks : forRuns;
            // The steps of the first one are shown; those of a changed one are not what the camera waits for.
            const model = await place.open(key, { signal, onProgress: (step) => running === null && report(step) });
            report('camera');
            return model;
          },
          signal,
        });
      });
    },
    look: (path) =>
      work('look', async (job) => {
        const { signal, report } = job;
        const { design } = keyOf([]);
        const gates = gatesOf(architectureOf(design), path);
        checkReadBack(design, path);
        const key = keyOf(gates === null || gates === path ? [path] : [path, gates]);
        const { input } = runStore.getState().settings;
        const clip = await reader.readShown(design, job);
        const { shown } = runStore.getState();
        let opened = false;
        const model = await forLooks.open(key, {
          signal,
          onProgress: (step) => {
            opened = true;
            report(step);
          },
        });
        report('first');
        const { outputs, ms } = await model.run(clip, { signal, outputs: key.outputs });
        report('facts');
        const output = resultNamed(outputs, path);
        const looked = await studio().request(
          'activationFacts',
          { output },
          { signal, transfer: [output.data.buffer as ArrayBuffer] },
        );
        runStore.setState({
          look: {
            ...{ path, design, weights: key.weights, input, view: shown, ms, opened },
            ...looked,
            gates: gates === null ? null : gates === path ? looked.output : resultNamed(outputs, gates),
          },
        });
      }),
    mapClass: (classIndex) =>
      work('look', async (job) => {
        const { signal, report } = job;
        const key = keyOf([]);
        const { design, weights } = key;
        if (design.head === null) throw new Error('A backbone without head gives no classes to map. Add a head.');
        const { input } = runStore.getState().settings;
        const clip = await reader.readShown(design, job);
        const { shown } = runStore.getState();
        const open =
          forLooks.find({ design, weights, provider: key.provider }) ??
          (await forRuns.open(key, { signal, onProgress: (step) => report(step) }));
        report('first');
        const { outputs } = await open.run(clip, { signal, outputs: ['conv5', 'logits'] });
        const scores = resultNamed(outputs, 'logits').data;
        report('facts');
        const chosen = classIndex ?? scores.indexOf(scores.reduce((a, b) => Math.max(a, b)));
        const map = await studio().request(
          'gradCam',
          { design, weights, features: resultNamed(outputs, 'conv5'), classIndex: chosen },
          { signal },
        );
        const { tensors } = open.prepared;
        runStore.setState({
          classMap: { design, weights, input, view: shown, classIndex: chosen, scores, tensors, ...map },
        });
      }),
    cancel() {
      refusal = null;
      task.cancel();
    },
  };

  runStore.subscribe(({ settings: { input } }) => {
    if (input !== known) void bench.configure({ input });
  });

  // The strip follows the design's clip, once it rests; a run under way is left alone.
  const rested = whenRested(SETTLE);
  document.subscribe(({ legal }, { legal: before }) => {
    const sameClip = sameValue(legal.clip, before.clip) && legal.reference.in_channels === before.reference.in_channels;
    if (sameClip || !reader.isOpen()) return;
    rested(() => {
      // A camera has no strip that could follow; what was said of it stands.
      if (runStore.getState().settings.input.kind === 'camera') return;
      if ((task.underWay()?.purpose ?? 'preview') !== 'preview') return;
      void bench.preview();
    });
  });
  return bench;
}

function isStored(input: Input): input is StoredInput {
  return input.kind !== 'camera' && input.kind !== 'noise' && input.kind !== 'array';
}

/** What an input is called at the beginning of a sentence. */
function inputText(input: Input): string {
  switch (input.kind) {
    case 'sample':
      return SAMPLES.find(({ name }) => name === input.name)?.label ?? input.name;
    case 'file':
      return input.file.name;
    case 'images':
      return input.folder.name;
    case 'array':
      return input.array.file.name;
    case 'camera':
      return 'The camera';
    case 'noise':
      return 'Noise';
  }
}

/** A run takes one clip, whatever batch the costs are counted for. */
function singleClip(design: Design): Design {
  return { ...design, clip: { ...design.clip, n: 1 } };
}

/** @throws Error when more would be read back than the page should hold */
function checkReadBack(design: Design, path: string): void {
  const part = partsByPath(architectureOf(design)).get(path);
  if (!part) throw new Error(`${path}: the network on the screen has no such part. Select another one.`);
  const bytes = byteLength({ dtype: 'float32', shape: part.output });
  if (bytes <= MOST_READ_BACK) return;
  const [found, most] = [bytes, MOST_READ_BACK].map((count) => `${Math.ceil(count / 1e6)} MB`);
  throw new Error(`${path}: its output takes ${found}, and ${most} at most are read back. Choose a smaller clip.`);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function fail(message: string): never {
  throw new Error(message);
}
