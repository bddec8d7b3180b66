import { build } from '../../src/architecture/build';
import { type Design, HEAD_DEFAULTS, REFERENCE_DEFAULTS, type Reference } from '../../src/design/design';
import { mulberry32 } from '../../src/weights/generator';

/** One stage at 16 × 16 pixels, five classes: a network that runs in a few milliseconds. */
export const TINY_DESIGN: Design = {
  reference: { ...REFERENCE_DEFAULTS, gamma_w: 0.3, gamma_b: 2.25, num_stages: 1, spatial_strides: [2] },
  clip: { n: 1, t: 2, h: 16, w: 16, interval: 1 },
  head: { ...HEAD_DEFAULTS, num_classes: 5, mid_channels: 12 },
  overrides: {},
};

/**
 * Random tiny networks from a seed, made to hit what kernels were seen to get wrong: inner channels that are no multiple
 * of 4, frame counts 1, 2, 5 and 6, and 1, 2 or 6 input channels, each in turn; odd sizes.
 */
export function tinyDesigns(count: number, seed: number): readonly Design[] {
  const uniform = mulberry32(seed);
  const pick = <T>(...choices: readonly T[]): T => choices[Math.floor(uniform() * choices.length)] as T;
  const odd = () => 9 + 2 * Math.floor(uniform() * 7);
  return Array.from({ length: count }, (_, index) => {
    const num_stages = pick(1, 2, 2);
    const draw = (): Design => ({
      reference: {
        ...REFERENCE_DEFAULTS,
        gamma_w: pick(0.3, 0.7),
        gamma_b: pick(0.63, 1.3, 1.7, 2.25),
        in_channels: [1, 2, 6][index % 3] ?? 1,
        num_stages,
        spatial_strides: Array.from({ length: num_stages }, () => pick(1, 2, 2, 3)),
        se_style: pick('half', 'all'),
        se_ratio: pick(1 / 16, 0.3, null),
      },
      clip: { n: 1, t: [1, 2, 5, 6][index % 4] ?? 1, h: odd(), w: odd(), interval: 1 },
      head: pick(null, { ...HEAD_DEFAULTS, num_classes: 7, mid_channels: 12, spatial_type: pick('avg', 'max') }),
      overrides: {},
    });
    let design = draw();
    while (build(design).stages[0]?.planes.result.toString(2).endsWith('00')) design = draw();
    return design;
  });
}

/** One tiny network for each family of norm, with activations and borders that the default design does without. */
export const UNUSUAL_DESIGNS: readonly Design[] = (
  [
    { norm_cfg: { type: 'GN', num_groups: 2 }, act_cfg: { type: 'GELU' }, padding_mode: 'circular' },
    { norm_cfg: { type: 'IN3d', affine: true }, act_cfg: { type: 'PReLU' }, padding_mode: 'reflect' },
    { norm_cfg: { type: 'BN3d', track_running_stats: false }, act_cfg: { type: 'HSwish' }, padding_mode: 'replicate' },
    { norm_cfg: null, act_cfg: { type: 'ELU' }, padding_mode: 'zeros' },
  ] as const
).map(({ padding_mode, ...unusual }) => {
  const reference: Reference = { ...REFERENCE_DEFAULTS, gamma_w: 0.3, num_stages: 1, spatial_strides: [2], ...unusual };
  return {
    reference: { ...reference, conv_cfg: { type: 'Conv3d', padding_mode } },
    clip: { n: 1, t: 4, h: 19, w: 21, interval: 1 },
    head: null,
    overrides: {},
  };
});
