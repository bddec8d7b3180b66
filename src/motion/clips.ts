import { fnv1a, inDrawnOrder, sfc32 } from '../weights/generator';
import { easelFor, render } from './render';
import { type ClipSeed, type ClipSize, sceneOf, type World } from './scene';
import type { MotionClass } from './tasks';

/** Clips that no training ever sees are numbered apart: those that choose a state, and those that judge it. */
export type Split = 'train' | 'validation' | 'test';

/** Clips and the indices of their classes. */
export interface Batch {
  /** `[N, 3, T, H, W]`, normalised as X3D's pictures are. */
  readonly clips: Float32Array;
  readonly labels: Int32Array;
}

/** The most clips a split has. */
export const SPLIT_SIZE = 2 ** 28;
/** Streams of draws, apart from all others. */
const [BACKWARDS, LABELS] = [fnv1a('backwards'), fnv1a('labels')];
const SPLITS: Readonly<Record<Split, number>> = { train: 0, validation: 1, test: 2 };

/** The clip of a class for a seed, `[3, T, H, W]`. Played backwards it is the partner's clip for the seed turned about. */
export function motionClip(motion: MotionClass, world: World, size: ClipSize, seed: ClipSeed): Float32Array {
  const clip = new Float32Array(3 * size.t * size.h * size.w);
  render(sceneOf(motion, world, size, seed), size, clip);
  return clip;
}

/**
 * Clips `first` to `first + count - 1` of a split. As many of each class as of any other: every run of K clips from a
 * multiple of K on holds each of the K classes once, in an order of its own.
 */
export function motionBatch(
  world: World,
  size: ClipSize,
  {
    seed,
    split,
    first,
    count,
  }: { readonly seed: number; readonly split: Split; readonly first: number; readonly count: number },
): Batch {
  const length = 3 * size.t * size.h * size.w;
  const clips = new Float32Array(count * length);
  const labels = new Int32Array(count);
  const easel = easelFor(size);
  for (let clip = 0; clip < count; clip++) {
    const label = labelAt(world.task.classes.length, seed, split, first + clip);
    labels[clip] = label;
    const scene = sceneOf(world.task.classes[label] as MotionClass, world, size, seedAt(seed, split, first + clip));
    render(scene, size, clips, clip * length, easel);
  }
  return { clips, labels };
}

/** The seed of a clip of a split: no two splits share one, whatever their seed is. */
export function seedAt(seed: number, split: Split, index: number): ClipSeed {
  if (!(Number.isInteger(index) && index >= 0 && index < SPLIT_SIZE))
    throw new RangeError(`A split has ${SPLIT_SIZE} clips; there is no clip ${index}.`);
  const numbered = SPLITS[split] * SPLIT_SIZE + index;
  return { seed, index: numbered, backwards: sfc32(seed ^ BACKWARDS, numbered)() < 0.5 };
}

/** Index of the class of a clip of a split. */
export function labelAt(classes: number, seed: number, split: Split, index: number): number {
  const round = Math.floor(index / classes);
  const uniform = sfc32(seed ^ LABELS, SPLITS[split] * SPLIT_SIZE + round);
  return inDrawnOrder([...Array(classes).keys()], uniform)[index % classes] as number;
}

/** The size of clips whose frames are put in another order; three channels where it does not say. */
type Frames = ClipSize & { readonly channels?: number };

/** Clips `[N, C, T, H, W]` played backwards. */
export function playedBackwards(clips: Float32Array, size: Frames): Float32Array {
  return withFrames(clips, size, () => Array.from({ length: size.t }, (_, frame) => size.t - 1 - frame));
}

/** Clips `[N, C, T, H, W]` with the frames of each in a drawn order. */
export function shuffled(clips: Float32Array, size: Frames, seed: number): Float32Array {
  const frames = [...Array(size.t).keys()];
  return withFrames(clips, size, (clip) => inDrawnOrder(frames, sfc32(seed ^ fnv1a('shuffled'), clip)));
}

/** Clips `[N, C, T, H, W]` made of one of their frames. */
export function frozenAt(frame: number, clips: Float32Array, size: Frames): Float32Array {
  return withFrames(clips, size, () => Array.from({ length: size.t }, () => frame));
}

function withFrames(
  clips: Float32Array,
  { channels = 3, t, h, w }: Frames,
  orderOf: (clip: number) => readonly number[],
) {
  const plane = h * w;
  const result = new Float32Array(clips.length);
  for (let clip = 0; clip * channels * t * plane < clips.length; clip++) {
    const order = orderOf(clip);
    for (let channel = 0; channel < channels; channel++) {
      const start = (clip * channels + channel) * t * plane;
      order.forEach((from, to) => {
        result.set(clips.subarray(start + from * plane, start + (from + 1) * plane), start + to * plane);
      });
    }
  }
  return result;
}
