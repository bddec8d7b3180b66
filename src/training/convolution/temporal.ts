import { reshape, sum, transpose } from '../graphWriter';
import { bandOf, tapsOfBand } from './band';
import type { ConvolutionForm } from './convolution';

/** k×1×1 channel by channel, stride 1: a banded matrix [T′, T] of a channel's k taps times its frames. */
export const temporal: ConvolutionForm = (w, x, weight, geometry) => {
  const { channels, clips, from, to } = geometry;
  // Frames of one clip as rows of pixels, [T, H·W], or of one pixel as rows of clips, [T, N].
  const [matrices, columns] = w.order === 'NTHW' ? [clips, from[1] * from[2]] : [-1, clips];
  const band = reshape(w, bandOf(w, weight, geometry), [channels.in, 1, to[0], from[0]]);
  const frames = reshape(w, x, [channels.in, matrices, from[0], columns]);
  return {
    output: reshape(w, w.node('MatMul', [band, frames]), [channels.in, -1]),
    input(gradient) {
      const dy = reshape(w, gradient, [channels.in, matrices, to[0], columns]);
      return reshape(w, w.node('MatMul', [transpose(w, band, [0, 1, 3, 2]), dy]), [channels.in, -1]);
    },
    weight(gradient) {
      const dy = reshape(w, gradient, [channels.in, matrices, to[0], columns]);
      const products = w.node('MatMul', [dy, transpose(w, frames, [0, 1, 3, 2])]);
      const ofBand = sum(w, reshape(w, products, [channels.in, matrices, to[0] * from[0]]), [1]);
      return tapsOfBand(w, ofBand, geometry);
    },
  };
};
