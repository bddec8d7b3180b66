import type { ConvolutionForms } from '../convolution';
import { channelwiseColumns } from './channelwiseColumns';
import { channelwiseToeplitz } from './channelwiseToeplitz';
import { pointwise } from './pointwise';
import { spatial } from './spatial';
import { temporal } from './temporal';

/** Planes of up to so many pixels are fastest as Toeplitz matrices, from 6×6 on as columns (WASM, one thread). */
const FEW_PIXELS = 16;

/** Convolutions over rows in H, W, T, N order. */
export const pixelByPixel: ConvolutionForms = {
  pointwise,
  spatial,
  temporal,
  channelwise: ({ from }) => (from[1] * from[2] <= FEW_PIXELS ? channelwiseToeplitz : channelwiseColumns),
};
