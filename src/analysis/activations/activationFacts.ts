import { elementCount } from '../../tensor/shape';
import type { Tensor } from '../../tensor/tensor';

/** Bins of the histogram, from the smallest value to the largest. */
const BINS = 48;

/** What there is to know of one layer's output on one clip, `[1, C, T, H, W]` or `[1, C]`. */
export interface ActivationFacts {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** Standard deviation over all values. */
  readonly deviation: number;
  /** Share of values that are exactly 0, 0 to 1. */
  readonly zeros: number;
  /** Channels that are 0 at every position of this clip. */
  readonly dead: number;
  /** Values that are no finite number; all other facts leave them out. */
  readonly notFinite: number;
  /** Mean of the squares of every channel, `[C]`. */
  readonly energy: Float64Array;
  /** Values in each of equal bins from min to max; one bin where all values are the same. */
  readonly histogram: readonly number[];
}

/** Looks at every value twice: for the range, then for the histogram. Sums are float64. */
export function activationFacts({ shape, data }: Tensor<'float32'>): ActivationFacts {
  const [, channels = 1] = shape;
  const plane = elementCount(shape.slice(2));
  const energy = new Float64Array(channels);
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let [sum, squares, zeros, dead, finite] = [0, 0, 0, 0, 0];
  for (let channel = 0; channel < channels; channel++) {
    let [own, alive] = [0, false];
    for (let i = channel * plane; i < (channel + 1) * plane; i++) {
      const value = data[i] as number;
      if (value !== 0) alive = true;
      if (!Number.isFinite(value)) continue;
      finite++;
      if (value === 0) zeros++;
      if (value < min) min = value;
      if (value > max) max = value;
      sum += value;
      own += value * value;
    }
    energy[channel] = own / plane;
    squares += own;
    if (!alive) dead++;
  }
  const mean = sum / finite;
  return {
    min,
    max,
    mean,
    deviation: Math.sqrt(Math.max(0, squares / finite - mean * mean)),
    zeros: zeros / data.length,
    dead,
    notFinite: data.length - finite,
    energy,
    histogram: histogramOf(data, min, max),
  };
}

function histogramOf(data: Float32Array, min: number, max: number): readonly number[] {
  const counts: number[] = Array(max > min ? BINS : 1).fill(0);
  const scale = max > min ? BINS / (max - min) : 0;
  for (const value of data) {
    if (!Number.isFinite(value)) continue;
    const bin = Math.min(counts.length - 1, Math.floor((value - min) * scale));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}
