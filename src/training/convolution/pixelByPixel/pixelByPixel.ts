import type { OrderForms } from '../convolution';
import { channelwiseColumns } from './channelwiseColumns';
import { channelwiseToeplitz } from './channelwiseToeplitz';
import { pixelsByTap, spread, summedByPixel } from './pixels';

/** Planes of up to so many pixels are fastest as Toeplitz matrices, from 6×6 on as columns (measured on one WASM thread). */
const FEW_PIXELS = 16;

/** Convolutions over rows in H, W, T, N order. */
export const pixelByPixel: OrderForms = {
  pixelsByTap,
  summedByPixel,
  spread,
  channelwise: ({ from }) => (from[1] * from[2] <= FEW_PIXELS ? channelwiseToeplitz : channelwiseColumns),
};
