import { float32, type Tensor } from '../tensor/tensor';
import type { Convolution } from './convolution';
import { derived } from './derived';
import type { Draft } from './rewrite';

/** True of a zero-padded 3×3×3 convolution of stride 1, which `drawRows` can draw. */
export function fitsRows({ kernel, stride, pads, lists }: Convolution): boolean {
  const each = (values: readonly number[], expected: number) => values.every((value) => value === expected);
  return each(kernel, 3) && each(stride, 1) && each(pads.before, 1) && each(pads.after, 1) && lists.size === 0;
}

/**
 * A channel-wise 3×3×3 convolution of stride 1 as three depthwise 2-D ones on [N, C, T, H·W], one for each column of
 * the kernel, whose results are added. Along H·W a tap one row away is W elements away, which is a dilation; a tap one
 * column away is one element away, which is a shift of the padding, right everywhere but in the column where it would
 * wrap around: that column is zeroed first.
 *
 * A CPU gathers the taps of a convolution row by row before it multiplies; here a row is a whole frame instead of W
 * pixels, and the sums are added inside the convolutions (onnxruntime fuses Conv and Add, where the Conv has a bias:
 * hence one of zeros).
 */
export function drawRows(conv: Convolution, to: Draft): string {
  const [n = 0, c = 0, t = 0, h = 0, w = 0] = conv.input;
  const rows = to.reshape(conv.source, 'rows', [n, c, t, h * w]);
  const middle = column(conv, 1, rows, conv.bias ?? float32([c]), to);
  const sum = [0, 2].reduce((sum, kw) => {
    const masked = to.node('Mul', 'masked', [rows, rowMask([t, h, w], kw === 0 ? w - 1 : 0, to)]);
    return to.node('Add', 'sum', [sum, column(conv, kw, masked, kw === 2 ? float32([c]) : null, to)]);
  }, middle);
  return to.reshape(sum, 'clip', conv.output);
}

/** The taps of one kernel column: 3 along T, 3 rows apart along H·W, moved by kw − 1. */
function column(conv: Convolution, kw: number, x: string, bias: Tensor | null, to: Draft): string {
  const [, c = 0, , , w = 0] = conv.input;
  const [before, after] = [w + 1 - kw, w - 1 + kw];
  const weight = to.constant('weight', columnWeight(conv, kw));
  return to.node('Conv', 'column', [x, weight, ...(bias ? [to.constant('bias', bias)] : [])], {
    kernel_shape: [3, 3],
    dilations: [1, w],
    pads: [1, before, 1, after],
    group: c,
  });
}

/** [C, 1, 3, 3, 3] → [C, 1, 3, 3], the kernel's column kw: along T and H. */
export function columnWeight(conv: Convolution, kw: number): Tensor<'float32'> {
  return pickedTaps(
    conv,
    [3, 3],
    Array.from({ length: 9 }, (_, i) => i * 3 + kw),
  );
}

/** A 3×3×3 kernel as a smaller one, [C, 1, …size], of some of its 27 taps; null for a tap of zeros. */
export function pickedTaps(
  { weight, input: [, c = 0] }: Convolution,
  size: readonly [number, number],
  taps: readonly (number | null)[],
): Tensor<'float32'> {
  return derived([c, 1, ...size], [weight], (from = new Float32Array()) => {
    const to = new Float32Array(c * taps.length);
    for (let channel = 0, at = 0; channel < c; channel++) {
      for (const tap of taps) to[at++] = tap === null ? 0 : (from[channel * 27 + tap] ?? 0);
    }
    return to;
  });
}

/**
 * [T, H·W] of ones, zero in one column of every row. It is as long as a channel, since a product with a shorter one is
 * taken piece by piece; convolutions of one size share it.
 */
export function rowMask([t, h, w]: readonly [t: number, h: number, w: number], zero: number, to: Draft): string {
  return to.shared(`mask:${t}×${h}×${w}:${zero}`, () => {
    const ones = new Float32Array(t * h * w).fill(1);
    for (let at = zero; at < ones.length; at += w) ones[at] = 0;
    return float32([t, h * w], ones);
  });
}
