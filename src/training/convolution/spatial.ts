import { gemm, reshape } from '../graphWriter';
import type { ConvolutionForm, OrderForms } from './convolution';

/** 1×k×k over all channels: the pixels under each tap beside each other (im2col), then one matrix product. */
export const spatial =
  ({ pixelsByTap, summedByPixel }: Pick<OrderForms, 'pixelsByTap' | 'summedByPixel'>): ConvolutionForm =>
  (w, x, weight, geometry) => {
    const { channels, kernel } = geometry;
    const taps = kernel[1] * kernel[2];
    const columns = reshape(w, pixelsByTap(w, x, geometry), [channels.in * taps, -1]);
    return {
      output: gemm(w, weight, columns),
      input(gradient) {
        const byTap = gemm(w, weight, gradient, { transA: true });
        return summedByPixel(w, reshape(w, byTap, [channels.in, taps, -1]), geometry);
      },
      weight: (gradient) => gemm(w, gradient, columns, { transB: true }),
    };
  };
