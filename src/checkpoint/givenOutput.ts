import { elementCount } from '../tensor/shape';
import { float32, type Tensor } from '../tensor/tensor';
import type { ProvedOutput } from './graphProof';

/** What a graph gives for one of its outputs, from the network's own value: its mean over T, H and W, or its Softmax. */
export function givenOutput(value: Tensor<'float32'>, { pooled, dropped }: ProvedOutput): Tensor<'float32'> {
  const given = pooled ? meanOf(value) : value;
  return dropped ? softmaxOf(given, dropped === 'LogSoftmax') : given;
}

/** [N, C, T, H, W] → [N, C] */
function meanOf({ shape, data }: Tensor<'float32'>): Tensor<'float32'> {
  const size = elementCount(shape.slice(2));
  const means = Float32Array.from({ length: data.length / size }, (_, at) =>
    data.subarray(at * size, (at + 1) * size).reduce((sum, value) => sum + value / size, 0),
  );
  return float32(shape.slice(0, 2), means);
}

/** Over the classes of [N, classes]. */
function softmaxOf({ shape, data }: Tensor<'float32'>, isLogarithm: boolean): Tensor<'float32'> {
  const [, classes = 1] = shape;
  const to = new Float32Array(data.length);
  for (let row = 0; row < data.length; row += classes) {
    const scores = data.subarray(row, row + classes);
    const most = Math.max(...scores);
    const sum = scores.reduce((total, score) => total + Math.exp(score - most), 0);
    for (const [at, score] of scores.entries())
      to[row + at] = isLogarithm ? score - most - Math.log(sum) : Math.exp(score - most) / sum;
  }
  return float32(shape, to);
}
