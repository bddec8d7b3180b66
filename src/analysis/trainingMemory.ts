import { type Architecture, CLIP, type Group, type Layer } from '../architecture/architecture';
import { isGroup, layersOf, tensorsOf } from '../architecture/walk';
import { LAYERS, type LayerKind } from '../layers/index';
import { elementCount } from '../tensor/shape';
import { FLOAT_BYTES, worksInPlace } from './memory';
import { isFrozen, training } from './training';

/** What one training step keeps between its forward and its backward pass, float32, for the whole batch. */
export interface TrainingMemory {
  /** Every block keeps all it needs (`with_cp=False`). */
  readonly plain: Kept;
  /** Every block whose input requires a gradient keeps its input and computes the rest again (`with_cp=True`). */
  readonly checkpointed: Kept;
  /** Gradients of all trained parameters. The optimiser's state comes on top: as much again for momentum. */
  readonly gradientBytes: number;
}

/** What autograd keeps under one setting of `with_cp`. */
export interface Kept {
  /** Kept at the end of the forward pass, each storage counted once. */
  readonly bytes: number;
  /** The most that is kept at once: at the end of the forward pass, or while a checkpointed block is computed again. */
  readonly peakBytes: number;
  /** Bytes by the path of the layer that first keeps them. Layers without an entry keep nothing new. */
  readonly byLayer: ReadonlyMap<string, number>;
  /** The stem, every block, conv5 and the head, in forward order. */
  readonly units: readonly KeptByUnit[];
  readonly macs: TrainingMacs;
}

/** One unit of checkpointing. */
export interface KeptByUnit {
  readonly path: string;
  /** Bytes it is the first to keep. */
  readonly bytes: number;
  /** Of these, what is still there while it is computed again: its input, where nothing before it keeps that. */
  readonly inputBytes: number;
  /** Bytes kept a second time around; 0 where nothing is computed again. */
  readonly recomputedBytes: number;
}

/** Multiply-accumulates of one training step. A backward pass costs the forward pass's once for weights, once for inputs. */
export interface TrainingMacs {
  readonly forward: number;
  /** Gradients of trained weights, and of inputs that require a gradient. */
  readonly backward: number;
  /** The forward pass of checkpointed blocks, done again. */
  readonly recomputed: number;
  readonly total: number;
}

/**
 * What autograd keeps of a training step, by PyTorch 1.13's rules (tools/autograd/derivatives.yaml) as each kind of layer
 * states them (`LayerOp.saved`): a convolution its input; batch norm its input and 2C; an in-place ReLU its output; mmcv's
 * Swish x and sigmoid(x); the SE product both factors; a sum nothing. What works in place shares its input's storage, and
 * each storage is counted once. Weights are not counted, they are there anyhow.
 *
 * Nothing is recorded, so nothing kept, where neither input nor parameter requires a gradient: in the frozen stem and
 * stages. A norm in eval mode with running statistics (norm_eval) keeps its input but no statistics of the batch.
 *
 * `with_cp` acts as in BlockX3D.forward: on all of a block but its last activation, and only where the block's input
 * requires a gradient, so not on the first block after a frozen part.
 */
export function trainingMemory(architecture: Architecture): TrainingMemory {
  const recorder = recorderOf(architecture);
  return {
    plain: keptBy(recorder, unitsOf(architecture), false),
    checkpointed: keptBy(recorder, unitsOf(architecture), true),
    gradientBytes: FLOAT_BYTES * training(architecture).trainable,
  };
}

/** The most kept at once over units in forward order; also for the units of repeated blocks, each as often as it stands. */
export function peakOfUnits(units: readonly KeptByUnit[]): number {
  let [before, peak] = [0, 0];
  for (const { bytes, inputBytes, recomputedBytes } of units) {
    if (recomputedBytes > 0) peak = Math.max(peak, before + inputBytes + recomputedBytes);
    before += bytes;
  }
  return Math.max(peak, before);
}

/** What may be checkpointed as one: a block. The stem, conv5 and the head are units of their own, never checkpointed. */
function unitsOf({ parts }: Architecture): readonly Group[] {
  return parts.flatMap((part) => (part.kind === 'stage' ? part.children.filter(isGroup) : [part]));
}

/** What autograd knows of every layer. */
interface Recorder {
  /** Whether a layer's output requires a gradient; the clip's never does. */
  requiresGrad(path: string): boolean;
  /** Storages a layer's backward pass needs, with their bytes; its own statistics or copies count as one more. */
  savedBy(layer: Layer): ReadonlyMap<string, number>;
  /** Storage a layer's output lies in. */
  storageOf(path: string): string;
  trainsWeights(layer: Layer): boolean;
}

function recorderOf(architecture: Architecture): Recorder {
  const { frozen_stages } = architecture.design.reference;
  const inEval = training(architecture).layersInEval;
  const graded = new Set<string>();
  const storages = new Map<string, string>([[CLIP, CLIP]]);
  const bytes = new Map([[CLIP, FLOAT_BYTES * elementCount(architecture.clip)]]);
  const storageOf = (path: string) => storages.get(path) ?? path;
  const trainsWeights = (layer: Layer) =>
    !isFrozen(layer.path, frozen_stages) && tensorsOf(layer).some(({ requiresGrad }) => requiresGrad);
  for (const layer of architecture.layers) {
    storages.set(layer.path, worksInPlace(layer) ? storageOf(layer.inputs[0] ?? CLIP) : layer.path);
    bytes.set(layer.path, FLOAT_BYTES * elementCount(layer.output));
    if (trainsWeights(layer) || layer.inputs.some((path) => graded.has(path))) graded.add(layer.path);
  }
  const savedBy = (layer: Layer) => {
    if (!graded.has(layer.path)) return new Map<string, number>();
    const { inputs, output, own } = savedOf(layer, inEval.has(layer.path));
    const kept = [...inputs.map((index) => layer.inputs[index] ?? CLIP), ...(output ? [layer.path] : [])];
    const saved = new Map(kept.map((path) => [storageOf(path), bytes.get(storageOf(path)) ?? 0]));
    return own > 0 ? saved.set(`${layer.path}/own`, FLOAT_BYTES * own) : saved;
  };
  return { requiresGrad: (path) => graded.has(path), savedBy, storageOf, trainsWeights };
}

function savedOf<K extends LayerKind>(layer: Layer<K>, inEval: boolean) {
  const op = LAYERS[layer.kind];
  const saved = op.saved(layer.fields, { inputs: layer.inputShapes, output: layer.output });
  return inEval && op.norm?.(layer.fields).foldable ? { ...saved, own: 0 } : saved;
}

function keptBy(recorder: Recorder, groups: readonly Group[], withCp: boolean): Kept {
  const ledger = startLedger();
  const macs = { forward: 0, backward: 0, recomputed: 0 };
  const units = groups.map((group): KeptByUnit => {
    const layers = layersOf(group);
    for (const layer of layers) {
      const forward = macsOf(layer);
      macs.forward += forward;
      if (recorder.trainsWeights(layer)) macs.backward += forward;
      if (recorder.requiresGrad(layer.inputs[0] ?? CLIP)) macs.backward += forward;
    }
    const again = withCp && group.kind === 'block' && recorder.requiresGrad(layers[0]?.inputs[0] ?? CLIP);
    if (!again) return { path: group.path, ...keepAll(ledger, recorder, layers) };
    for (const layer of layers.slice(0, -1)) macs.recomputed += macsOf(layer);
    return { path: group.path, ...keepCheckpoint(ledger, recorder, layers) };
  });
  return {
    bytes: units.reduce((sum, unit) => sum + unit.bytes, 0),
    peakBytes: peakOfUnits(units),
    byLayer: ledger.byLayer,
    units,
    macs: { ...macs, total: macs.forward + macs.backward + macs.recomputed },
  };
}

/** The storages kept so far, and who was the first to keep them. */
interface Ledger {
  readonly byLayer: ReadonlyMap<string, number>;
  has(storage: string): boolean;
  /** Keeps a layer's storages; returns the bytes of those that nobody kept before. */
  keep(layer: Layer, saved: ReadonlyMap<string, number>): number;
}

function startLedger(): Ledger {
  const kept = new Set<string>();
  const byLayer = new Map<string, number>();
  return {
    byLayer,
    has: (storage) => kept.has(storage),
    keep(layer, saved) {
      let fresh = 0;
      for (const [storage, bytes] of saved) {
        if (!kept.has(storage)) fresh += bytes;
        kept.add(storage);
      }
      if (fresh > 0) byLayer.set(layer.path, (byLayer.get(layer.path) ?? 0) + fresh);
      return fresh;
    },
  };
}

function keepAll(ledger: Ledger, recorder: Recorder, layers: readonly Layer[]): Omit<KeptByUnit, 'path'> {
  const bytes = layers.reduce((sum, layer) => sum + ledger.keep(layer, recorder.savedBy(layer)), 0);
  return { bytes, inputBytes: 0, recomputedBytes: 0 };
}

/** A block under torch.utils.checkpoint: its input, and what the activation behind the checkpoint keeps. */
function keepCheckpoint(ledger: Ledger, recorder: Recorder, layers: readonly Layer[]): Omit<KeptByUnit, 'path'> {
  const [first, last] = [layers[0], layers.at(-1)];
  if (!first || !last) return { bytes: 0, inputBytes: 0, recomputedBytes: 0 };
  const inner = layers.slice(0, -1);
  const inputBytes = ledger.keep(first, inputOf(recorder, inner, first.inputs[0] ?? CLIP));
  const again = new Map(inner.flatMap((layer) => [...recorder.savedBy(layer)]));
  let recomputedBytes = 0;
  for (const [storage, bytes] of again) if (!ledger.has(storage)) recomputedBytes += bytes;
  return { bytes: inputBytes + ledger.keep(last, recorder.savedBy(last)), inputBytes, recomputedBytes };
}

/** A checkpointed block's input: its first convolution would have kept it too. */
function inputOf(recorder: Recorder, inner: readonly Layer[], input: string): ReadonlyMap<string, number> {
  const storage = recorder.storageOf(input);
  const bytes = inner.flatMap((layer) => recorder.savedBy(layer).get(storage) ?? []);
  return new Map(bytes.slice(0, 1).map((size) => [storage, size]));
}

function macsOf<K extends LayerKind>(layer: Layer<K>): number {
  return LAYERS[layer.kind].macs(layer.fields, layer.output);
}
