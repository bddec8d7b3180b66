import { int64, type Tensor } from '../tensor/tensor';
import { fitsThreePlanes } from './channelwiseThreePlanes';
import type { Convolution } from './convolution';
import { derived } from './derived';
import type { Draft } from './rewrite';

/** Most pixels of an input frame: the matrix holds 3 × so many rows for every channel. */
const MOST_PIXELS = 64;

/** True of what `drawToeplitz` draws: three frames, and pictures so small that a matrix of all positions is no burden. */
export function fitsToeplitz(conv: Convolution): boolean {
  const [, , , h = 0, w = 0] = conv.input;
  return fitsThreePlanes(conv) && h * w <= MOST_PIXELS;
}

/**
 * A channel-wise 3×kH×kW convolution on small pictures as a matrix product for every channel: [T, 3·P] · [3·P, Q], P
 * pixels of an input frame, Q of an output frame. Each row of the first holds a frame and its two neighbours; the second
 * is the kernel written out, the weight with which each output pixel reads each input pixel. onnxruntime multiplies
 * small matrices faster than it gathers the taps of a convolution.
 */
export function drawToeplitz(conv: Convolution, to: Draft): string {
  const [n = 0, c = 0, t = 0, h = 0, w = 0] = conv.input;
  const [, , , outH = 0, outW = 0] = conv.output;
  const [pixels, places] = [h * w, outH * outW];
  const flat = to.reshape(conv.source, 'flat', [n, c, t, pixels]);
  const padded = to.node('Pad', 'padded', [flat, to.constant('ends', int64([0, 0, 1, 0, 0, 0, 1, 0]))]);
  const neighbours = Array.from({ length: 3 * t }, (_, at) => Math.floor(at / 3) + (at % 3));
  const three = to.node('Gather', 'three', [padded, to.constant('neighbours', int64(neighbours))], { axis: 2 });
  const rows = to.reshape(three, 'rows', [n, c, t, 3 * pixels]);
  const layout = to.constant('layout', { ...int64(layoutOf(conv)), shape: [3 * pixels, places] });
  const matrix = to.node('Gather', 'matrix', [to.constant('taps', withZero(conv)), layout], { axis: 1 });
  const product = to.node('MatMul', 'product', [rows, matrix]);
  const clip = to.reshape(product, 'clip', conv.output);
  if (!conv.bias) return clip;
  return to.node('Add', 'biased', [clip, to.constant('bias', derived([1, c, 1, 1, 1], [conv.bias], same))]);
}

/** Which tap joins each pixel of the three frames to each output pixel, [3·P, Q]; the one after the last where none does. */
function layoutOf({ input, output, kernel, stride, pads }: Convolution): readonly number[] {
  const [, , , h = 0, w = 0] = input;
  const [, , , outH = 0, outW = 0] = output;
  const [, kh, kw] = kernel;
  const none = 3 * kh * kw;
  return Array.from({ length: 3 * h * w * outH * outW }, (_, at) => {
    const [row, place] = [Math.floor(at / (outH * outW)), at % (outH * outW)];
    const [frame, pixel] = [Math.floor(row / (h * w)), row % (h * w)];
    const y = Math.floor(pixel / w) - Math.floor(place / outW) * stride[1] + pads.before[1];
    const x = (pixel % w) - (place % outW) * stride[2] + pads.before[2];
    return y < 0 || y >= kh || x < 0 || x >= kw ? none : (frame * kh + y) * kw + x;
  });
}

/** [C, 1, 3, kH, kW] → [C, taps + 1], the last of them 0. */
function withZero({ weight, input: [, c = 0], kernel }: Convolution): Tensor<'float32'> {
  const taps = kernel[0] * kernel[1] * kernel[2];
  return derived([c, taps + 1], [weight], (from = new Float32Array()) => {
    const to = new Float32Array(c * (taps + 1));
    for (let channel = 0; channel < c; channel++) {
      to.set(from.subarray(channel * taps, (channel + 1) * taps), channel * (taps + 1));
    }
    return to;
  });
}

const same = (values: Float32Array = new Float32Array()): Float32Array => values;
