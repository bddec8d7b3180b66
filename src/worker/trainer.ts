import type { Architecture } from '../architecture/architecture';
import { build } from '../architecture/build';
import { stateDictOf } from '../architecture/walk';
import { writePth, writeSafetensors } from '../checkpoint/writeCheckpoint';
import { newest } from '../memo/newest';
import type { ClipSize } from '../motion/scene';
import { elementCount } from '../tensor/shape';
import type { StateDict, Tensor } from '../tensor/tensor';
import { median } from '../timing/summary';
import type { Dataset } from '../training/dataset';
import { evaluate } from '../training/evaluation';
import { judgeOdd } from '../training/oddJudgement';
import { describedData, provenanceOf } from '../training/provenance';
import { refuseUntrainable } from '../training/refuseUntrainable';
import { createRun, Diverged, type TrainingRun } from '../training/trainingRun';
import { openTraining, type TrainingSession } from '../training/trainingSession';
import { stateDictFrom } from '../training/trainingState';
import { initWeights } from '../weights/initialise';
import { namedClip } from '../weights/named';
import { type Client, connect } from './channel';
import type { KeptRuns, StoredRun } from './keptRuns';
import { learnHead } from './learnHead';
import type { MotionProtocol } from './motionProtocol';
import { type Queue, queue } from './queue';
import { recognisedRows } from './recognisedRows';
import type { Call, Handlers } from './serve';
import type { Builds } from './session';
import { startingWeights } from './startingWeights';
import type {
  OpeningStep,
  TrainerProtocol,
  TrainingHistory,
  TrainingPause,
  TrainingPlace,
  TrainingProgress,
  TrainingRequest,
  TrainParams,
  TrialParams,
} from './trainerProtocol';
import { startTrainerRuntime, type TrainerRuntime } from './trainerRuntime';
import { weightChanges } from './weightChanges';

/** Milliseconds between two reports, and between two times the run is kept. */
const REPORT_EVERY = 250;
const KEEP_EVERY = 15_000;

/** A run that stands open. */
interface OpenRun {
  readonly request: TrainingRequest;
  readonly architecture: Architecture;
  readonly session: TrainingSession;
  readonly run: TrainingRun;
  readonly dataset: Dataset;
  /** Weights it started from. */
  readonly start: StateDict;
  readonly steps: TrainingHistory['steps'][number][];
  readonly validations: TrainingHistory['validations'][number][];
  /** False once the store took nothing. */
  keeps: boolean;
  close(): Promise<void>;
}

/** The trainer worker's answers: one run at a time; what is asked of its network waits for the step under way. */
export function createTrainer(builds: Builds, runs: KeptRuns): Handlers<TrainerProtocol> {
  let motion: Client<MotionProtocol> | null = null;
  let place: TrainingPlace | null = null;
  let open: OpenRun | null = null;
  let pausing = false;
  let training: Promise<unknown> = Promise.resolve();
  const queued = queue();
  const started = newest((at: TrainingPlace) => startTrainerRuntime(builds, at));

  const current = (): OpenRun => {
    if (open === null) throw new Error('No run is open: send `open` first.');
    return open;
  };
  const runtime = async (): Promise<TrainerRuntime> => {
    if (place === null) throw new Error('The trainer does not know where to train: send `connect` first.');
    return started(place);
  };
  /** Work with open sessions: one at a time, and none on a GPU that was lost. */
  const inTurn: Queue = (work) => queued(async () => (await runtime()).guard(work));
  const rest = async () => {
    pausing = true;
    await training;
    pausing = false;
  };
  const close = async () => {
    await rest();
    await open?.close();
    open = null;
  };

  return {
    connect: async (given) => {
      place = given.place;
      motion = given.port && connect<MotionProtocol>(given.port);
    },
    probe: async () => (await runtime()).objection(),
    trial: async (params) => tried(await runtime(), params),
    open: async (request, call) => {
      await close();
      const { opened, facts } = await openRun(request, { motion, runtime, runs, inTurn }, call);
      open = opened;
      return facts;
    },
    train: async (params, call) => {
      await rest();
      const going = trainRun(current(), params, { inTurn, runs, call, stop: () => pausing });
      training = going.catch(() => {});
      return going;
    },
    pause: rest,
    evaluate: async ({ split, variation, clips }, { signal, progress }) => {
      const { session, dataset, request } = current();
      const onProgress = (done: number, total: number) => progress({ done, total });
      const options = { split, variation, count: clips, batch: request.recipe.batch, onProgress, signal };
      return evaluate(between(session, inTurn), dataset, options);
    },
    recognise: async ({ clips }) => {
      const { session, request } = current();
      const { evaluate } = between(session, inTurn);
      return recognisedRows(evaluate, clips, [...Array(clips.shape[0]).keys()], request.recipe.batch);
    },
    odd: async ({ clips }) => {
      const { session, dataset, request } = current();
      const { data, design, recipe } = request;
      if (data.kind !== 'motion') throw new Error('Odd clips are made for the motion world alone.');
      return judgeOdd(between(session, inTurn), dataset, data, design.clip, { clips, batch: recipe.batch });
    },
    look: async ({ clip, paths, keys }) => {
      const run = current();
      return inTurn(async () => {
        const outputs = await run.session.look(clip, paths);
        const weights = keys.length > 0 ? await weightsOf(run) : new Map<string, Tensor>();
        const tensors = new Map(keys.flatMap((key) => (weights.has(key) ? [[key, weights.get(key) as Tensor]] : [])));
        return { outputs, tensors, step: run.run.steps() };
      });
    },
    learnHead: async (learning, call) => learnHead(learning, { runtime, inTurn, call }),
    weights: async () => inTurn(() => weightsOf(current())),
    save: async ({ format, naming, metadata = new Map() }) => {
      const run = current();
      const write = format === 'pth' ? writePth : writeSafetensors;
      const trained = provenanceOf({ ...run.request, step: run.run.steps(), validations: run.validations });
      const provenance = new Map([...trained, ...metadata]);
      const chunks = write(await inTurn(() => weightsOf(run)), { design: run.request.design, naming, provenance });
      return new Blob(chunks as Uint8Array<ArrayBuffer>[]);
    },
    keep: () => keepRun(current(), { inTurn, runs }),
    newest: async ({ prefix }) => {
      const found: StoredRun[] = [];
      for (const id of await runs.ids()) {
        const run = id.startsWith(prefix) ? await runs.read(id) : null;
        if (run) found.push(run);
      }
      const [newest] = found.toSorted((a, b) => b.when - a.when);
      if (!newest) return null;
      const { id, start, startName } = newest.request;
      return { id, ...(start && { start }), ...(startName !== undefined && { startName }) };
    },
    forget: async ({ prefix }) => {
      for (const id of await runs.ids()) if (id.startsWith(prefix)) await runs.forget(id);
    },
    close,
  };
}

interface TrainerParts {
  readonly motion: Client<MotionProtocol> | null;
  readonly runtime: () => Promise<TrainerRuntime>;
  readonly runs: KeptRuns;
  readonly inTurn: Queue;
}

async function openRun(
  request: TrainingRequest,
  { motion, runtime, runs, inTurn }: TrainerParts,
  call: Pick<Call<OpeningStep>, 'progress' | 'signal'>,
) {
  const ms: Record<OpeningStep, number> = { load: 0, weights: 0, graph: 0, data: 0 };
  const timed = async <T>(step: OpeningStep, work: () => Promise<T>): Promise<T> => {
    call.signal.throwIfAborted();
    call.progress(step);
    const began = performance.now();
    const result = await work();
    ms[step] = performance.now() - began;
    return result;
  };
  const { design, recipe, seed } = request;
  const { t, h, w, interval } = design.clip;
  refuseUntrainable(design, recipe);
  const architecture = build(design);
  const { place, open } = await timed('load', runtime);
  const { start, ledger } = await timed('weights', () => startingWeights(request, architecture));
  const { dataset, close } = await timed('data', () => remoteDataset(motion, request, { t, h, w, interval }));
  const found = await runs.read(request.id);
  // What was kept under this name may be another run.
  const stored = found && decides(found.request) === decides(request) ? found : null;
  const session = await timed('graph', () =>
    inTurn(() =>
      openTraining(architecture, recipe, {
        open,
        target: place.provider,
        weights: start,
        seed,
        ...(stored && { state: stored.kept.state }),
      }),
    ),
  );
  const opened: OpenRun = {
    request,
    architecture,
    session,
    dataset,
    start,
    run: createRun(session, dataset, recipe, stored?.kept),
    steps: [...(stored?.history.steps ?? [])],
    validations: [...(stored?.history.validations ?? [])],
    keeps: true,
    async close() {
      await inTurn(() => session.close());
      await close();
    },
  };
  const { classes, partners, counts } = dataset;
  const facts = {
    classes,
    partners,
    counts,
    ledger,
    ms,
    step: opened.run.steps(),
    history: { steps: opened.steps, validations: opened.validations },
    parameters: {
      trained: session.layout.trained.length,
      stored: stateDictOf(architecture).reduce((sum, { shape }) => sum + elementCount(shape), 0),
    },
  };
  return { opened, facts };
}

/** What decides every bit of a run, as text; of clips and pictures their number. */
function decides({ design, recipe, data, seed, start }: TrainingRequest): string {
  return JSON.stringify([design, recipe, describedData(data), seed, start?.size ?? null]);
}

/** Clips from the motion worker, made there while a step is computed here. */
async function remoteDataset(
  motion: Client<MotionProtocol> | null,
  { data }: TrainingRequest,
  size: ClipSize,
): Promise<{ dataset: Dataset; close(): Promise<unknown> }> {
  if (motion === null) throw new Error('No data worker is connected: send `connect` first.');
  const { dataset: id, ...facts } = await motion.request('open', { data, size });
  return {
    dataset: {
      ...facts,
      batch: (split, first, count) => motion.request('batch', { dataset: id, split, first, count }),
    },
    close: () => motion.request('close', { dataset: id }),
  };
}

interface Surroundings {
  readonly inTurn: Queue;
  readonly runs: KeptRuns;
  readonly call: Call<TrainingProgress>;
  readonly stop: () => boolean;
}

async function trainRun(open: OpenRun, params: TrainParams, around: Surroundings): Promise<TrainingPause> {
  const { run, session, request } = open;
  const last = Math.min(request.recipe.steps, params.steps === null ? Infinity : run.steps() + params.steps);
  const report = reporter(open, around);
  let kept = performance.now();
  let writing: Promise<unknown> | null = null;
  const ended = async <P>(pause: P) => {
    await writing;
    if (params.keep !== false) await keepRun(open, around);
    await report.now();
    return { ...pause, step: run.steps(), keeps: open.keeps };
  };
  try {
    while (run.steps() < last) {
      // A macrotask, so that what was asked meanwhile is heard.
      await turn();
      if (around.stop() || around.call.signal.aborted) return ended({ why: 'paused' } as const);
      const step = await around.inTurn(() => run.step());
      open.steps.push(step);
      report.step(step);
      if (params.validate && (run.steps() % params.validate.every === 0 || run.steps() === request.recipe.steps)) {
        const options = { split: 'validation' as const, count: params.validate.clips, batch: request.recipe.batch };
        const { accuracy, loss } = await evaluate(between(session, around.inTurn), open.dataset, options);
        const validation = { step: run.steps(), accuracy, loss };
        open.validations.push(validation);
        report.validation(validation);
      }
      if (params.keep !== false && performance.now() - kept > KEEP_EVERY && writing === null) {
        // Only the copy keeps a step waiting; the store writes beside the next ones.
        const copy = await around.inTurn(() => copyOf(open));
        writing = store(open, copy, around.runs).finally(() => {
          writing = null;
        });
        kept = performance.now();
      }
      await report.whenDue();
    }
    return ended({ why: 'done' } as const);
  } catch (error) {
    if (!(error instanceof Diverged)) throw error;
    // What came after the state it went back to did not happen.
    open.steps.splice(run.steps());
    return ended({ why: 'diverged', sentence: error.message } as const);
  }
}

function reporter(open: OpenRun, { inTurn, call: { progress } }: Pick<Surroundings, 'inTurn' | 'call'>) {
  let steps: TrainingProgress['steps'][number][] = [];
  let validations: TrainingProgress['validations'][number][] = [];
  let before: Float32Array | null = null;
  let last = performance.now();
  const now = async () => {
    if (steps.length === 0 && validations.length === 0) return;
    const { weights } = await inTurn(() => open.session.state());
    const changes = weightChanges(open.session.layout.trained, before, weights);
    const elapsed = performance.now() - last;
    progress({ steps, validations, changes, stepsPerSecond: (1000 * steps.length) / elapsed, keeps: open.keeps });
    [steps, validations, before, last] = [[], [], weights, performance.now()];
  };
  return {
    now,
    step: (step: TrainingProgress['steps'][number]) => steps.push(step),
    validation: (validation: TrainingProgress['validations'][number]) => validations.push(validation),
    whenDue: async () => {
      if (performance.now() - last >= REPORT_EVERY) await now();
    },
  };
}

async function keepRun(open: OpenRun, { inTurn, runs }: Pick<Surroundings, 'inTurn' | 'runs'>): Promise<void> {
  const copy = await inTurn(() => copyOf(open));
  await store(open, copy, runs);
}

/** The run as it stands between two steps. */
async function copyOf({ request, run, steps, validations }: OpenRun): Promise<StoredRun> {
  const kept = await run.keep();
  return { request, kept, history: { steps: [...steps], validations: [...validations] }, when: Date.now() };
}

async function store(open: OpenRun, copy: StoredRun, runs: KeptRuns): Promise<void> {
  open.keeps = await runs.write(open.request.id, copy);
}

/** How long an update takes here: the median of some of them on noise, behind a warm-up. */
async function tried(
  { open, place, guard }: TrainerRuntime,
  { design, recipe, seed, ms }: TrialParams,
): Promise<{ ms: number; steps: number }> {
  refuseUntrainable(design, recipe);
  const architecture = build(design);
  const weights = initWeights(architecture, seed);
  const session = await guard(() =>
    openTraining(architecture, recipe, { open, weights, seed, target: place.provider }),
  );
  const clips = namedClip([recipe.batch, ...architecture.clip.slice(1)]);
  const classes = design.head?.num_classes ?? 1;
  const batch = { clips, labels: Array.from({ length: recipe.batch }, (_, clip) => clip % classes) };
  const batches = Array.from({ length: recipe.accumulation }, () => batch);
  const times: number[] = [];
  for (let step = 0, until = Infinity; step < WARM_UP + LEAST_STEPS || performance.now() < until; step++) {
    const began = performance.now();
    // At a rate of 0 nothing can leave its range, however long it is tried.
    await guard(() => session.step(batches, 0));
    if (step >= WARM_UP) times.push(performance.now() - began);
    else until = performance.now() + ms;
  }
  await session.close();
  return { ms: median(times), steps: times.length };
}

/** Updates before a trial's time counts, and that count at least. */
const WARM_UP = 2;
const LEAST_STEPS = 3;

async function weightsOf({ session, start }: OpenRun): Promise<StateDict> {
  return stateDictFrom(session.layout, await session.state(), start);
}

/** The session between steps: a run that goes on takes its turns with what is asked of it. */
function between(session: TrainingSession, inTurn: Queue): Pick<TrainingSession, 'evaluate'> {
  return { evaluate: (clips) => inTurn(() => session.evaluate(clips)) };
}

/** One turn of the event loop, at once: a timer would wait some milliseconds each time. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
