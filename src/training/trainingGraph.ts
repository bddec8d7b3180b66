import { staysInEval } from '../analysis/training';
import type { Architecture, Layer } from '../architecture/architecture';
import { build } from '../architecture/build';
import type { Design } from '../design/design';
import type { Target } from '../lowering/pipeline';
import { withoutDeadCode } from '../lowering/rewrite';
import type { OnnxGraph } from '../onnx/graph';
import type { Shape } from '../tensor/shape';
import { chooseOrder } from './chooseOrder';
import { crossEntropy } from './crossEntropy';
import { type FlatLayout, flatLayout, isHeldBack } from './flatLayout';
import { joinFlat, splitFlat } from './flatTensors';
import { add, type GraphWriter, multiply, type RowOrder, startGraph, transpose, type Value } from './graphWriter';
import { headPart } from './headOnly/headPart';
import { type NetworkPasses, writeNetwork } from './networkPasses';
import type { Recipe } from './recipe';
import { clipsOf, rowsOf } from './rowOrder';
import type { DrawKind } from './rules/trainingRule';
import { updateStatistics } from './runningStatistics';
import { writeUpdate } from './update';

/** Names of what training graphs read and give. All are float32. */
export const TRAINING_INPUTS = {
  /** [N, C, T, H, W]; of a head by itself pooled features, [N, C]. */
  clips: 'clips',
  /** What the logits should be, [N, classes]; each row sums to 1. */
  targets: 'targets',
  /** Flat vectors, as `FlatLayout` says. */
  weights: 'weights',
  fixed: 'fixed',
  buffers: 'buffers',
  moments: 'moments',
  /** Sum of the gradients of earlier passes of this update. */
  accumulated: 'accumulated',
  /** Scalars of this update. */
  rate: 'rate',
  firstCorrection: 'first_correction',
  secondCorrection: 'second_correction',
} as const;
export const TRAINING_OUTPUTS = {
  loss: 'loss',
  /** [N, classes]. */
  logits: 'logits',
  weights: 'weights_after',
  moments: 'moments_after',
  buffers: 'buffers_after',
  /** Running statistics between the forward and the backward pass, where `with_cp` makes a difference. */
  buffersBetween: 'buffers_between',
  gradientNorm: 'gradient_norm',
  gradients: 'gradients',
  /** d loss / d clip, [N, C, T, H, W]. */
  clipGradient: 'clip_gradient',
} as const;

/** A graph input of random numbers that a layer asked for. */
export interface Draw {
  readonly name: string;
  readonly shape: Shape;
  readonly kind: DrawKind;
}

/** A graph of training, and what it needs beside the state. */
interface TrainingGraph {
  readonly graph: OnnxGraph;
  readonly layout: FlatLayout;
  /** [N, C, T, H, W] of a batch, or [N, C] of its pooled features, and the classes of the head. */
  readonly clips: Shape;
  readonly classes: number;
  readonly draws: readonly Draw[];
}

interface TrainingOptions extends Part {
  /**
   * `step`: a whole update in one run. `gradients`: one pass whose gradients are added to `accumulated`. `check`: one
   * pass that gives all gradients, and running statistics before and after the backward pass.
   */
  readonly kind?: 'step' | 'gradients' | 'check';
  /** The gradient of the clip too. */
  readonly clipGradient?: boolean;
  /** By default the one that suits the batch. */
  readonly order?: RowOrder;
}

/** What of a network a graph is written over, and for what target. */
interface Part {
  readonly target: Target;
  /** Pooled features instead of clips: only what follows the head's pool is in the graph then. */
  readonly reads?: 'clips' | 'features';
}

/**
 * One training step of a network as a plain ONNX graph: forward pass in training form, cross entropy, every gradient,
 * running statistics and the optimiser's update.
 * @throws Error for a network without a head
 */
export function trainingGraph(
  architecture: Architecture,
  recipe: Recipe,
  { target, reads = 'clips', kind = 'step', clipGradient = false, order }: TrainingOptions,
): TrainingGraph {
  const w = startGraph(target, order ?? chooseOrder(architecture, recipe.batch, target));
  const network = startNetwork(w, architecture, recipe, { mode: 'train', reads, clipGradient });
  const { layout, passes, buffers, classes } = network;
  const [clipCount = 1] = network.clips;
  const targets = w.input(TRAINING_INPUTS.targets, [clipCount, classes]);
  const { loss, gradient } = w.within('loss', 'forward', () =>
    crossEntropy(w, passes.output, transpose(w, targets, [1, 0])),
  );
  w.output(loss, TRAINING_OUTPUTS.loss);
  w.output(transpose(w, passes.output, [1, 0]), TRAINING_OUTPUTS.logits);

  const found = passes.backward(gradient);
  w.within('update', 'statistics', () => {
    if (!buffers) return;
    const between = updateStatistics(w, buffers, layout.buffers, passes.observed);
    w.output(updateStatistics(w, between, layout.buffers, found.observedAgain), TRAINING_OUTPUTS.buffers);
    if (kind === 'check') w.output(between, TRAINING_OUTPUTS.buffersBetween);
  });
  w.within('update', 'gradients', () => {
    const gradients = joinFlat(w, found, layout.trained);
    if (kind === 'step') {
      writeUpdateOutputs(w, recipe, layout, network.weights, gradients);
      return;
    }
    if (kind === 'check') {
      w.output(gradients, TRAINING_OUTPUTS.gradients);
      return;
    }
    const accumulated = w.input(TRAINING_INPUTS.accumulated, [layout.trained.length]);
    const share = multiply(w, gradients, 1 / recipe.accumulation);
    w.output(add(w, accumulated, share), TRAINING_OUTPUTS.gradients);
  });
  if (clipGradient && found.clip) w.output(clipsOf(w, found.clip, network.clips), TRAINING_OUTPUTS.clipGradient);
  return { ...pick(network), graph: withoutDeadCode(w.graph('training step')) };
}

/** The update alone, from gradients that several passes gave: `accumulated` → weights and moments. */
export function updateGraph(architecture: Architecture, recipe: Recipe, target: Target): OnnxGraph {
  const w = startGraph(target);
  const layout = flatLayout(architecture, recipe.scope);
  const length = layout.trained.length;
  const weights = w.input(TRAINING_INPUTS.weights, [length]);
  writeUpdateOutputs(w, recipe, layout, weights, w.input(TRAINING_INPUTS.accumulated, [length]));
  return withoutDeadCode(w.graph('update'));
}

/** The network in eval mode over the same flat vectors: `clips` → `logits`. */
export function evaluationGraph(
  architecture: Architecture,
  recipe: Recipe,
  { target, reads = 'clips' }: Part,
): TrainingGraph {
  const w = startGraph(target, chooseOrder(architecture, recipe.batch, target));
  const network = startNetwork(w, architecture, recipe, { mode: 'eval', reads, clipGradient: false });
  w.output(transpose(w, network.passes.output, [1, 0]), TRAINING_OUTPUTS.logits);
  return { ...pick(network), graph: withoutDeadCode(w.graph('evaluation')) };
}

/**
 * The network in eval mode over the same flat vectors on one clip: `clips` → the outputs of layers, each under its path,
 * [1, C, T, H, W], or [1, C] behind the head's pool.
 */
export function lookGraph(
  architecture: Architecture,
  recipe: Recipe,
  { target }: Pick<Part, 'target'>,
  paths: readonly string[],
): OnnxGraph {
  const one = { ...recipe, batch: 1 };
  const w = startGraph(target, chooseOrder(architecture, one.batch, target));
  const network = startNetwork(w, architecture, one, { mode: 'eval', reads: 'clips', clipGradient: false });
  const shapes = new Map(build(withBatch(architecture.design, 1)).layers.map(({ path, output }) => [path, output]));
  for (const path of paths) w.output(clipsOf(w, network.passes.valueOf(path), shapes.get(path) ?? []), path);
  return withoutDeadCode(w.graph('look'));
}

interface StartedNetwork extends Omit<TrainingGraph, 'graph'> {
  readonly passes: NetworkPasses;
  readonly weights: Value;
  readonly buffers: Value | null;
}

const pick = ({ layout, clips, classes, draws }: StartedNetwork) => ({ layout, clips, classes, draws });

interface AskedOptions extends Required<Pick<TrainingOptions, 'reads' | 'clipGradient'>> {
  readonly mode: 'train' | 'eval';
}

/** Inputs and forward pass. */
function startNetwork(
  w: GraphWriter,
  given: Architecture,
  recipe: Recipe,
  { mode, reads, clipGradient }: AskedOptions,
): StartedNetwork {
  const { design } = given;
  if (design.head === null) throw new Error('A backbone without a head has no loss to train by.');
  const whole = build(withBatch(design, recipe.batch));
  const architecture = reads === 'features' ? headPart(whole) : whole;
  const layout = flatLayout(architecture, recipe.scope);
  const vector = (name: string, length: number) => (length === 0 ? null : w.input(name, [length]));
  const clips = w.input(TRAINING_INPUTS.clips, architecture.clip);
  const weights = w.input(TRAINING_INPUTS.weights, [layout.trained.length]);
  const [fixed, buffers] = [
    vector(TRAINING_INPUTS.fixed, layout.fixed.length),
    vector(TRAINING_INPUTS.buffers, layout.buffers.length),
  ];
  const tensors = w.within('state', 'split', () => {
    const parts = [splitFlat(w, weights, layout.trained)];
    if (fixed) parts.push(splitFlat(w, fixed, layout.fixed));
    if (buffers) parts.push(splitFlat(w, buffers, layout.buffers));
    return new Map(parts.flatMap((part) => [...part]));
  });
  const trained = new Set(layout.trained.slots.map(({ key }) => key));
  const draws = new Map<string, Draw & { readonly value: Value }>();
  const passes = writeNetwork(w, architecture, {
    clip: w.within('clips', 'forward', () => rowsOf(w, clips)),
    tensor(key) {
      const value = tensors.get(key);
      if (!value) throw new Error(`${key} is no tensor of this network.`);
      return value;
    },
    isTrained: (key) => trained.has(key),
    modeOf: (layer) => (mode === 'eval' || isInEval(layer, architecture, recipe) ? 'eval' : 'train'),
    draw(path, shape, kind) {
      const name = `draw:${path}`;
      const known = draws.get(name) ?? { name, shape, kind, value: w.input(name, shape) };
      draws.set(name, known);
      return known.value;
    },
    checkpointed: mode === 'train' && design.reference.with_cp,
    clipGradient,
  });
  const asked = [...draws.values()].map(({ name, shape, kind }) => ({ name, shape, kind }));
  const classes = design.head.num_classes;
  return { layout, passes, weights, buffers, clips: architecture.clip, classes, draws: asked };
}

function withBatch(design: Design, n: number): Design {
  return { ...design, clip: { ...design.clip, n } };
}

function isInEval(layer: Layer, architecture: Architecture, { scope }: Recipe): boolean {
  return staysInEval(layer, architecture.design.reference) || isHeldBack(layer.path, architecture, scope);
}

function writeUpdateOutputs(
  w: GraphWriter,
  recipe: Recipe,
  { trained }: FlatLayout,
  weights: Value,
  gradients: Value,
): void {
  const { optimizer } = recipe;
  const updated = writeUpdate(w, optimizer, recipe.clipNorm, {
    weights,
    gradients,
    moments: w.input(TRAINING_INPUTS.moments, [trained.length * (optimizer.type === 'SGD' ? 1 : 2)]),
    rate: w.input(TRAINING_INPUTS.rate, []),
    corrections: () => ({
      first: w.input(TRAINING_INPUTS.firstCorrection, []),
      second: w.input(TRAINING_INPUTS.secondCorrection, []),
    }),
  });
  w.output(updated.weights, TRAINING_OUTPUTS.weights);
  w.output(updated.moments, TRAINING_OUTPUTS.moments);
  w.output(updated.gradientNorm, TRAINING_OUTPUTS.gradientNorm);
}
