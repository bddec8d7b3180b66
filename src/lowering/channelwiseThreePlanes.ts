import { int64, type Tensor } from '../tensor/tensor';
import type { Convolution } from './convolution';
import { derived } from './derived';
import type { Draft } from './rewrite';

/** True of a convolution that takes three frames with steps of one, zeros beyond the ends: `drawThreePlanes` draws it. */
export function fitsThreePlanes({ kernel, stride, pads, lists }: Convolution): boolean {
  return kernel[0] === 3 && stride[0] === 1 && pads.before[0] === 1 && pads.after[0] === 1 && lists.size === 0;
}

/**
 * A channel-wise 3×kH×kW convolution as one 2-D convolution on [N, C·T, H, W] in which every frame is a group with three
 * outputs: what it adds to the frame after it, to itself, and to the frame before. Padded by a frame on either side,
 * [N·C, T + 2, 3, Q], output frame t is the sum of the planes k of frames t + k. A frame's taps are gathered once for
 * all three planes, and nothing is multiplied by zeros; the planes are written and read once more.
 */
export function drawThreePlanes(conv: Convolution, to: Draft): string {
  const [n = 0, c = 0, t = 0, h = 0, w = 0] = conv.input;
  const [, , , outH = 0, outW = 0] = conv.output;
  const frames = to.reshape(conv.source, 'frames', [n, c * t, h, w]);
  const taps = to.constant('taps', reordered(conv));
  const each = to.constant('each', int64(Array.from({ length: c * t }, (_, frame) => Math.floor(frame / t))));
  const [, kh, kw] = conv.kernel;
  const weight = to.reshape(to.node('Gather', 'perFrame', [taps, each], { axis: 0 }), 'weight', [3 * c * t, 1, kh, kw]);
  const bias = conv.bias ? [to.constant('bias', middleBias(conv.bias, t))] : [];
  const planes = to.node('Conv', 'planes', [frames, weight, ...bias], {
    kernel_shape: [kh, kw],
    strides: conv.stride.slice(1),
    pads: [...conv.pads.before.slice(1), ...conv.pads.after.slice(1)],
    group: c * t,
  });
  const apart = to.reshape(planes, 'apart', [n * c, t, 3, outH * outW]);
  const padded = to.node('Pad', 'padded', [apart, to.constant('ends', int64([0, 1, 0, 0, 0, 1, 0, 0]))]);
  const plane = (k: number) =>
    to.node('Slice', 'plane', [
      padded,
      to.shared(`bounds:${k},${k}`, () => int64([k, k])),
      to.shared(`bounds:${k + t},${k + 1}`, () => int64([k + t, k + 1])),
      to.shared('axes:1,2', () => int64([1, 2])),
    ]);
  const sum = to.node('Add', 'sum', [to.node('Add', 'sum', [plane(0), plane(1)]), plane(2)]);
  return to.reshape(sum, 'clip', conv.output);
}

/** [C, 1, 3, kH, kW] → [C, 3, kH, kW], as the sum reads them: plane k of a frame is tap k of the frame 1 − k later. */
function reordered({ weight, input: [, c = 0], kernel }: Convolution): Tensor<'float32'> {
  return derived([c, 3, kernel[1], kernel[2]], [weight], (taps = new Float32Array()) => taps);
}

/** [C] → [3·C·T]: every output frame gets the bias once, by the plane of its own frame. */
function middleBias(bias: Tensor<'float32'>, frames: number): Tensor<'float32'> {
  const channels = bias.shape[0] ?? 0;
  return derived([3 * channels * frames], [bias], (from = new Float32Array()) => {
    const to = new Float32Array(3 * channels * frames);
    for (let at = 0; at < channels * frames; at++) to[3 * at + 1] = from[Math.floor(at / frames)] ?? 0;
    return to;
  });
}
