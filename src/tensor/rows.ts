import { elementCount } from './shape';
import { float32, type Tensor } from './tensor';

/** Rows of a tensor's first axis, in the order asked for. Copies: a view would take all values along to a worker. */
export function rowsOf({ shape, data }: Tensor<'float32'>, rows: readonly number[]): Tensor<'float32'> {
  const [, ...rest] = shape;
  const size = elementCount(rest);
  const taken = new Float32Array(rows.length * size);
  for (const [at, row] of rows.entries()) taken.set(data.subarray(row * size, (row + 1) * size), at * size);
  return float32([rows.length, ...rest], taken);
}
