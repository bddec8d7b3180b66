import type { Shape } from '../tensor/shape';
import { float32, type StateDict, type Tensor } from '../tensor/tensor';
import { CheckpointError } from './checkpointError';
import { inMemory, type LazyTensor } from './checkpointFile';

/** PyTorch's and mmcv's default eps of batch norm; pytorchvideo's X3D uses it too (models/x3d.py). */
const EPS = 1e-5;

/** What a batch norm stores. */
const NORM_TENSORS = ['weight', 'bias', 'running_mean', 'running_var', 'num_batches_tracked'] as const;

/** The convolution of a first block's shortcut, in the reference's names. */
const SHORTCUT = /^layer\d+\.0\.downsample\.conv\.weight$/;

/**
 * A tensor of the batch norm that makes a shortcut without one compute what it did: weight 1, bias 0, mean 0 and variance
 * 1 − eps, so that (x − 0) / √(1 − eps + eps) is x.
 */
export function identityTensor(key: string, channels: number, eps: number): Tensor {
  if (key.endsWith('.num_batches_tracked')) return { dtype: 'int64', shape: [], data: new BigInt64Array(1) };
  const value = key.endsWith('.running_var') ? 1 - eps : key.endsWith('.weight') ? 1 : 0;
  return float32([channels], new Float32Array(channels).fill(value));
}

/** The norm of `identityTensor` as tensors of a file. Its variance is that of the usual eps; a network's own comes with the network. */
export function identityNorm(channels: number): ReadonlyMap<string, LazyTensor> {
  return new Map(NORM_TENSORS.map((suffix) => [suffix, inMemory(identityTensor(`.${suffix}`, channels, EPS))]));
}

/** Path of the norm that pytorchvideo leaves out after this convolution: a shortcut that keeps its width; null otherwise. */
export function normLeftOut(key: string, shape: Shape): string | null {
  return SHORTCUT.test(key) && shape[0] === shape[1] ? key.replace('.conv.weight', '.bn') : null;
}

/**
 * Weights for a scheme without these norms. The norm's scale goes into the shortcut's convolution and its shift into the
 * norm of conv3, which is added to the shortcut: the block computes the same.
 * @throws CheckpointError where there is no batch norm with statistics to move it into.
 */
export function withoutShortcutNorms(weights: StateDict): StateDict {
  const moved = new Map(weights);
  for (const [key, convolution] of weights) {
    const norm = normLeftOut(key, convolution.shape);
    if (norm === null) continue;
    const [scale, shift] = scaleAndShift((name) => float32Of(weights, `${norm}.${name}`));
    const target = key.replace('downsample.conv.weight', 'conv3.bn.bias');
    const bias = float32Of(weights, target).map((value, channel) => value + (shift[channel] as number));
    const perChannel = convolution.shape[1] as number;
    const weight = float32Of(weights, key).map((value, at) => value * (scale[Math.floor(at / perChannel)] as number));
    moved.set(key, float32(convolution.shape, weight));
    moved.set(target, float32([bias.length], bias));
    for (const name of NORM_TENSORS) moved.delete(`${norm}.${name}`);
  }
  return moved;
}

/** What a batch norm with eps 1e-5 does to a channel: x × scale + shift. */
function scaleAndShift(of: (name: (typeof NORM_TENSORS)[number]) => Float32Array) {
  const [weight, bias, mean, variance] = [of('weight'), of('bias'), of('running_mean'), of('running_var')];
  const scale = Float64Array.from(weight, (value, channel) => value / Math.sqrt((variance[channel] as number) + EPS));
  const shift = Float64Array.from(
    bias,
    (value, channel) => value - (mean[channel] as number) * (scale[channel] as number),
  );
  return [scale, shift] as const;
}

function float32Of(weights: StateDict, key: string): Float32Array {
  const tensor: Tensor | undefined = weights.get(key);
  if (tensor?.dtype !== 'float32')
    throw new CheckpointError(
      `${key} is ${tensor ? tensor.dtype : 'not there'}: pytorchvideo has no norm on this shortcut, and only batch norm with statistics in float32 can be moved out of it. Choose mmaction2's names.`,
    );
  return tensor.data;
}
