import { gather, pad, reshape, sum, transpose } from '../graphWriter';
import type { ConvolutionForm, Geometry } from './convolution';

/** k×1×1, channel by channel: every channel's frames times a banded matrix [T out, T in] made of its k taps. */
export const temporal: ConvolutionForm = (w, x, weight, geometry) => {
  const { channels, clips, from, to, kernel } = geometry;
  const [taps, pixels] = [kernel[0], from[1] * from[2]];
  const band = gather(w, pad(w, weight, [0, 0], [0, 1]), 1, bandOf(geometry), [to[0] * from[0]]);
  const matrix = reshape(w, band, [channels.in, 1, to[0], from[0]]);
  const frames = reshape(w, x, [channels.in, clips, from[0], pixels]);
  return {
    output: reshape(w, w.node('MatMul', [matrix, frames]), [channels.in, -1]),
    input(gradient) {
      const dy = reshape(w, gradient, [channels.in, clips, to[0], pixels]);
      return reshape(w, w.node('MatMul', [transpose(w, matrix, [0, 1, 3, 2]), dy]), [channels.in, -1]);
    },
    weight(gradient) {
      const dy = reshape(w, gradient, [channels.in, clips, to[0], pixels]);
      const byClip = w.node('MatMul', [dy, transpose(w, frames, [0, 1, 3, 2])]);
      const dense = sum(w, reshape(w, byClip, [channels.in, clips, to[0] * from[0]]), [1]);
      // The gradient of a tap is the sum along its diagonal.
      const diagonals = gather(w, pad(w, dense, [0, 0], [0, 1]), 1, diagonalsOf(geometry), [taps * to[0]]);
      return sum(w, reshape(w, diagonals, [channels.in, taps, to[0]]), [2]);
    },
  };
};

/** For every entry of the matrix, row by row, the tap that stands there; one past the last: zero. */
function bandOf({ from, to, kernel, padding }: Geometry): number[] {
  const indices: number[] = [];
  for (let out = 0; out < to[0]; out++)
    for (let frame = 0; frame < from[0]; frame++) {
      const tap = frame - out + padding[0];
      indices.push(tap >= 0 && tap < kernel[0] ? tap : kernel[0]);
    }
  return indices;
}

/** For every tap and output frame, the entry of the matrix where it stands; one past the last: none. */
function diagonalsOf({ from, to, kernel, padding }: Geometry): number[] {
  const indices: number[] = [];
  for (let tap = 0; tap < kernel[0]; tap++)
    for (let out = 0; out < to[0]; out++) {
      const frame = out + tap - padding[0];
      indices.push(frame >= 0 && frame < from[0] ? out * from[0] + frame : to[0] * from[0]);
    }
  return indices;
}
