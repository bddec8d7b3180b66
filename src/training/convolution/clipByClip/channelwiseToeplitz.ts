import { memoised } from '../../../memo/memoised';
import { type GraphWriter, gather, gemm, pad, reshape, sum, transpose, type Value } from '../../graphWriter';
import type { ConvolutionForm, Geometry } from '../convolution';
import { eachJoin, type Join, type Places, toeplitzPlaces } from '../joins';
import { framesAhead, gradientByTap, neighboursInTime } from './neighbours';

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
  return weightGradient(w, x, gradientRows(w, gradient, geometry), geometry);
}

/** Clips of up to so many values a channel are multiplied whole: more multiplications, no copies of frames (one WASM thread). */
const SHORT_CLIP = 32;

function isShort({ from, to }: Geometry): boolean {
  return from[0] * from[1] * from[2] * to[0] * to[1] * to[2] <= SHORT_CLIP * SHORT_CLIP;
}

function frameByFrame(w: GraphWriter, x: Value, weight: Value, geometry: Geometry): Value {
  const outputs = w.node('MatMul', [inputRows(w, x, geometry), toeplitz(w, weight, 'frame', geometry)]);
  return reshape(w, outputs, [geometry.channels.in, -1]);
}

/** The input as each output frame meets it, [C, N·T′, kT·H·W]: slot k holds the frame that tap k reads. */
function inputRows(w: GraphWriter, x: Value, geometry: Geometry): Value {
  const { channels, clips, from, to, kernel } = geometry;
  const frames = reshape(w, x, [channels.in * clips, from[0], -1]);
  const met = neighboursInTime(w, frames, to[0], framesAhead(geometry));
  return reshape(w, met, [channels.in, clips * to[0], kernel[0] * from[1] * from[2]]);
}

/** Taps meet the frames of a clip in the same order as frame by frame, so that not a bit of the sums differs. */
function wholeClips(w: GraphWriter, x: Value, weight: Value, geometry: Geometry): Value {
  const { channels, clips } = geometry;
  const rows = reshape(w, x, [channels.in, clips, -1]);
  return reshape(w, w.node('MatMul', [rows, toeplitz(w, weight, 'clip', geometry)]), [channels.in, -1]);
}

function gradients(w: GraphWriter, x: Value, weight: Value, geometry: Geometry) {
  /** Written once for both gradients. */
  const rowsOf = memoised((gradient: Value) => gradientRows(w, gradient, geometry));
  return {
    input(gradient: Value) {
      const input = w.node('MatMul', [rowsOf(gradient), toeplitz(w, weight, 'back', geometry)]);
      return reshape(w, input, [geometry.channels.in, -1]);
    },
    weight: (gradient: Value) =>
      geometry.to[1] * geometry.to[2] === 1
        ? onePixelWeight(w, x, gradient, geometry)
        : weightGradient(w, x, rowsOf(gradient), geometry),
  };
}

/** Planes of one output pixel: the gradient is a single row times the frames. The other way round last digits differ. */
function onePixelWeight(w: GraphWriter, x: Value, gradient: Value, geometry: Geometry): Value {
  const { channels, clips, from, to } = geometry;
  const dy = reshape(w, gradient, [channels.in, clips * to[0], 1]);
  const place = ({ time, input }: Join) => time * from[1] * from[2] + input;
  return summedByTap(w, dy, inputRows(w, x, geometry), geometry, place);
}

/** The gradient as each input frame meets it, as rows: [C, N·T, kT·H′·W′]. */
function gradientRows(w: GraphWriter, gradient: Value, geometry: Geometry): Value {
  const { channels, clips, from, to, kernel } = geometry;
  const met = gradientByTap(w, gradient, geometry);
  return reshape(w, met, [channels.in, clips * from[0], kernel[0] * to[1] * to[2]]);
}

/** [C, taps]: the sum over all pairs of pixels that a tap joins. @param byTap [C, N·T, kT·H′·W′] */
function weightGradient(w: GraphWriter, x: Value, byTap: Value, geometry: Geometry): Value {
  const { channels, clips, from, to, kernel } = geometry;
  const written = to[1] * to[2];
  const frames = reshape(w, x, [channels.in, clips * from[0], from[1] * from[2]]);
  return summedByTap(w, frames, byTap, geometry, ({ time, input, output }) => {
    return (input * kernel[0] + time) * written + output;
  });
}

/**
 * For each tap the sum, over the pairs of pixels that it joins, of their products: [C, rows, a] and [C, rows, b] → [C, taps].
 * @param place index of a pair in the flat matrix of all products of a channel, a·b
 */
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
  // The index behind the last product is a zero, for pixels that the tap does not join to any.
  const indices = new Array<number>(taps * written).fill(products.shape[1] ?? 0);
  eachJoin(geometry, (join) => {
    indices[join.tap * written + join.output] = place(join);
  });
  const pairs = gather(w, pad(w, products, [0, 0], [0, 1]), 1, indices, [taps * written]);
  return sum(w, reshape(w, pairs, [channels.in, taps, written]), [2]);
}

/** A Toeplitz matrix: its size, and where in it a tap stands for two pixels that it joins. */
interface MatrixLayout {
  readonly rows: number;
  readonly columns: number;
  places(join: Join): Places;
}

/** Matrices from what is read, a row for each value, to what is written, a column for each. */
const LAYOUTS = {
  /** A frame and its neighbours, [kT·H·W], to an output frame, [H′·W′]. */
  frame({ from, to, kernel }: Geometry): MatrixLayout {
    const read = from[1] * from[2];
    return {
      rows: kernel[0] * read,
      columns: to[1] * to[2],
      places: ({ time, input, output }) => [[time * read + input, output]],
    };
  },
  /** A whole clip, [T·H·W], to another, [T′·H′·W′]. */
  clip({ from, to, padding }: Geometry): MatrixLayout {
    const [read, written] = [from[1] * from[2], to[1] * to[2]];
    return {
      rows: from[0] * read,
      columns: to[0] * written,
      places: ({ time, input, output }) =>
        Array.from({ length: to[0] }, (_, out) => [out + time - padding[0], out] as const)
          .filter(([frame]) => frame >= 0 && frame < from[0])
          .map(([frame, out]) => [frame * read + input, out * written + output]),
    };
  },
  /** Gradients as an input frame meets them, [kT·H′·W′], to that of the frame, [H·W]. */
  back({ from, to, kernel }: Geometry): MatrixLayout {
    const written = to[1] * to[2];
    return {
      rows: kernel[0] * written,
      columns: from[1] * from[2],
      places: ({ time, input, output }) => [[time * written + output, input]],
    };
  },
};

/** A channel's matrix from its taps, by a product with a matrix of 0 and 1, in a fifth of the time of a Gather. */
function toeplitz(w: GraphWriter, weight: Value, over: keyof typeof LAYOUTS, geometry: Geometry): Value {
  const { channels, from, to, kernel, stride, padding } = geometry;
  const { rows, columns, places } = LAYOUTS[over](geometry);
  const ones = w.shared(`taps of a ${over} ${[from, to, kernel, stride, padding].join(' ')}`, () =>
    toeplitzPlaces(geometry, rows, columns, places),
  );
  return reshape(w, gemm(w, weight, ones), [channels.in, rows, columns]);
}
