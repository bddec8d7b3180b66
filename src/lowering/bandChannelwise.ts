import { elementCount } from '../tensor/shape';
import { float32, type Tensor } from '../tensor/tensor';
import { type Convolution, convolutionOf, frameTaps, isChannelwise } from './convolution';
import type { Pass } from './pass';
import { type Draft, rewrite } from './rewrite';

/**
 * A channel-wise convolution over T, H and W becomes one grouped 2-D convolution on [N, C·T, H, W]: a group per
 * channel, whose inputs and outputs are that channel's frames. The kernel along T turns into a band in the weights
 * (output frame t reads frames t−1, t, t+1), so nothing is copied, at the price of T/3 times the multiplications.
 * Padding along T, of whatever mode, is part of the band.
 *
 * The band repeats the same few kernel planes, so the file keeps those and a Gather lays them out; it reads constants
 * only, and onnxruntime computes such nodes once, when the session opens.
 */
export const bandChannelwise: Pass = {
  name: 'channel-wise 3-D convolutions become grouped 2-D ones over frames',
  expects: 'weights are constants',
  guarantees: 'no 5-D Conv is channel-wise',
  run: (graph) =>
    rewrite(graph, (node, view, draft) => {
      const conv = convolutionOf(node, view);
      if (!conv || !isChannelwise(conv)) return null;
      const to = draft(...conv.nodes);
      const [n = 0, c = 0, t = 0, h = 0, w = 0] = conv.input;
      const frames = padded(conv, to.reshape(conv.source, 'frames', [n, c * t, h, w]), to);
      const weight = bandedWeight(conv, to);
      const bias = conv.bias ? [to.constant('bias', repeated(conv.bias, conv.output[2] ?? 0))] : [];
      const banded = to.node('Conv', 'conv', [frames, weight, ...bias], {
        kernel_shape: conv.kernel.slice(1),
        strides: conv.stride.slice(1),
        pads: [...conv.pads.before.slice(1), ...conv.pads.after.slice(1)],
        group: c,
      });
      return to.reshape(banded, 'clip', conv.output);
    }),
};

/** Rows and columns of [N, C·T, H, W] repeated as the border asks: one Gather an axis. */
function padded({ lists }: Convolution, frames: string, to: Draft): string {
  return [3, 4].reduce((value, axis) => {
    const list = lists.get(axis);
    if (!list) return value;
    const indices = { dtype: 'int64', shape: [list.length], data: BigInt64Array.from(list, BigInt) } as const;
    return to.node('Gather', 'bordered', [value, to.constant('border', indices)], { axis: axis - 1 });
  }, frames);
}

/** [C, 1, kT, kH, kW] → [C·To, T, kH, kW]: each tap's plane at the frame it reads, zeros elsewhere. */
function bandedWeight(conv: Convolution, to: Draft): string {
  const { input, output, kernel } = conv;
  const [channels = 0, frames = 0, outFrames = 0] = [input[1], input[2], output[2]];
  const layout = bandLayout(frameTaps(conv), frames);
  const planes = to.constant('planes', planesOf(conv, layout.planes));
  const indices = {
    dtype: 'int64',
    shape: [outFrames, frames],
    data: BigInt64Array.from(layout.indices, BigInt),
  } as const;
  const band = to.node('Gather', 'band', [planes, to.constant('layout', indices)], { axis: 1 });
  return to.reshape(band, 'weight', [channels * outFrames, frames, kernel[1], kernel[2]]);
}

/** Which planes a band is laid out of, each the sum of some taps, and which stands at [to, t]. */
interface BandLayout {
  readonly planes: readonly (readonly number[])[];
  readonly indices: readonly number[];
}

/** No tap gives a plane of zeros; with a border that repeats frames, two taps can read the same one. */
function bandLayout(taps: readonly (readonly number[])[], frames: number): BandLayout {
  const planes: (readonly number[])[] = [];
  const known = new Map<string, number>();
  const indices = taps.flatMap((reads) =>
    Array.from({ length: frames }, (_, frame) => {
      const sum = reads.flatMap((read, tap) => (read === frame ? [tap] : []));
      const index = known.get(sum.join()) ?? planes.push(sum) - 1;
      known.set(sum.join(), index);
      return index;
    }),
  );
  return { planes, indices };
}

/** [C, planes, kH, kW] */
function planesOf({ weight, input, kernel }: Convolution, planes: BandLayout['planes']): Tensor<'float32'> {
  const [channels = 0, size] = [input[1], kernel[1] * kernel[2]];
  const data = new Float32Array(channels * planes.length * size);
  for (let c = 0; c < channels; c++) {
    planes.forEach((sum, plane) => {
      const at = (c * planes.length + plane) * size;
      for (const tap of sum) {
        const from = (c * kernel[0] + tap) * size;
        for (let i = 0; i < size; i++) data[at + i] = (data[at + i] ?? 0) + (weight.data[from + i] ?? 0);
      }
    });
  }
  return float32([channels, planes.length, kernel[1], kernel[2]], data);
}

/** Each value `times` times in a row. */
function repeated(tensor: Tensor<'float32'>, times: number): Tensor<'float32'> {
  const values = Float32Array.from(
    { length: elementCount(tensor.shape) * times },
    (_, i) => tensor.data[Math.floor(i / times)] ?? 0,
  );
  return float32([values.length], values);
}
