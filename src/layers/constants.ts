import { float32, type Tensor } from '../tensor/tensor';

/** A one-dimensional int64 constant, as ONNX takes axes, shapes and slice bounds. */
export function int64List(values: readonly number[]): Tensor<'int64'> {
  return { dtype: 'int64', shape: [values.length], data: BigInt64Array.from(values, BigInt) };
}

/** A float32 scalar constant, shape []. */
export function scalar(value: number): Tensor<'float32'> {
  return float32([], Float32Array.of(value));
}

/** A float32 vector of one repeated value. */
export function filled(length: number, value: number): Tensor<'float32'> {
  return float32([length], new Float32Array(length).fill(value));
}
