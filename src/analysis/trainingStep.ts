import { CLIP } from '../architecture/architecture';
import { build } from '../architecture/build';
import { normOf, stateDictOf } from '../architecture/walk';
import type { Design } from '../design/design';
import { singleClip } from '../design/singleClip';
import { elementCount } from '../tensor/shape';
import { BYTES, byteLength } from '../tensor/tensor';
import { bytesOf } from './quantities';
import { isFrozen } from './training';
import { type KeptBytes, keptForBackward, peakOfUnits, type Storage } from './trainingMemory';
import type { Optimizer, TrainingSetup } from './trainingSetup';

/** Bytes of one training step, in parts. */
export interface StepMemory {
  /** Parameters and buffers in float32, and in mixed precision their float16 copies for convolutions and linear layers. */
  readonly weights: number;
  /** One float32 for each trained parameter. */
  readonly gradients: number;
  /** Numbers the optimizer keeps for each trained parameter. */
  readonly optimizerState: number;
  /** The most that is kept for the backward pass at once, the clip included. */
  readonly activations: number;
  readonly total: number;
}

/** The memory of a training step as a function of the batch, and what fits on a card. */
export interface TrainingNeed {
  /** @param clips clips in a batch, from 1 */
  of(clips: number): StepMemory;
  /** The most clips whose step fits in so many bytes; 0 where one does not. */
  mostClips(bytes: number): number;
}

/** float32 numbers kept for each trained parameter: torch.optim.SGD's momentum_buffer, Adam's exp_avg and exp_avg_sq. */
const STATE: Readonly<Record<Optimizer, number>> = { sgd: 0, momentum: 1, adam: 2 };

/** Float32 numbers beside each trained weight: its gradient, and what the optimizer keeps. */
export function numbersPerTrained(optimizer: Optimizer): number {
  return 1 + STATE[optimizer];
}

/** Bytes of the graphics cards that one asks about: 8, 11 and 24 GB, as sold, are GiB. */
export const CARD_GIGABYTES = [8, 11, 24] as const;
export const GIGABYTE = 2 ** 30;

/** The largest batch that is looked for. */
const MOST_CLIPS = 2 ** 14;

/** The convention of the sum, in sentences. */
export const STEP_MEMORY_SENTENCES: readonly string[] = [
  'Weights, gradients and the optimizer’s numbers are float32; activations are what autograd keeps for the backward pass, each storage once.',
  'Mixed precision (autocast) halves activations and keeps a float16 copy of each weight of a convolution or linear layer; statistics of norms stay float32. Group norm, which it computes in float32, takes more than is counted.',
  'Not counted: CUDA’s own context (some hundreds of MB), cuDNN’s workspaces, the gradients of activations under way, fragments, and other processes on the card. Leave a tenth free.',
];

/**
 * What a training step of a design needs, for any batch: weights + gradients + optimizer state + activations. The design
 * says what is frozen and whether blocks are checkpointed.
 */
export function trainingNeed(design: Design, { optimizer, mixed }: TrainingSetup): TrainingNeed {
  const fixed = fixedPart(design, optimizer, mixed);
  const [one, two] = [1, 2].map((n) => keptPerUnit(design, n, mixed));
  const clip = bytesOf(elementCount(build(singleClip(design)).clip));
  // Every storage is so much a clip and so much in any case (statistics of a batch): two batches tell both.
  const activations = (clips: number): number => {
    const units = (one?.units ?? []).map((unit, index) => {
      const more = two?.units[index] ?? unit;
      const at = (part: keyof KeptBytes) => unit[part] + (clips - 1) * (more[part] - unit[part]);
      return { bytes: at('bytes'), inputBytes: at('inputBytes'), recomputedBytes: at('recomputedBytes') };
    });
    return peakOfUnits(units) + (one?.keepsClip ? 0 : clips * clip);
  };
  const of = (clips: number): StepMemory => {
    const parts = { ...fixed, activations: activations(clips) };
    return { ...parts, total: parts.weights + parts.gradients + parts.optimizerState + parts.activations };
  };
  return { of, mostClips: (bytes) => mostWhere((clips) => of(clips).total <= bytes) };
}

function fixedPart(design: Design, optimizer: Optimizer, mixed: boolean): Omit<StepMemory, 'activations' | 'total'> {
  const tensors = stateDictOf(build(singleClip(design)));
  const { frozen_stages } = design.reference;
  const trained = tensors
    .filter(
      ({ role, requiresGrad, layer }) => role === 'parameter' && requiresGrad && !isFrozen(layer.path, frozen_stages),
    )
    .reduce((sum, { shape }) => sum + elementCount(shape), 0);
  const stored = tensors.reduce((sum, tensor) => sum + byteLength(tensor), 0);
  // Autocast's cache: one float16 copy of every weight that a convolution or linear layer reads.
  const copies = mixed
    ? tensors
        .filter(({ key, shape }) => key.endsWith('.weight') && shape.length > 1)
        .reduce((sum, { shape }) => sum + BYTES.float16 * elementCount(shape), 0)
    : 0;
  return {
    weights: stored + copies,
    gradients: bytesOf(trained),
    optimizerState: bytesOf(STATE[optimizer] * trained),
  };
}

/** What each unit of checkpointing keeps for a batch of n clips. */
function keptPerUnit(design: Design, n: number, mixed: boolean): { units: readonly KeptBytes[]; keepsClip: boolean } {
  const architecture = build({ ...design, clip: { ...design.clip, n } });
  const { units } = keptForBackward(architecture);
  // Norms keep the statistics of their batch, which stay float32.
  const statistics = new Set(
    architecture.layers.filter((layer) => normOf(layer) !== null).map(({ path }) => `${path}/own`),
  );
  const bytes = (storages: readonly Storage[]) =>
    storages.reduce((sum, { name, bytes: whole }) => sum + (mixed && !statistics.has(name) ? whole / 2 : whole), 0);
  return {
    units: units.map(({ storages }) => ({
      bytes: bytes(storages.kept),
      inputBytes: bytes(storages.input),
      recomputedBytes: bytes(storages.recomputed),
    })),
    // Autocast keeps a float16 copy; the clip itself stays beside it.
    keepsClip: !mixed && units.some(({ storages }) => storages.kept.some(({ name }) => name === CLIP)),
  };
}

/** The largest whole number from 1 for which a condition that once false stays false holds; 0 where none does. */
function mostWhere(holds: (clips: number) => boolean): number {
  let [low, high] = [0, MOST_CLIPS + 1];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return low;
}
