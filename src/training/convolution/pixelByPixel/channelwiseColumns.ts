import { memoised } from '../../../memo/memoised';
import { reshape, transpose, type Value } from '../../graphWriter';
import type { ConvolutionForm } from '../convolution';
import { gradientByTap, summedOverTime } from './framesAhead';
import { pixelsByTap, summedByPixel } from './pixels';

/**
 * 3×3×3 channel by channel: the pixels under the taps of a plane beside each other (im2col), times one row of the weight
 * for each tap in time; what these give for neighbouring frames is then added up.
 */
export const channelwiseColumns: ConvolutionForm = (w, x, weight, geometry) => {
  const { channels, clips, from, kernel } = geometry;
  const byTime = reshape(w, weight, [channels.in, kernel[0], kernel[1] * kernel[2]]);
  const columns = pixelsByTap(w, x, geometry);
  const products = w.node('MatMul', [byTime, columns]);
  const byFrame = reshape(w, products, [channels.in, kernel[0], -1, from[0], clips]);
  /** Written once for both gradients. */
  const met = memoised((gradient: Value) =>
    reshape(w, gradientByTap(w, gradient, geometry), [channels.in, kernel[0], -1]),
  );
  return {
    output: reshape(w, summedOverTime(w, byFrame, geometry), [channels.in, -1]),
    input: (gradient) => summedByPixel(w, w.node('MatMul', [transpose(w, byTime, [0, 2, 1]), met(gradient)]), geometry),
    weight: (gradient) => w.node('MatMul', [met(gradient), transpose(w, columns, [0, 2, 1])]),
  };
};
