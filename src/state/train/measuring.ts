import { createStore } from 'zustand/vanilla';
import { designCounts } from '../../analysis/costs';
import type { Design } from '../../design/design';
import { sameValue } from '../../design/sameValue';
import { memoised } from '../../memo/memoised';
import { FamilyError, type FamilyRun, readTrainedFamily, rowOf, trainedFamily } from '../../scaling/trainedFamily';
import { trainingKey } from '../../scaling/trainingKey';
import { sentenceOf } from '../../text/sentence';
import { weightHash } from '../../training/weightHash';
import { startTraining } from '../../worker/client';
import type { Training, TrainingHandle } from '../../worker/training';
import type { App } from '../app';
import { keepInBrowser } from '../storage';
import { createTaskSlot } from '../task';
import { asInFamily, FAMILY_SEEDS, familyRequest } from './familyTraining';

/** What training a design came to, a run a seed. */
export interface Measured {
  readonly design: Design;
  readonly runs: readonly FamilyRun[];
  /** Why a run gave nothing: its numbers left their range. Null where none did. */
  readonly diverged: string | null;
}

/** One run of the queue. */
interface MeasuringJob {
  readonly design: Design;
  readonly seed: number;
}

/** The queue of designs that are trained to be compared. */
export interface Measuring {
  readonly phase:
    | { readonly kind: 'none' }
    | { readonly kind: 'running' }
    | { readonly kind: 'paused' }
    | { readonly kind: 'done' }
    | { readonly kind: 'cancelled' }
    | { readonly kind: 'failed'; readonly message: string };
  /** What was asked last, in the order it is trained; what was known already is not among it. */
  readonly jobs: readonly MeasuringJob[];
  /** Jobs that are done: the next one is under way. */
  readonly done: number;
  /** Updates of the job under way. */
  readonly updates: number;
  /** Milliseconds that the rest takes at the pace so far; null before anything is known of it. */
  readonly msLeft: number | null;
  /** Everything measured in this browser, by `trainingKey`. */
  readonly results: ReadonlyMap<string, Measured>;
}

/** Trains designs one after another, by the recipe of the table that comes with the app. */
export type MeasuringQueue = ReturnType<typeof createMeasuring>;

/** What is known of a design's accuracy: from the table that comes with the app, or measured here. Null where nothing is. */
export function knownOf(
  { results }: Pick<Measuring, 'results'>,
  design: Design,
): (Measured & { here: boolean }) | null {
  const trained = asInFamily(design);
  const row = rowOf(trained);
  if (row) return { ...row, diverged: null, here: false };
  const measured = results.get(trainingKey(trained));
  return measured ? { ...measured, here: true } : null;
}

/** An app's queue, made when it is first asked for. */
export const measuringOf: (app: App) => MeasuringQueue = memoised(() => createMeasuring(startTraining));

/**
 * Sets a queue up.
 * @param start starts a trainer of its own for each queue, so that a run on the Train face stays as it is; it is ended with
 * the queue, and its memory given back.
 */
export function createMeasuring(start: () => Training) {
  const store = createStore<Measuring>()(() => ({
    phase: { kind: 'none' },
    jobs: [],
    done: 0,
    updates: 0,
    msLeft: null,
    results: new Map(),
  }));
  keepInBrowser(store, KEY, {
    kept: ({ results }) => ({
      recipe: trainedFamily().recipe,
      rows: [...results.values()].filter(({ runs }) => runs.length > 0).slice(-MOST_KEPT),
    }),
    read: (saved) => ({ results: resultsIn(saved) }),
  });
  const slot = createTaskSlot();
  const gate = createGate();
  /** The run under way. */
  let handle: TrainingHandle | null = null;

  const keep = ({ design, seed }: MeasuringJob, came: Omit<FamilyRun, 'seed'> | string): void =>
    store.setState(({ results, done }) => {
      const key = trainingKey(asInFamily(design));
      const before = results.get(key) ?? { design, runs: [], diverged: null };
      const after =
        typeof came === 'string'
          ? { ...before, diverged: came }
          : { ...before, runs: [...before.runs, { seed, ...came }].toSorted((a, b) => a.seed - b.seed) };
      return { results: new Map(results).set(key, after), done: done + 1, updates: 0 };
    });

  const trained = async (
    training: Training,
    { design, seed }: MeasuringJob,
    { signal, onUpdates, onGoing }: { signal: AbortSignal; onUpdates: (updates: number) => void; onGoing: () => void },
  ): Promise<Omit<FamilyRun, 'seed'> | string> => {
    await gate.passed(signal);
    const request = familyRequest(design, seed);
    const run = await training.open(request, { signal });
    handle = run;
    const losses: number[] = [];
    for (let why = 'paused'; why !== 'done'; ) {
      await gate.passed(signal);
      onGoing();
      const pause = await run.train(
        { steps: null, validate: null, keep: false },
        {
          onProgress: ({ steps }) => {
            losses.push(...steps.map(({ loss }) => loss));
            onUpdates(losses.length);
          },
          // Nothing was kept: after a breakdown it begins again.
          onResumed: ({ step }) => {
            losses.splice(step);
            onUpdates(step);
          },
        },
      );
      if (pause.why === 'diverged') return pause.sentence;
      why = pause.why;
    }
    const rightOf = async (variation: 'plain' | 'shuffled' | 'backwards') => {
      const { clips } = trainedFamily().recipe;
      return (await run.request('evaluate', { split: 'test', variation, clips }, { signal })).accuracy.successes;
    };
    const last = losses.slice(-LAST);
    return {
      right: await rightOf('plain'),
      shuffled: await rightOf('shuffled'),
      backwards: await rightOf('backwards'),
      loss: last.reduce((sum, loss) => sum + loss, 0) / last.length,
      hash: weightHash(await run.request('weights', null, { signal })),
    };
  };

  return {
    store,
    /** Trains what is not known of these designs; what was asked before and is not done is given up. */
    async measure(designs: readonly Design[]): Promise<void> {
      const jobs = jobsOf(designs, store.getState().results);
      gate.open();
      store.setState({ phase: { kind: 'running' }, jobs, done: 0, updates: 0, msLeft: null });
      const outcome = await slot.start(async (signal) => {
        if (jobs.length === 0) return;
        const training = start();
        const clock = createClock(jobs);
        // Whatever the trainer is at, it is ended with the queue.
        signal.addEventListener('abort', () => training.end());
        try {
          for (const [at, job] of jobs.entries()) {
            const onUpdates = (updates: number) => {
              if (!signal.aborted) store.setState({ updates, msLeft: clock.left(at, updates) });
            };
            const came = await trained(training, job, { signal, onUpdates, onGoing: clock.goes });
            signal.throwIfAborted();
            keep(job, came);
          }
        } finally {
          handle = null;
          training.end();
        }
      });
      if (outcome === null) return;
      const phase =
        outcome.kind === 'failed'
          ? ({ kind: 'failed', message: sentenceOf(outcome.error) } as const)
          : ({ kind: outcome.kind } as const);
      store.setState({ phase, updates: 0, msLeft: null });
    },
    /** Rests after the update under way. */
    pause(): void {
      if (store.getState().phase.kind !== 'running') return;
      gate.shut();
      store.setState({ phase: { kind: 'paused' } });
      handle?.request('pause', null).catch(() => {});
    },
    resume(): void {
      if (store.getState().phase.kind !== 'paused') return;
      store.setState({ phase: { kind: 'running' } });
      gate.open();
    },
    /** Gives up what is not done. Results stay. */
    cancel: slot.cancel,
  };
}

/** Where results are kept between visits, and of how many designs. */
const KEY = 'x3d-studio.measured';
const MOST_KEPT = 80;

/** What an earlier visit measured; nothing where it cannot be read, or was measured by another recipe than the table's. */
function resultsIn(saved: unknown): Measuring['results'] {
  try {
    const { recipe, rows } = readTrainedFamily(saved);
    if (!sameValue(recipe, trainedFamily().recipe)) return new Map();
    return new Map(rows.map((row) => [trainingKey(asInFamily(row.design)), { ...row, diverged: null }]));
  } catch (error) {
    if (error instanceof FamilyError) return new Map();
    throw error;
  }
}

/** Updates that a run's loss is the mean of, as in the table. */
const LAST = 20;

/** A run for each seed that is not known yet: every design from the first seed, then every one from the next. */
function jobsOf(designs: readonly Design[], results: Measuring['results']): readonly MeasuringJob[] {
  const unknown = new Map(designs.map((design) => [trainingKey(asInFamily(design)), design] as const));
  return FAMILY_SEEDS.flatMap((seed) =>
    [...unknown.values()].flatMap((design) => {
      const known = knownOf({ results }, design);
      return known?.diverged || known?.runs.some((run) => run.seed === seed) ? [] : { design, seed };
    }),
  );
}

/** A gate that work passes between two pieces; while it is shut, the work waits. */
function createGate() {
  let shut: { readonly passing: Promise<void>; open(): void } | null = null;
  return {
    shut() {
      let open = () => {};
      const passing = new Promise<void>((resolve) => {
        open = resolve;
      });
      shut ??= { passing, open };
    },
    open() {
      shut?.open();
      shut = null;
    },
    /** Comes when the gate is open. @throws the signal's reason */
    async passed(signal: AbortSignal) {
      while (shut !== null) {
        await Promise.race([shut.passing, aborted(signal)]);
        signal.throwIfAborted();
      }
    },
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

/** Updates before a pace is told: the first wait for what is loaded. */
const FIRST = 20;

/** Tells how long the rest takes, work being MACs times updates. Rests between are no work. */
function createClock(jobs: readonly MeasuringJob[]) {
  const { steps } = trainedFamily().recipe;
  const macs = jobs.map(({ design }) => designCounts(design).macs / design.clip.n);
  const all = macs.reduce((sum, one) => sum + one * steps, 0);
  let [spent, work, total, last, at, updates] = [0, 0, 0, performance.now(), 0, 0];
  return {
    /** Work begins, or goes on after a rest. */
    goes: () => {
      last = performance.now();
    },
    left(job: number, made: number): number | null {
      const now = performance.now();
      const more = job === at ? made - updates : made;
      spent += now - last;
      work += more * (macs[job] ?? 0);
      [last, at, updates] = [now, job, made];
      total += more;
      return total >= FIRST ? (spent / work) * (all - work) : null;
    },
  };
}
