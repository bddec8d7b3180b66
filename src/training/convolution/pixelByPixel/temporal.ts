import { reshape, sum, transpose } from '../../graphWriter';
import { bandOf, tapsOfBand } from '../band';
import type { ConvolutionForm } from '../convolution';

/** k×1×1, channel by channel: a banded matrix [T out, T in] of a channel's k taps times the frames of each of its pixels. */
export const temporal: ConvolutionForm = (w, x, weight, geometry) => {
  const { channels, clips, from, to } = geometry;
  const matrix = reshape(w, bandOf(w, weight, geometry), [channels.in, 1, to[0], from[0]]);
  const frames = reshape(w, x, [channels.in, -1, from[0], clips]);
  return {
    output: reshape(w, w.node('MatMul', [matrix, frames]), [channels.in, -1]),
    input(gradient) {
      const dy = reshape(w, gradient, [channels.in, -1, to[0], clips]);
      return reshape(w, w.node('MatMul', [transpose(w, matrix, [0, 1, 3, 2]), dy]), [channels.in, -1]);
    },
    weight(gradient) {
      const dy = reshape(w, gradient, [channels.in, -1, to[0], clips]);
      const byPixel = w.node('MatMul', [dy, transpose(w, frames, [0, 1, 3, 2])]);
      const dense = sum(w, reshape(w, byPixel, [channels.in, -1, to[0] * from[0]]), [1]);
      return tapsOfBand(w, dense, geometry);
    },
  };
};
