import { float32, type Tensor } from '../tensor/tensor';

/**
 * A batch norm that adds to each channel, then scales and shifts it: what was folded into a convolution comes back as one.
 * What is added first is the negated mean, which a norm without weight and bias has too; the variance is 1 − eps.
 */
export function writtenNorm(
  channels: number,
  eps: number,
  added: (channel: number) => number,
  scale: (channel: number) => number = () => 1,
  shift: (channel: number) => number = () => 0,
): ReadonlyMap<string, Tensor<'float32'>> {
  const vector = (value: (channel: number) => number) =>
    float32(
      [channels],
      Float32Array.from({ length: channels }, (_, channel) => value(channel)),
    );
  return new Map([
    ['weight', vector(scale)],
    ['bias', vector(shift)],
    ['running_mean', vector((channel) => -added(channel))],
    ['running_var', vector(() => 1 - eps)],
  ]);
}
