import { type GraphWriter, gather, pad, reshape, sum, transpose, type Value } from '../graphWriter';
import type { ConvolutionForm, Geometry } from './convolution';
import { neighboursInTime } from './neighbours';

/**
 * 3×3×3 channel by channel, as matrix products: for every channel its frames, each beside its neighbours in time, times
 * a matrix that holds each tap wherever it meets a pixel (a Toeplitz matrix). Fast where planes are a few pixels.
 */
export const channelwiseToeplitz: ConvolutionForm = (w, x, weight, geometry) => {
  const { channels, clips, from, to, kernel } = geometry;
  const [read, written] = [from[1] * from[2], to[1] * to[2]];
  const joined = (value: Value, count: number, length: number, offsets: readonly number[]) => {
    const frames = reshape(w, value, [channels.in * clips, count, -1]);
    return reshape(w, neighboursInTime(w, frames, length, offsets), [channels.in, clips * length, -1]);
  };
  const padded = pad(w, weight, [0, 0], [0, 1]);
  const ahead = Array.from({ length: kernel[0] }, (_, tap) => tap - geometry.padding[0]);
  const withNeighbours = joined(x, from[0], to[0], ahead);
  const matrix = gather(w, padded, 1, tapsByPixel(geometry), [kernel[0] * read, written]);
  return {
    output: reshape(w, w.node('MatMul', [withNeighbours, matrix]), [channels.in, -1]),
    input(gradient) {
      const back = ahead.map((offset) => -offset);
      const transposed = gather(w, padded, 1, tapsByOutput(geometry), [kernel[0] * written, read]);
      const dy = joined(gradient, to[0], from[0], back);
      return reshape(w, w.node('MatMul', [dy, transposed]), [channels.in, -1]);
    },
    weight: (gradient) => weightGradient(w, withNeighbours, gradient, geometry),
  };
};

/** Only the gradient of the weight this way, whatever form the rest has. */
export function channelwiseToeplitzWeight(w: GraphWriter, x: Value, gradient: Value, geometry: Geometry): Value {
  const { channels, clips, from, to, kernel, padding } = geometry;
  const frames = reshape(w, x, [channels.in * clips, from[0], -1]);
  const ahead = Array.from({ length: kernel[0] }, (_, tap) => tap - padding[0]);
  const joined = reshape(w, neighboursInTime(w, frames, to[0], ahead), [channels.in, clips * to[0], -1]);
  return weightGradient(w, joined, gradient, geometry);
}

/** @param withNeighbours [C, N·T′, kT · inputs] */
function weightGradient(w: GraphWriter, withNeighbours: Value, gradient: Value, geometry: Geometry): Value {
  const { channels, clips, to } = geometry;
  const dy = reshape(w, gradient, [channels.in, clips * to[0], to[1] * to[2]]);
  return summedByTap(w, w.node('MatMul', [transpose(w, dy, [0, 2, 1]), withNeighbours]), geometry);
}

/** [C, outputs, kT · inputs] → [C, taps]: the sum over all pairs of pixels that a tap joins. */
function summedByTap(w: GraphWriter, products: Value, geometry: Geometry): Value {
  const { channels, from, to, kernel } = geometry;
  const [read, written] = [from[1] * from[2], to[1] * to[2]];
  const taps = kernel[0] * kernel[1] * kernel[2];
  const flat = pad(w, reshape(w, products, [channels.in, written * kernel[0] * read]), [0, 0], [0, 1]);
  const pairs = gather(w, flat, 1, pairsByTap(geometry), [taps * written]);
  return sum(w, reshape(w, pairs, [channels.in, taps, written]), [2]);
}

/** The tap at row offset `row`, column offset `column` of its kernel plane, or −1. */
function tapAt({ kernel }: Geometry, time: number, row: number, column: number): number {
  const inside = row >= 0 && row < kernel[1] && column >= 0 && column < kernel[2];
  return inside ? (time * kernel[1] + row) * kernel[2] + column : -1;
}

/** For every tap in time, input pixel and output pixel: the tap that joins them; one past the last: none. */
function tapsByPixel(geometry: Geometry): number[] {
  const indices: number[] = [];
  for (let time = 0; time < geometry.kernel[0]; time++)
    eachPixel(geometry.from, (y, x) =>
      eachPixel(geometry.to, (row, column) => indices.push(joining(geometry, time, y, x, row, column))),
    );
  return indices;
}

/** The same, output pixels first. */
function tapsByOutput(geometry: Geometry): number[] {
  const indices: number[] = [];
  for (let time = 0; time < geometry.kernel[0]; time++)
    eachPixel(geometry.to, (row, column) =>
      eachPixel(geometry.from, (y, x) => indices.push(joining(geometry, time, y, x, row, column))),
    );
  return indices;
}

function joining(geometry: Geometry, time: number, y: number, x: number, row: number, column: number): number {
  const { stride, padding, kernel } = geometry;
  const tap = tapAt(geometry, time, y - row * stride[1] + padding[1], x - column * stride[2] + padding[2]);
  return tap < 0 ? kernel[0] * kernel[1] * kernel[2] : tap;
}

/** For every tap and output pixel: the flat index of [outputs, kT · inputs] where they meet; one past the last: nowhere. */
function pairsByTap({ from, to, kernel, stride, padding }: Geometry): number[] {
  const indices: number[] = [];
  const [read, written] = [from[1] * from[2], to[1] * to[2]];
  for (let time = 0; time < kernel[0]; time++)
    for (let down = 0; down < kernel[1]; down++)
      for (let right = 0; right < kernel[2]; right++)
        eachPixel(to, (row, column) => {
          const [y, x] = [row * stride[1] + down - padding[1], column * stride[2] + right - padding[2]];
          const inside = y >= 0 && y < from[1] && x >= 0 && x < from[2];
          const output = row * to[2] + column;
          indices.push(inside ? (output * kernel[0] + time) * read + y * from[2] + x : written * kernel[0] * read);
        });
  return indices;
}

function eachPixel(
  [, rows, columns]: readonly [number, number, number],
  visit: (row: number, column: number) => void,
): void {
  for (let row = 0; row < rows; row++) for (let column = 0; column < columns; column++) visit(row, column);
}
