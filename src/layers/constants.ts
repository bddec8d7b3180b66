import { float32, type Tensor } from '../tensor/tensor';

/** A float32 scalar constant, shape []. */
export function scalar(value: number): Tensor<'float32'> {
  return float32([], Float32Array.of(value));
}

/** A float32 vector of one repeated value. */
export function filled(length: number, value: number): Tensor<'float32'> {
  return float32([length], new Float32Array(length).fill(value));
}
