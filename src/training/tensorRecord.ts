import { elementCount, type Shape } from '../tensor/shape';
import { fnv1a, mulberry32 } from '../weights/generator';
import type { TensorRecord } from './goldenForm';

/** A tensor as golden files record it: whole up to `whole` elements, else `samples` of them. */
export function recordOf(
  key: string,
  shape: Shape,
  data: ArrayLike<number>,
  { whole, samples }: { readonly whole: number; readonly samples: number },
): TensorRecord {
  let [sum, squares, absmax] = [0, 0, 0];
  for (let at = 0; at < data.length; at++) {
    const value = data[at] ?? 0;
    sum += value;
    squares += value * value;
    if (!(Math.abs(value) <= absmax)) absmax = Math.abs(value);
  }
  const facts = { key, shape, sum, l2: Math.sqrt(squares), absmax };
  if (elementCount(shape) <= whole) return { ...facts, values: Array.from(data) };
  return { ...facts, samples: sampledAt(key, data.length, samples).map((at) => data[at] ?? 0) };
}

/** Flat indices ⌊u·n⌋, u drawn from the tensor's name; some may repeat. */
function sampledAt(key: string, length: number, count: number): readonly number[] {
  const uniform = mulberry32(fnv1a(`samples:${key}`));
  return Array.from({ length: count }, () => Math.floor(uniform() * length));
}
