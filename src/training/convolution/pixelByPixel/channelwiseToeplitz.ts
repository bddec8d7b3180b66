import { memoised } from '../../../memo/memoised';
import { gemm, reshape, transpose, type Value } from '../../graphWriter';
import type { ConvolutionForm, Geometry } from '../convolution';
import { toeplitzPlaces } from '../joins';
import { gradientByTap, summedOverTime } from './framesAhead';

/**
 * 3×3×3 channel by channel, as one matrix product a channel: a matrix that holds each tap wherever it joins two pixels (a
 * Toeplitz matrix), [kT·H′·W′, H·W], times its planes, [H·W, T·N]; what taps in time give for neighbouring frames is then
 * added up.
 */
export const channelwiseToeplitz: ConvolutionForm = (w, x, weight, geometry) => {
  const { channels, clips, from, to, kernel, stride, padding } = geometry;
  const [read, written] = [from[1] * from[2], to[1] * to[2]];
  const plane: Geometry = { ...geometry, kernel: [1, kernel[1], kernel[2]] };
  const places = w.shared(`taps of a plane ${[from, to, kernel, stride, padding].join(' ')}`, () =>
    toeplitzPlaces(plane, written, read, ({ input, output }) => [[output, input]]),
  );
  const taps = gemm(w, reshape(w, weight, [channels.in * kernel[0], kernel[1] * kernel[2]]), places);
  const matrix = reshape(w, taps, [channels.in, kernel[0] * written, read]);
  const planes = reshape(w, x, [channels.in, read, -1]);
  const byFrame = reshape(w, w.node('MatMul', [matrix, planes]), [channels.in, kernel[0], written, from[0], clips]);
  /** Written once for both gradients. */
  const met = memoised((gradient: Value) =>
    reshape(w, gradientByTap(w, gradient, geometry), [channels.in, kernel[0] * written, -1]),
  );
  return {
    output: reshape(w, summedOverTime(w, byFrame, geometry), [channels.in, -1]),
    input(gradient) {
      const input = w.node('MatMul', [transpose(w, matrix, [0, 2, 1]), met(gradient)]);
      return reshape(w, input, [channels.in, -1]);
    },
    weight(gradient) {
      const ofMatrix = w.node('MatMul', [met(gradient), transpose(w, planes, [0, 2, 1])]);
      return gemm(w, reshape(w, ofMatrix, [channels.in * kernel[0], written * read]), places, { transB: true });
    },
  };
};
