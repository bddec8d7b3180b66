import { type NonFiniteValues, nonFiniteValues } from '../tensor/nonFinite';
import type { Tensor } from '../tensor/tensor';
import type { LazyTensor } from './checkpointFile';

/** What reading tensors has shown of their values: names and shapes say nothing of them. */
const found = new WeakMap<LazyTensor, NonFiniteValues>();

/** Keeps what is seen of a tensor's values once they are read. */
export function keepNonFinite(tensor: LazyTensor, values: Tensor): void {
  const seen = values.dtype === 'float32' ? nonFiniteValues(values) : null;
  if (seen) found.set(tensor, seen);
}

/** The values of a tensor that are no finite numbers, where it was read and has any. */
export function nonFiniteOf(tensor: LazyTensor): NonFiniteValues | null {
  return found.get(tensor) ?? null;
}
