import { type Architecture, CLIP, type Group, type Layer } from '../architecture/architecture';
import { isGroup, layersOf, macsOf, normOf, tensorsOf } from '../architecture/walk';
import { LAYERS, type LayerKind } from '../layers/index';
import { elementCount } from '../tensor/shape';
import { worksInPlace } from './memory';
import { bytesOf } from './quantities';
import { isFrozen, staysInEval } from './training';

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
interface Kept {
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

/** One unit of checkpointing, and what it keeps in bytes. */
interface KeptByUnit extends KeptBytes {
  readonly path: string;
  /** The same as pieces of memory. Which they are depends on how layers follow each other, not on their sizes. */
  readonly storages: UnitStorages;
}

/** How much one unit keeps. */
export interface KeptBytes {
  /** Bytes it is the first to keep. */
  readonly bytes: number;
  /** Of these, what is still there while it is computed again: its input, where nothing before it keeps that. */
  readonly inputBytes: number;
  /** Bytes kept a second time around; 0 where nothing is computed again. */
  readonly recomputedBytes: number;
}

interface UnitStorages {
  readonly kept: readonly Storage[];
  readonly input: readonly Storage[];
  readonly recomputed: readonly Storage[];
}

/** A piece of memory that is kept: named by the layer that first wrote it, a layer's own statistics `path/own`. */
export interface Storage {
  readonly name: string;
  readonly bytes: number;
}

/** Multiply-accumulates of one training step. A backward pass costs the forward pass's once for weights, once for inputs. */
interface TrainingMacs {
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
  const recorder = record(architecture);
  const units = unitsOf(architecture);
  return {
    plain: keptBy(recorder, units, false),
    checkpointed: keptBy(recorder, units, true),
    gradientBytes: bytesOf(recorder.trained),
  };
}

/** What autograd keeps under the design's own `with_cp`. */
export function keptForBackward(architecture: Architecture): Kept {
  return keptBy(record(architecture), unitsOf(architecture), architecture.design.reference.with_cp);
}

/** The most kept at once over units in forward order; also for the units of repeated blocks, each as often as it stands. */
export function peakOfUnits(units: Iterable<KeptBytes>): number {
  let [before, peak] = [0, 0];
  for (const { bytes, inputBytes, recomputedBytes } of units) {
    if (recomputedBytes > 0) peak = Math.max(peak, before + inputBytes + recomputedBytes);
    before += bytes;
  }
  return Math.max(peak, before);
}

/** What may be checkpointed as one: a block. The stem, conv5 and the head are units of their own, never checkpointed. */
export function unitsOf({ parts }: Pick<Architecture, 'parts'>): readonly Group[] {
  return parts.flatMap((part) => (part.kind === 'stage' ? part.children.filter(isGroup) : [part]));
}

/** What autograd notes in the forward pass. */
interface Recorder {
  /** Paths of layers whose output requires a gradient; the clip's never does. */
  readonly graded: ReadonlySet<string>;
  /** What a layer's backward pass needs, by path; absent where it has none. */
  readonly saved: ReadonlyMap<string, readonly Storage[]>;
  /** The storage a layer's output lies in, by path. */
  readonly storages: ReadonlyMap<string, Storage>;
  readonly trainedLayers: ReadonlySet<string>;
  readonly trained: number;
}

function record({ clip, design, layers }: Architecture): Recorder {
  const { frozen_stages } = design.reference;
  const storages = new Map<string, Storage>([[CLIP, { name: CLIP, bytes: bytesOf(elementCount(clip)) }]]);
  const storageOf = (path: string): Storage => storages.get(path) ?? { name: path, bytes: 0 };
  const graded = new Set<string>();
  const trainedLayers = new Set<string>();
  const saved = new Map<string, readonly Storage[]>();
  let trained = 0;
  for (const layer of layers) {
    const { path, inputs } = layer;
    const storage = worksInPlace(layer)
      ? storageOf(inputs[0] ?? CLIP)
      : { name: path, bytes: bytesOf(elementCount(layer.output)) };
    storages.set(path, storage);
    const parameters = isFrozen(path, frozen_stages) ? 0 : trainedElements(layer);
    trained += parameters;
    if (parameters > 0) trainedLayers.add(path);
    if (parameters === 0 && !inputs.some((input) => graded.has(input))) continue;
    graded.add(path);
    const keeps = savedOf(layer, staysInEval(layer, design.reference));
    const kept = keeps.inputs.map((index) => storageOf(inputs[index] ?? CLIP));
    if (keeps.output) kept.push(storage);
    if (keeps.own > 0) kept.push({ name: `${path}/own`, bytes: bytesOf(keeps.own) });
    saved.set(path, kept);
  }
  return { graded, saved, storages, trainedLayers, trained };
}

/** Elements of a layer's parameters that require a gradient. */
function trainedElements(layer: Layer): number {
  let elements = 0;
  for (const tensor of tensorsOf(layer)) if (tensor.requiresGrad) elements += elementCount(tensor.shape);
  return elements;
}

function savedOf<K extends LayerKind>(layer: Layer<K>, inEval: boolean) {
  const op = LAYERS[layer.kind];
  const saved = op.saved(layer.fields, { inputs: layer.inputShapes, output: layer.output });
  return inEval && normOf(layer)?.foldable ? { ...saved, own: 0 } : saved;
}

function keptBy(recorder: Recorder, groups: readonly Group[], withCp: boolean): Kept {
  const ledger = startLedger();
  const macs = { forward: 0, backward: 0, recomputed: 0 };
  const units = groups.map((group): KeptByUnit => {
    const layers = layersOf(group);
    for (const layer of layers) {
      const forward = macsOf(layer);
      macs.forward += forward;
      if (recorder.trainedLayers.has(layer.path)) macs.backward += forward;
      if (recorder.graded.has(layer.inputs[0] ?? CLIP)) macs.backward += forward;
    }
    const again = withCp && group.kind === 'block' && recorder.graded.has(layers[0]?.inputs[0] ?? CLIP);
    if (again) for (const layer of layers.slice(0, -1)) macs.recomputed += macsOf(layer);
    const storages = again ? keepCheckpoint(ledger, recorder, layers) : keepAll(ledger, recorder, layers);
    return {
      path: group.path,
      storages,
      bytes: bytesIn(storages.kept),
      inputBytes: bytesIn(storages.input),
      recomputedBytes: bytesIn(storages.recomputed),
    };
  });
  return {
    bytes: units.reduce((sum, unit) => sum + unit.bytes, 0),
    peakBytes: peakOfUnits(units),
    byLayer: ledger.byLayer,
    units,
    macs: { ...macs, total: macs.forward + macs.backward + macs.recomputed },
  };
}

/** The storages kept so far, and the layer that kept each first. */
interface Ledger {
  readonly byLayer: ReadonlyMap<string, number>;
  has(storage: Storage): boolean;
  /** Keeps a layer's storages; returns those that were not kept before. */
  keep(layer: Layer, saved: readonly Storage[]): readonly Storage[];
}

function startLedger(): Ledger {
  const kept = new Set<string>();
  const byLayer = new Map<string, number>();
  return {
    byLayer,
    has: ({ name }) => kept.has(name),
    keep({ path }, saved) {
      const fresh = saved.filter(({ name }) => !kept.has(name) && kept.add(name));
      if (fresh.length > 0) byLayer.set(path, (byLayer.get(path) ?? 0) + bytesIn(fresh));
      return fresh;
    },
  };
}

const savedBy = ({ saved }: Recorder, { path }: Layer): readonly Storage[] => saved.get(path) ?? [];

function keepAll(ledger: Ledger, recorder: Recorder, layers: readonly Layer[]): UnitStorages {
  const kept = layers.flatMap((layer) => ledger.keep(layer, savedBy(recorder, layer)));
  return { kept, input: [], recomputed: [] };
}

/** A block under torch.utils.checkpoint: its input, and what the activation behind the checkpoint keeps. */
function keepCheckpoint(ledger: Ledger, recorder: Recorder, layers: readonly Layer[]): UnitStorages {
  const [first, last] = [layers[0], layers.at(-1)];
  if (!first || !last) return { kept: [], input: [], recomputed: [] };
  const read = recorder.storages.get(first.inputs[0] ?? CLIP);
  const input = ledger.keep(first, read ? [read] : []);
  const inner = layers.slice(0, -1).flatMap((layer) => savedBy(recorder, layer));
  const again = new Map(inner.filter((storage) => !ledger.has(storage)).map((storage) => [storage.name, storage]));
  const kept = [...input, ...ledger.keep(last, savedBy(recorder, last))];
  return { kept, input, recomputed: [...again.values()] };
}

function bytesIn(storages: readonly Storage[]): number {
  return storages.reduce((sum, { bytes }) => sum + bytes, 0);
}
