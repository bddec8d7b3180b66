import { float32, type Tensor } from '../../../tensor/tensor';
import { gemm, reshape, transpose } from '../../graphWriter';
import type { ConvolutionForm, Geometry } from '../convolution';
import { eachJoin } from '../joins';
import { onceEach } from './channelwiseColumns';
import { gradientByTap, summedOverTime } from './framesAhead';

/**
 * 3×3×3 channel by channel, as one matrix product a channel: its planes, frames and clips side by side, times a matrix
 * that holds each tap wherever it joins two pixels (a Toeplitz matrix), output pixels once for each tap in time.
 */
export const channelwiseToeplitz: ConvolutionForm = (w, x, weight, geometry) => {
  const { channels, clips, from, to, kernel, stride, padding } = geometry;
  const [read, written] = [from[1] * from[2], to[1] * to[2]];
  const taps = kernel[1] * kernel[2];
  const places = w.shared(`taps of a plane ${[from, to, kernel, stride, padding].join(' ')}`, () => placesOf(geometry));
  const spread = gemm(w, reshape(w, weight, [channels.in * kernel[0], taps]), places);
  const matrix = reshape(w, spread, [channels.in, kernel[0] * written, read]);
  const planes = reshape(w, x, [channels.in, read, -1]);
  const byFrame = reshape(w, w.node('MatMul', [matrix, planes]), [channels.in, kernel[0], written, from[0], clips]);
  const met = onceEach((gradient) =>
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

/** [kH·kW, outputs · inputs]: 1 where a tap joins the two. */
function placesOf({ from, to, kernel, ...geometry }: Geometry): Tensor<'float32'> {
  const [read, written] = [from[1] * from[2], to[1] * to[2]];
  const matrix = float32([kernel[1] * kernel[2], written * read]);
  eachJoin({ ...geometry, from, to, kernel: [1, kernel[1], kernel[2]] }, ({ tap, input, output }) => {
    matrix.data[(tap * written + output) * read + input] = 1;
  });
  return matrix;
}
