import { type GraphWriter, gather, pad, reshape, sum, type Value } from '../graphWriter';
import type { Geometry } from './convolution';

/** The taps of each channel as a banded matrix, [C, k] → [C, T′·T], zeros beside the band. */
export function bandOf(w: GraphWriter, weight: Value, { from, to, kernel, padding }: Geometry): Value {
  // The index behind the last tap is a zero.
  const indices: number[] = [];
  for (let out = 0; out < to[0]; out++)
    for (let frame = 0; frame < from[0]; frame++) {
      const tap = frame - out + padding[0];
      indices.push(tap >= 0 && tap < kernel[0] ? tap : kernel[0]);
    }
  return gather(w, pad(w, weight, [0, 0], [0, 1]), 1, indices, [indices.length]);
}

/** The gradient of the taps, each the sum along its diagonal, from that of the matrix: [C, T′·T] → [C, k]. */
export function tapsOfBand(w: GraphWriter, matrix: Value, { channels, from, to, kernel, padding }: Geometry): Value {
  // The index behind the last entry is a zero.
  const indices: number[] = [];
  for (let tap = 0; tap < kernel[0]; tap++)
    for (let out = 0; out < to[0]; out++) {
      const frame = out + tap - padding[0];
      indices.push(frame >= 0 && frame < from[0] ? out * from[0] + frame : to[0] * from[0]);
    }
  const diagonals = gather(w, pad(w, matrix, [0, 0], [0, 1]), 1, indices, [indices.length]);
  return sum(w, reshape(w, diagonals, [channels.in, kernel[0], to[0]]), [2]);
}
