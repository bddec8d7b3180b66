import { completeDesign } from '../design/complete';
import type { Design } from '../design/design';

/**
 * A small network that learns motion in minutes: an eighth of X3D's width, one, two and three blocks. The stem's stride
 * of 2 is enough at the start, since a motion of a pixel must survive it; and no norm begins at zero, or the
 * channel-wise convolutions would stay outside of the sum for most of a short run. Half of fc1's units, which have no
 * bias, are dead after 40 updates: of 256 enough are left from every seed, of 64 they were not.
 */
export function tinyDesign(
  classes: number,
  clip: { readonly t: number; readonly h: number; readonly w: number },
  initStd = 0.05,
): Design {
  return completeDesign({
    reference: {
      gamma_w: 0.33,
      gamma_b: 2.25,
      num_stages: 3,
      spatial_strides: [1, 2, 2],
      zero_init_residual: false,
    },
    clip: { n: 1, ...clip, interval: 1 },
    head: { num_classes: classes, mid_channels: 256, dropout_ratio: 0, init_std: initStd },
    overrides: { layer1: { blocks: 1 }, layer2: { blocks: 2 }, layer3: { blocks: 3 } },
  });
}
