import type { ConvolutionForm, OrderForms } from '../convolution';
import { channelwiseFrames } from './channelwiseFrames';
import { channelwiseToeplitz, channelwiseToeplitzWeight } from './channelwiseToeplitz';
import { pixelsByTap, spread, summedByPixel } from './pixels';

/** Convolutions over rows in N, T, H, W order. */
export const clipByClip: OrderForms = {
  pixelsByTap,
  summedByPixel,
  spread,
  // Toeplitz matrices are fastest up to 4×4 pixels, for the weight's gradient up to 8×8 (measured on one WASM thread).
  channelwise({ from, stride }) {
    const pixels = from[1] * from[2];
    if (pixels <= 16) return channelwiseToeplitz;
    return stride[1] !== 1 || pixels > 64 ? channelwiseFrames : framesWithToeplitzWeight;
  },
};

const framesWithToeplitzWeight: ConvolutionForm = (w, x, weight, geometry) => ({
  ...channelwiseFrames(w, x, weight, geometry),
  weight: (gradient) => channelwiseToeplitzWeight(w, x, gradient, geometry),
});
