import { float32 } from '../tensor/tensor';
import type { FlatVector } from './flatLayout';
import {
  add,
  concat,
  divide,
  type GraphWriter,
  gather,
  maximum,
  multiply,
  reshape,
  subtract,
  type Value,
} from './graphWriter';
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
  const parts: Value[] = [];
  /** What each element's new value takes of the batch's; the rest is the old one. */
  const weights = new Float32Array(layout.length);
  /** What the batch's value is multiplied by first. */
  const gains = new Float32Array(layout.length).fill(1);
  /** Counters go up by 1 and forget nothing. */
  const counts = new Float32Array(layout.length);
  /** Where each element's counter is, for a momentum of null. */
  const counters = new Int32Array(layout.length);
  let cumulative = false;
  for (const { key, offset, size } of layout.slots) {
    const dot = key.lastIndexOf('.');
    const seen = observed.get(key.slice(0, dot));
    const suffix = key.slice(dot + 1);
    const batch = suffix === 'running_mean' ? seen?.mean : suffix === 'running_var' ? seen?.variance : undefined;
    parts.push(batch ? reshape(w, batch, [size]) : w.constant(float32([size])));
    if (!seen) continue;
    if (!batch) {
      counts[offset] = seen.counted ? 1 : 0;
      continue;
    }
    weights.fill(seen.momentum ?? 1, offset, offset + size);
    if (suffix === 'running_var') gains.fill(seen.count / (seen.count - 1), offset, offset + size);
    if (seen.momentum !== null) continue;
    cumulative = true;
    const counter = layout.slots.find((slot) => slot.key === `${key.slice(0, dot)}.num_batches_tracked`);
    counters.fill(counter?.offset ?? 0, offset, offset + size);
  }
  const vector = (values: Float32Array) => w.constant(float32([layout.length], values));
  const counted = add(w, buffers, vector(counts));
  const batches = multiply(w, concat(w, parts, 0), vector(gains));
  const share = cumulative
    ? divide(w, vector(weights), maximum(w, gather(w, counted, 0, [...counters], [layout.length]), 1))
    : vector(weights);
  return add(w, counted, multiply(w, subtract(w, batches, counted), share));
}
