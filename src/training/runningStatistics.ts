import { float32 } from '../tensor/tensor';
import type { FlatVector } from './flatLayout';
import { add, concat, divide, type GraphWriter, gather, maximum, multiply, subtract, type Value } from './graphWriter';
import { varianceOf } from './rules/normalised';
import type { Observed } from './rules/trainingRule';

/**
 * Running statistics after a batch, as PyTorch keeps them: (1 − m)·running + m·batch with the unbiased variance; where
 * m is null, 1 / the number of batches, this one included. All norms at once, over the flat vector of buffers.
 */
export function updateStatistics(
  w: GraphWriter,
  buffers: Value,
  layout: FlatVector,
  observed: ReadonlyMap<string, Observed>,
): Value {
  if (observed.size === 0) return buffers;
  const { length } = layout;
  const batch = batchVector(w, layout, observed);
  /** What each element's new value takes of the batch's; the rest is the old one. */
  const weights = new Float32Array(length);
  /** What the batch's value is multiplied by first. */
  const gains = new Float32Array(length).fill(1);
  /** Counters go up by 1 and forget nothing. */
  const counts = new Float32Array(length);
  /** Where each element's counter is, for a momentum of null. */
  const counters = new Int32Array(length);
  let cumulative = false;
  for (const { key, offset, size } of layout.slots) {
    const { norm, suffix } = partsOf(key);
    const seen = observed.get(norm);
    if (!seen) continue;
    if (suffix === 'num_batches_tracked') {
      counts[offset] = seen.counted ? 1 : 0;
      continue;
    }
    weights.fill(seen.momentum ?? 1, offset, offset + size);
    if (suffix === 'running_var') gains.fill(seen.count / (seen.count - 1), offset, offset + size);
    if (seen.momentum !== null) continue;
    cumulative = true;
    const counter = layout.slots.find((slot) => slot.key === `${norm}.num_batches_tracked`);
    counters.fill(counter?.offset ?? 0, offset, offset + size);
  }
  const vector = (values: Float32Array) => w.constant(float32([length], values));
  const counted = add(w, buffers, vector(counts));
  const share = cumulative
    ? divide(w, vector(weights), maximum(w, gather(w, counted, 0, [...counters], [length]), 1))
    : vector(weights);
  return add(w, counted, multiply(w, subtract(w, multiply(w, batch, vector(gains)), counted), share));
}

/** What the batch says of each element; anything where it says nothing, as that is weighed by 0. */
function batchVector(w: GraphWriter, { slots, length }: FlatVector, observed: ReadonlyMap<string, Observed>): Value {
  const values: Value[] = [];
  const inverses: Value[] = [];
  const places = new Map<string, number>();
  let [taken, eps] = [0, 0];
  const place = (key: string, value: Value, into: Value[]) => {
    places.set(key, taken);
    taken += value.shape[0] ?? 0;
    into.push(value);
  };
  for (const [norm, { mean, spread }] of observed) {
    place(`${norm}.running_mean`, mean, values);
    if ('variance' in spread) place(`${norm}.running_var`, spread.variance, values);
  }
  // All deviations become variances at once; the norms of a network share their eps.
  for (const [norm, { spread }] of observed) {
    if ('variance' in spread) continue;
    eps = spread.eps;
    place(`${norm}.running_var`, spread.inverse, inverses);
  }
  if (inverses.length > 0) values.push(varianceOf(w, { inverse: concat(w, inverses, 0), eps }));
  const indices = new Int32Array(length);
  for (const { key, offset, size } of slots) {
    const from = places.get(key);
    if (from !== undefined) for (let at = 0; at < size; at++) indices[offset + at] = from + at;
  }
  return gather(w, concat(w, values, 0), 0, [...indices], [length]);
}

function partsOf(key: string): { readonly norm: string; readonly suffix: string } {
  const dot = key.lastIndexOf('.');
  return { norm: key.slice(0, dot), suffix: key.slice(dot + 1) };
}
