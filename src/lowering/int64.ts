import type { Tensor } from '../tensor/tensor';

/** A list of integers as ONNX takes shapes, axes, bounds and indices: int64, of one axis. */
export function int64(values: readonly number[]): Tensor<'int64'> {
  return { dtype: 'int64', shape: [values.length], data: BigInt64Array.from(values, BigInt) };
}
