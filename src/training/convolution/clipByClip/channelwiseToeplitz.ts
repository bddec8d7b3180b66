import { float32 } from '../../../tensor/tensor';
import { type GraphWriter, gather, gemm, pad, reshape, sum, transpose, type Value } from '../../graphWriter';
import type { ConvolutionForm, Geometry } from '../convolution';
import { eachJoin, type Join } from '../joins';
import { neighboursInTime } from './neighbours';

/**
 * 3×3×3 channel by channel, as matrix products: for every channel its frames, each beside its neighbours in time, times
 * a matrix that holds each tap wherever it joins two pixels (a Toeplitz matrix). Fast where planes are a few pixels.
 */
export const channelwiseToeplitz: ConvolutionForm = (w, x, weight, geometry) => ({
  output: isShort(geometry) ? wholeClips(w, x, weight, geometry) : frameByFrame(w, x, weight, geometry),
  ...gradients(w, x, weight, geometry),
});

/** The gradient of a channel-wise weight by a Toeplitz product, for a convolution whose other parts have another form. */
export function channelwiseToeplitzWeight(w: GraphWriter, x: Value, gradient: Value, geometry: Geometry): Value {
  return weightGradient(w, x, gradientByTap(w, gradient, geometry), geometry);
}

/** Clips of up to so many values are multiplied whole: more multiplications, and no copies of frames (WASM, one thread). */
const SHORT_CLIP = 32;

function isShort({ from, to }: Geometry): boolean {
  return from[0] * from[1] * from[2] * to[0] * to[1] * to[2] <= SHORT_CLIP * SHORT_CLIP;
}

function frameByFrame(w: GraphWriter, x: Value, weight: Value, geometry: Geometry): Value {
  const outputs = w.node('MatMul', [framesByTap(w, x, geometry), toeplitz(w, weight, 'frame', geometry)]);
  return reshape(w, outputs, [geometry.channels.in, -1]);
}

/** The input as each output frame meets it, [C, N·T′, kT·inputs]: slot k holds the frame that tap k reads. */
function framesByTap(w: GraphWriter, x: Value, geometry: Geometry): Value {
  const { channels, clips, from, to, kernel } = geometry;
  const frames = reshape(w, x, [channels.in * clips, from[0], -1]);
  const met = neighboursInTime(w, frames, to[0], framesAhead(geometry));
  return reshape(w, met, [channels.in, clips * to[0], kernel[0] * from[1] * from[2]]);
}

/** Taps meet the frames of a clip in the same order as above, so that not a bit of the sums differs. */
function wholeClips(w: GraphWriter, x: Value, weight: Value, geometry: Geometry): Value {
  const { channels, clips } = geometry;
  const rows = reshape(w, x, [channels.in, clips, -1]);
  return reshape(w, w.node('MatMul', [rows, toeplitz(w, weight, 'clip', geometry)]), [channels.in, -1]);
}

function gradients(w: GraphWriter, x: Value, weight: Value, geometry: Geometry) {
  /** Both read the same frames: they are joined once. */
  const joined = new Map<Value, Value>();
  const byTap = (gradient: Value) => {
    const known = joined.get(gradient) ?? gradientByTap(w, gradient, geometry);
    joined.set(gradient, known);
    return known;
  };
  return {
    input(gradient: Value) {
      const input = w.node('MatMul', [byTap(gradient), toeplitz(w, weight, 'back', geometry)]);
      return reshape(w, input, [geometry.channels.in, -1]);
    },
    weight: (gradient: Value) =>
      geometry.to[1] * geometry.to[2] === 1
        ? onePixelWeight(w, x, gradient, geometry)
        : weightGradient(w, x, byTap(gradient), geometry),
  };
}

/** Planes of one output pixel: the gradient is a single row times the frames. The other way round last digits differ. */
function onePixelWeight(w: GraphWriter, x: Value, gradient: Value, geometry: Geometry): Value {
  const { channels, clips, from, to } = geometry;
  const dy = reshape(w, gradient, [channels.in, clips * to[0], 1]);
  const place = ({ time, input }: Join) => time * from[1] * from[2] + input;
  return summedByTap(w, dy, framesByTap(w, x, geometry), geometry, place);
}

/** The gradient as each input frame meets it, [C, N·T, kT·outputs]: slot k holds that of the frame that reads it by tap k. */
function gradientByTap(w: GraphWriter, gradient: Value, geometry: Geometry): Value {
  const { channels, clips, from, to, kernel } = geometry;
  const frames = reshape(w, gradient, [channels.in * clips, to[0], to[1] * to[2]]);
  const back = framesAhead(geometry).map((offset) => -offset);
  const met = neighboursInTime(w, frames, from[0], back);
  return reshape(w, met, [channels.in, clips * from[0], kernel[0] * to[1] * to[2]]);
}

/** How many frames ahead of an output frame each tap in time reads. */
function framesAhead({ kernel, padding }: Geometry): readonly number[] {
  return Array.from({ length: kernel[0] }, (_, tap) => tap - padding[0]);
}

/** [C, taps]: the sum over all pairs of pixels that a tap joins. @param byTap [C, N·T, kT·outputs] */
function weightGradient(w: GraphWriter, x: Value, byTap: Value, geometry: Geometry): Value {
  const { channels, clips, from, to, kernel } = geometry;
  const written = to[1] * to[2];
  const frames = reshape(w, x, [channels.in, clips * from[0], from[1] * from[2]]);
  return summedByTap(w, frames, byTap, geometry, ({ time, input, output }) => {
    return (input * kernel[0] + time) * written + output;
  });
}

/** @param place where two pixels meet in the flat product of a channel's rows, [C, rows, a]ᵀ · [C, rows, b] */
function summedByTap(
  w: GraphWriter,
  one: Value,
  other: Value,
  geometry: Geometry,
  place: (join: Join) => number,
): Value {
  const { channels, to, kernel } = geometry;
  const products = reshape(w, w.node('MatMul', [transpose(w, one, [0, 2, 1]), other]), [channels.in, -1]);
  const [taps, written] = [kernel[0] * kernel[1] * kernel[2], to[1] * to[2]];
  // One past the last, where nothing meets, is 0.
  const indices = new Array<number>(taps * written).fill(products.shape[1] ?? 0);
  eachJoin(geometry, (join) => {
    indices[join.tap * written + join.output] = place(join);
  });
  const pairs = gather(w, pad(w, products, [0, 0], [0, 1]), 1, indices, [taps * written]);
  return sum(w, reshape(w, pairs, [channels.in, taps, written]), [2]);
}

/**
 * A channel's matrix from its taps, by a product with a matrix of 0 and 1, in a fifth of the time of a Gather. It takes
 * the rows of a `frame` and its neighbours [kT·inputs] to outputs, those of a whole `clip` [T·inputs] to [T′·outputs], and
 * `back` from gradients [kT·outputs] to inputs.
 */
function toeplitz(w: GraphWriter, weight: Value, over: 'frame' | 'clip' | 'back', geometry: Geometry): Value {
  const { channels, from, to, kernel, stride, padding } = geometry;
  const [read, written] = [from[1] * from[2], to[1] * to[2]];
  const [rows, columns] =
    over === 'clip'
      ? [from[0] * read, to[0] * written]
      : over === 'frame'
        ? [kernel[0] * read, written]
        : [kernel[0] * written, read];
  const places = w.shared(`taps of a ${over} ${[from, to, kernel, stride, padding].join(' ')}`, () => {
    const matrix = float32([kernel[0] * kernel[1] * kernel[2], rows * columns]);
    const mark = (tap: number, row: number, column: number) => {
      matrix.data[(tap * rows + row) * columns + column] = 1;
    };
    eachJoin(geometry, ({ tap, time, input, output }) => {
      if (over === 'frame') mark(tap, time * read + input, output);
      if (over === 'back') mark(tap, time * written + output, input);
      if (over !== 'clip') return;
      for (let out = 0; out < to[0]; out++) {
        const frame = out + time - padding[0];
        if (frame >= 0 && frame < from[0]) mark(tap, frame * read + input, out * written + output);
      }
    });
    return matrix;
  });
  return reshape(w, gemm(w, weight, places), [channels.in, rows, columns]);
}
