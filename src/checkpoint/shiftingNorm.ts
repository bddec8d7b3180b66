import { float32, type Tensor } from '../tensor/tensor';

/**
 * The batch norm that only adds: what a convolution's folded bias comes back as. The shift is the negated mean, which a
 * norm without weight and bias has too: weight 1, bias 0, mean −shift, variance 1 − eps.
 */
export function shiftingNorm(shift: Float32Array, eps: number): ReadonlyMap<string, Tensor<'float32'>> {
  const shape = [shift.length];
  const constant = (value: number) => float32(shape, new Float32Array(shift.length).fill(value));
  return new Map([
    ['weight', constant(1)],
    ['bias', constant(0)],
    [
      'running_mean',
      float32(
        shape,
        Float32Array.from(shift, (value) => -value),
      ),
    ],
    ['running_var', constant(1 - eps)],
  ]);
}
