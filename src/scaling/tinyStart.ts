import { completeDesign } from '../design/complete';
import type { Design } from '../design/design';

/**
 * A tiny X2D to grow where each step is trained in minutes: one frame of 16 × 16 pixels, 8 channels, two stages, and the
 * bottleneck of all published X3D, without which the first steps learn too little to be told apart. Its one frame stands
 * for a span of four, so that a higher frame rate has something to sample from.
 */
export const TINY_START: Design = completeDesign({
  reference: {
    gamma_w: 0.33,
    gamma_b: 2.25,
    gamma_d: 1,
    num_stages: 2,
    spatial_strides: [1, 2],
    zero_init_residual: false,
  },
  clip: { n: 1, t: 1, h: 16, w: 16, interval: 4 },
  head: { num_classes: 4, mid_channels: 32, dropout_ratio: 0, init_std: 0.05 },
});
