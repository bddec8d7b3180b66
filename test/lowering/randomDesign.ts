import fc from 'fast-check';
import { build } from '../../src/architecture/build';
import {
  type ActCfg,
  type Design,
  HEAD_DEFAULTS,
  type NormCfg,
  type PaddingMode,
  REFERENCE_DEFAULTS,
} from '../../src/design/design';
import { ShapeError } from '../../src/tensor/shape';

const stages = fc.integer({ min: 1, max: 2 });

const foldable = fc.constantFrom<NormCfg>(
  { type: 'BN3d' },
  { type: 'SyncBN', eps: 1e-3 },
  { type: 'BN3d', affine: false },
);

/** Small legal designs of the default kind: zero padding, batch norm, ReLU; every size and count at odds with 4. */
export const plainDesign: fc.Arbitrary<Design> = stages.chain((num_stages) =>
  fc
    .record({
      gamma_w: fc.constantFrom(0.3, 0.7),
      gamma_b: fc.constantFrom(0.63, 1, 1.3, 2.25),
      gamma_d: fc.constantFrom(1, 1.5),
      in_channels: fc.constantFrom(1, 2, 3, 6),
      spatial_strides: fc.array(fc.constantFrom(1, 2, 3, 4), { minLength: num_stages, maxLength: num_stages }),
      se_style: fc.constantFrom<'half' | 'all'>('half', 'all'),
      se_ratio: fc.constantFrom(null, 1 / 16, 0.3),
      norm_cfg: foldable,
      n: fc.constantFrom(1, 1, 2),
      t: fc.constantFrom(1, 2, 3, 5, 6, 13, 19),
      h: fc.integer({ min: 3, max: 22 }),
      w: fc.integer({ min: 3, max: 22 }),
      head: fc.constantFrom(null, 'avg' as const, 'max' as const),
    })
    .map(({ n, t, h, w, head, ...reference }) => ({
      reference: { ...REFERENCE_DEFAULTS, ...reference, num_stages },
      clip: { n, t, h, w, interval: 1 },
      head: head && { ...HEAD_DEFAULTS, num_classes: 7, mid_channels: 12, spatial_type: head },
      overrides: {},
    })),
);

const activation = fc.constantFrom<ActCfg>(
  { type: 'LeakyReLU', negative_slope: 0.1 },
  { type: 'PReLU' },
  ...(['ReLU', 'ReLU6', 'ELU', 'GELU', 'SiLU', 'Swish', 'Tanh', 'Sigmoid', 'HSwish', 'HSigmoid'] as const).map(
    (type) => ({ type }),
  ),
);

const norm = fc.constantFrom<NormCfg | null>(
  null,
  { type: 'BN3d' },
  { type: 'BN3d', track_running_stats: false },
  { type: 'GN', num_groups: 2 },
  { type: 'GN', num_groups: 4, affine: false },
  { type: 'IN3d' },
  { type: 'IN3d', affine: true },
  { type: 'IN3d', track_running_stats: true },
);

/**
 * The rest of the reference: every activation, norm and border. One stage on larger frames, since a statistic over a
 * handful of values magnifies float32's rounding beyond what parity can be measured against.
 */
export const unusualDesign: fc.Arbitrary<Design> = fc
  .tuple(
    plainDesign,
    activation,
    norm,
    fc.constantFrom<PaddingMode>('zeros', 'circular', 'reflect', 'replicate'),
    fc.integer({ min: 17, max: 23 }),
    fc.constantFrom(3, 4, 6),
  )
  .map(([design, act_cfg, norm_cfg, padding_mode, size, t]) => ({
    ...design,
    reference: {
      ...design.reference,
      gamma_b: 1,
      num_stages: 1,
      spatial_strides: [2],
      act_cfg,
      norm_cfg,
      conv_cfg: { type: 'Conv3d' as const, padding_mode },
    },
    clip: { ...design.clip, h: size, w: size + 2, t },
  }))
  .filter(isBuildable);

function isBuildable(design: Design): boolean {
  try {
    build(design);
    return true;
  } catch (error) {
    if (error instanceof ShapeError) return false;
    throw error;
  }
}
