import type { Architecture } from '../architecture/architecture';
import type { Target } from '../lowering/pipeline';
import type { OnnxGraph } from '../onnx/graph';
import type { KeptTensor } from '../runtime/keptTensor';
import type { Feeds, Session } from '../runtime/session';
import { float32, type StateDict, type Tensor } from '../tensor/tensor';
import { smoothingOf, targetsOf } from './crossEntropy';
import { drawnNumbers } from './drawnNumbers';
import type { FlatLayout } from './flatLayout';
import { rateAt } from './rates';
import type { Optimizer, Recipe } from './recipe';
import {
  evaluationGraph,
  lookGraph,
  TRAINING_INPUTS,
  TRAINING_OUTPUTS,
  trainingGraph,
  updateGraph,
} from './trainingGraph';
import { flattened, stateFrom, type TrainingState } from './trainingState';

/** Clips and what they show. */
export interface Batch {
  /** [N, C, T, H, W], N as the recipe's batch; for a session over pooled features those, [N, C]. */
  readonly clips: Tensor<'float32'>;
  /** The class of each clip, from 0. */
  readonly labels: readonly number[];
}

/** What one update made known. */
interface StepResult {
  /** Mean cross entropy before the update, in nats, with label smoothing where there is any; over all passes of the update. */
  readonly loss: number;
  /** [N, classes] of each pass, in training mode. */
  readonly logits: readonly Tensor<'float32'>[];
  /** L2 norm of all gradients together, before clipping. */
  readonly gradientNorm: number;
  readonly rate: number;
}

/** A network in training: weights, moments and running statistics live here between steps. One call at a time. */
export interface TrainingSession {
  readonly layout: FlatLayout;
  /**
   * One update from `accumulation` batches.
   * @param rate of this update; the recipe's own (`rateAt`) where absent
   * @throws SessionError when the provider stops, RangeError for a label that is no class; the state is then as before
   */
  step(batches: readonly Batch[], rate?: number): Promise<StepResult>;
  /** [N, classes] in eval mode, with running statistics. N as the recipe's batch. */
  evaluate(clips: Tensor<'float32'>): Promise<Tensor<'float32'>>;
  /** Outputs of layers on one clip [1, C, T, H, W], in eval mode with the weights as they are, by the layers' paths. */
  look(clip: Tensor<'float32'>, paths: readonly string[]): Promise<ReadonlyMap<string, Tensor<'float32'>>>;
  /** All that the next step needs. No step writes into these vectors: each makes new ones. */
  state(): Promise<TrainingState>;
  /** Goes on from a kept state, with the same bits as if nothing had come between. */
  restore(state: TrainingState): Promise<void>;
  close(): Promise<void>;
}

/** What a training session is opened with. */
export interface TrainingSessionOptions {
  /** What `open` runs graphs on: the graphs are written for it. WASM where absent. */
  readonly target?: Target;
  /** What batches hold: clips where absent, or their pooled features (see `headOnly/openHeadTraining.ts`). */
  readonly reads?: 'clips' | 'features';
  /** Opens a session over a graph that keeps some of its outputs where they are: `openInNode`, or a worker's own way. */
  readonly open: (graph: OnnxGraph, kept?: readonly string[]) => Promise<Session>;
  /** The whole state dict to start from; what is not trained stays as it is here. */
  readonly weights: StateDict;
  /** Of dropout and RReLU. */
  readonly seed: number;
  /** Where to go on from, instead of the first update. */
  readonly state?: TrainingState;
}

/** Builds the graphs of a recipe for a target and opens them. @throws SessionError */
export async function openTraining(
  architecture: Architecture,
  recipe: Recipe,
  options: TrainingSessionOptions,
): Promise<TrainingSession> {
  const { open, seed, weights, target = 'wasm', reads = 'clips' } = options;
  const accumulates = recipe.accumulation > 1;
  const training = trainingGraph(architecture, recipe, { target, reads, kind: accumulates ? 'gradients' : 'step' });
  const { layout, classes } = training;
  const fixed = vector(flattened(layout.fixed, weights));
  const smoothing = smoothingOf(architecture, recipe);
  const opened = (graph: OnnxGraph) =>
    open(
      graph,
      graph.outputs.flatMap(({ name }) => (STAYS.has(name) ? name : [])),
    );
  let state = held(options.state ?? stateFrom(layout, recipe.optimizer, weights));
  const pass = await opened(training.graph);
  const update = accumulates ? await opened(updateGraph(architecture, recipe, target)) : null;
  let evaluation: Promise<Session> | null = null;
  /** The session that was looked through last. */
  let looking: { readonly paths: string; readonly session: Session } | null = null;

  /** All passes of an update, whose kept results go into `made`. */
  const computed = async (batches: readonly Batch[], rate: number, made: KeptTensor[]) => {
    const logits: Tensor<'float32'>[] = [];
    let accumulated: Held = vector(new Float32Array(accumulates ? layout.trained.length : 0));
    let { weights, moments, buffers } = state;
    let [loss, gradientNorm] = [0, 0];
    const run = async (session: Session, feeds: Feeds) => {
      const results = await session.runKeeping(only(session, feeds));
      made.push(...results.kept.values());
      return results;
    };
    const updated = ({ outputs, kept }: Awaited<ReturnType<typeof run>>) => {
      gradientNorm = numberIn(outputs, TRAINING_OUTPUTS.gradientNorm);
      weights = keptIn(kept, TRAINING_OUTPUTS.weights);
      moments = keptIn(kept, TRAINING_OUTPUTS.moments);
    };
    for (const [index, { clips, labels }] of batches.entries()) {
      const results = await run(pass, {
        [TRAINING_INPUTS.clips]: clips,
        [TRAINING_INPUTS.targets]: float32([labels.length, classes], targetsOf(labels, classes, smoothing)),
        [TRAINING_INPUTS.weights]: weights,
        [TRAINING_INPUTS.moments]: moments,
        [TRAINING_INPUTS.buffers]: buffers,
        [TRAINING_INPUTS.fixed]: fixed,
        [TRAINING_INPUTS.accumulated]: accumulated,
        ...scalars(recipe.optimizer, rate, state.step + 1),
        ...drawnNumbers(training.draws, seed, state.step * recipe.accumulation + index),
      });
      loss += numberIn(results.outputs, TRAINING_OUTPUTS.loss) / batches.length;
      logits.push(tensorIn(results.outputs, TRAINING_OUTPUTS.logits));
      if (layout.buffers.length > 0) buffers = keptIn(results.kept, TRAINING_OUTPUTS.buffers);
      if (accumulates) accumulated = keptIn(results.kept, TRAINING_OUTPUTS.gradients);
      else updated(results);
    }
    if (update) {
      const feeds = {
        [TRAINING_INPUTS.weights]: weights,
        [TRAINING_INPUTS.moments]: moments,
        [TRAINING_INPUTS.accumulated]: accumulated,
        ...scalars(recipe.optimizer, rate, state.step + 1),
      };
      updated(await run(update, feeds));
    }
    return { loss, logits, gradientNorm, state: { weights, moments, buffers, step: state.step + 1 } };
  };

  return {
    layout,
    async step(batches, rate = rateAt(recipe, state.step)) {
      if (batches.length !== recipe.accumulation)
        throw new Error(`An update takes ${recipe.accumulation} batches, found ${batches.length}.`);
      const made: KeptTensor[] = [];
      try {
        const { state: after, ...result } = await computed(batches, rate, made);
        const before = state;
        state = after;
        release([...vectorsOf(before), ...made], state);
        return { ...result, rate };
      } catch (error) {
        release(made, state);
        throw error;
      }
    },
    async evaluate(clips) {
      evaluation ??= open(evaluationGraph(architecture, recipe, { target, reads }).graph);
      const session = await evaluation;
      const feeds = {
        [TRAINING_INPUTS.clips]: clips,
        [TRAINING_INPUTS.weights]: state.weights,
        [TRAINING_INPUTS.buffers]: state.buffers,
        [TRAINING_INPUTS.fixed]: fixed,
      };
      return tensorIn(await session.run(only(session, feeds)), TRAINING_OUTPUTS.logits);
    },
    async look(clip, paths) {
      const asked = paths.join(' ');
      if (looking?.paths !== asked) {
        const before = looking;
        looking = null;
        await before?.session.close();
        looking = { paths: asked, session: await open(lookGraph(architecture, recipe, { target }, paths)) };
      }
      const { session } = looking;
      const feeds = {
        [TRAINING_INPUTS.clips]: clip,
        [TRAINING_INPUTS.weights]: state.weights,
        [TRAINING_INPUTS.buffers]: state.buffers,
        [TRAINING_INPUTS.fixed]: fixed,
      };
      const outputs = await session.run(only(session, feeds));
      return new Map(paths.map((path) => [path, tensorIn(outputs, path)]));
    },
    state: async () => ({
      weights: await valuesOf(state.weights),
      moments: await valuesOf(state.moments),
      buffers: await valuesOf(state.buffers),
      step: state.step,
    }),
    restore: async (kept) => {
      const before = state;
      state = held(kept);
      release(vectorsOf(before), state);
    },
    async close() {
      release(vectorsOf(state));
      await pass.close();
      await update?.close();
      await (await evaluation)?.close();
      await looking?.session.close();
    },
  };
}

/** Outputs that the next run reads: on WebGPU they stay in buffers of the GPU. */
const STAYS: ReadonlySet<string> = new Set([
  TRAINING_OUTPUTS.weights,
  TRAINING_OUTPUTS.moments,
  TRAINING_OUTPUTS.buffers,
  TRAINING_OUTPUTS.gradients,
]);

/** A vector of the state: in memory, or where the last run left it. */
type Held = Tensor<'float32'> | KeptTensor;

interface HeldState {
  readonly weights: Held;
  readonly moments: Held;
  readonly buffers: Held;
  readonly step: number;
}

function held({ weights, moments, buffers, step }: TrainingState): HeldState {
  return { weights: vector(weights), moments: vector(moments), buffers: vector(buffers), step };
}

const vectorsOf = ({ weights, moments, buffers }: HeldState): readonly Held[] => [weights, moments, buffers];

/** Frees what was left on a device, but for what a state still holds. */
function release(vectors: readonly Held[], except?: HeldState): void {
  const stays = new Set(except && vectorsOf(except));
  for (const each of new Set(vectors)) if ('free' in each && !stays.has(each)) each.free();
}

async function valuesOf(each: Held): Promise<Float32Array> {
  const { data } = 'free' in each ? await each.read() : each;
  return data as Float32Array;
}

/** Feeds of the inputs that a session has; a graph that needs no fixed weights has no such input. */
function only(session: Session, feeds: Feeds): Feeds {
  return Object.fromEntries(Object.entries(feeds).filter(([name]) => session.inputs.includes(name)));
}

/** Rate and bias corrections of update t, counted from 1. */
function scalars(optimizer: Optimizer, rate: number, t: number): Record<string, Tensor> {
  const scalar = (value: number) => float32([], Float32Array.of(value));
  const rates = { [TRAINING_INPUTS.rate]: scalar(rate) };
  if (optimizer.type === 'SGD') return rates;
  const [first, second] = optimizer.betas.map((beta) => 1 - power(beta, t));
  return {
    ...rates,
    [TRAINING_INPUTS.firstCorrection]: scalar(1 / (first ?? 1)),
    [TRAINING_INPUTS.secondCorrection]: scalar(1 / Math.sqrt(second ?? 1)),
  };
}

/** base^exponent by squaring, which every engine computes alike. */
function power(base: number, exponent: number): number {
  let [result, square] = [1, base];
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result *= square;
    square *= square;
  }
  return result;
}

function vector(data: Float32Array): Tensor<'float32'> {
  return float32([data.length], data);
}

function tensorIn(results: ReadonlyMap<string, Tensor>, name: string): Tensor<'float32'> {
  const tensor = results.get(name);
  if (tensor?.dtype !== 'float32') throw new Error(`The graph gave no ${name}.`);
  return tensor;
}

function keptIn(results: ReadonlyMap<string, KeptTensor>, name: string): KeptTensor {
  const tensor = results.get(name);
  if (!tensor) throw new Error(`The graph gave no ${name}.`);
  return tensor;
}

function numberIn(results: ReadonlyMap<string, Tensor>, name: string): number {
  return tensorIn(results, name).data[0] ?? Number.NaN;
}
