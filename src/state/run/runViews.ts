import type { OpenModel, RunStep } from '../../worker/client';
import type { ModelKey } from './modelSlot';
import { logitsOf, openingTimes, pooledFeatures, resultNamed } from './results';
import { keyOnScreen, type RunJob, type RunPlace } from './runJob';
import type { RunTimes } from './runStore';

/** Runs after the first one stop when this many were made, or this much time was spent, in ms. */
const MOST_FOLLOWING = 4;
const FOLLOWING_BUDGET = 1500;

/** The times of the network that ran last: they go on while it stays open. */
type RunClock = ReturnType<typeof createRunClock>;

/** A clock before any run. */
export function createRunClock() {
  let times: { readonly of: OpenModel; readonly ms: RunTimes } | null = null;
  const timesOf = (model: OpenModel) => (times?.of === model ? times.ms : null);
  return {
    /** Null for a network that has not run. */
    of: timesOf,
    /** Adds a run; `around` counts for the first one. */
    add(model: OpenModel, ms: number, around: Pick<RunTimes, 'read' | 'whole'>): RunTimes {
      const known = timesOf(model);
      const added = known
        ? { ...known, following: [...known.following, ms] }
        : { ...openingTimes(model), ...around, first: ms, following: [] };
      times = { of: model, ms: added };
      return added;
    },
  };
}

/** Runs the network on the screen on every view of the input. The report grows view by view. */
export async function runViews(place: RunPlace, clock: RunClock, job: RunJob): Promise<void> {
  const { reader, runStore, forRuns } = place;
  const { signal, report } = job;
  // Said at once: what is shown meanwhile (the panel, on its way) must not begin with something else.
  report('open');
  const key = keyOnScreen(place);
  const { input } = runStore.getState().settings;
  const began = performance.now();
  const opening = openMeanwhile(forRuns, key, job);
  let { views, crops } = await opening.beside(async () => {
    const views = await reader.plan(key.design, job);
    return { views, crops: await views.read(0, job) };
  });
  const waited = performance.now() - began;
  const model = await opening.model;
  const read = Math.max(0, waited - opening.took());
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
      const hasRun = clock.of(model) !== null;
      report(planned > 1 ? 'view' : hasRun ? 'following' : 'first', planned > 1 ? pooled.length / planned : null);
      const { outputs, ms } = await model.run(view, { signal });
      const times = clock.add(model, ms, { read, whole: performance.now() - began });
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
          ms: times,
        },
      });
      if (planned === 1 && !hasRun) await runAgain(place, clock, model, view, job);
    }
  }
}

/**
 * Begins to open a network while a clip is read: loading onnxruntime-web and comparing a GPU with WASM need no clip. A
 * clip that cannot be read says so at once, and ends the opening.
 */
function openMeanwhile({ open }: RunPlace['forRuns'], key: ModelKey, { signal, report }: RunJob) {
  const unread = new AbortController();
  const stop = () => unread.abort(signal.reason);
  signal.addEventListener('abort', stop);
  const began = performance.now();
  let took = 0;
  let isReading = true;
  let at: RunStep | null = null;
  const model = open(key, {
    signal: unread.signal,
    isEarly: () => isReading,
    onProgress: (step) => {
      at = step;
      if (!isReading) report(step);
    },
  }).finally(() => {
    took = performance.now() - began;
    signal.removeEventListener('abort', stop);
  });
  // Where reading fails first, that is what is told.
  model.catch(() => {});
  return {
    model,
    /** What opening took, in ms; 0 before it is done. */
    took: () => took,
    async beside<T>(reading: () => Promise<T>): Promise<T> {
      try {
        const read = await reading();
        isReading = false;
        if (at !== null && took === 0) report(at);
        return read;
      } catch (error) {
        unread.abort(error);
        throw error;
      }
    },
  };
}

/** A few runs more, as far as they are quick, since the first one compiles and warms up. */
async function runAgain(
  { runStore }: RunPlace,
  clock: RunClock,
  model: OpenModel,
  view: Parameters<OpenModel['run']>[0],
  { signal, report }: RunJob,
): Promise<void> {
  for (let spent = 0, count = 0; count < MOST_FOLLOWING; count++) {
    const before = clock.of(model);
    if (!before || spent + (before.following.at(-1) ?? before.first) > FOLLOWING_BUDGET) return;
    report('following');
    const { ms } = await model.run(view, { signal });
    spent += ms;
    const times = clock.add(model, ms, before);
    runStore.setState(({ report }) => ({ report: report && { ...report, ms: times } }));
  }
}
