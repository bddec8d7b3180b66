import { elementCount } from './shape';
import { float32, type Tensor } from './tensor';

/** Values one after another. */
export function joined(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Rows of a tensor's first axis, in the order asked for. Copies: a view would take all values along to a worker. */
export function rowsOf({ shape, data }: Tensor<'float32'>, rows: readonly number[]): Tensor<'float32'> {
  const [, ...rest] = shape;
  const size = elementCount(rest);
  return float32([rows.length, ...rest], joined(rows.map((row) => data.subarray(row * size, (row + 1) * size))));
}
