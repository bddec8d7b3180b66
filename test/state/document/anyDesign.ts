import fc from 'fast-check';
import { isLegal } from '../../../src/architecture/problems';
import type { ActCfg, Design, NormCfg, Overrides, StageOverride } from '../../../src/design/design';
import { PRESETS, type PresetName } from '../../../src/design/presets';

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true }).map((value) => value + 0);

const norm: fc.Arbitrary<NormCfg | null> = fc.oneof(
  fc.constant(null),
  fc.record(
    {
      type: fc.constantFrom('BN3d' as const, 'SyncBN' as const, 'IN3d' as const),
      requires_grad: fc.boolean(),
      eps: number(1e-8, 0.1),
      momentum: fc.option(number(0, 1)),
      affine: fc.boolean(),
      track_running_stats: fc.boolean(),
    },
    { requiredKeys: ['type'] },
  ),
  fc.record(
    { type: fc.constant('GN' as const), num_groups: fc.constantFrom(1, 2, 4), affine: fc.boolean() },
    { requiredKeys: ['type', 'num_groups'] },
  ),
);

const activation: fc.Arbitrary<ActCfg> = fc.oneof(
  fc.record(
    { type: fc.constantFrom('ReLU' as const, 'ReLU6' as const, 'SiLU' as const), inplace: fc.boolean() },
    { requiredKeys: ['type'] },
  ),
  fc.record(
    { type: fc.constant('HSigmoid' as const), bias: number(-3, 3), divisor: number(1, 9), max_value: number(0, 2) },
    { requiredKeys: ['type'] },
  ),
  fc.record({ type: fc.constant('LeakyReLU' as const), negative_slope: number(-1, 1) }),
  fc.constantFrom<ActCfg>({ type: 'Swish' }, { type: 'GELU' }, { type: 'PReLU', init: 0.25 }, { type: 'Tanh' }),
);

/** What was set by hand for one stage. */
export const anyOverride: fc.Arbitrary<StageOverride> = fc.record(
  {
    blocks: fc.integer({ min: 1, max: 12 }),
    width: fc.integer({ min: 8, max: 400 }).map((width) => 4 * width),
    stride: fc.integer({ min: 1, max: 4 }),
    se: fc.oneof(
      fc.constantFrom('all' as const, 'half' as const, 'none' as const),
      fc.array(fc.boolean(), { maxLength: 40 }),
    ),
  },
  { requiredKeys: [] },
);

const overrides: fc.Arbitrary<Overrides> = fc
  .dictionary(fc.constantFrom('layer1', 'layer2', 'layer3', 'layer4'), anyOverride, {
    maxKeys: 4,
    noNullPrototype: true,
  })
  .map((stages) => Object.fromEntries(Object.entries(stages).filter(([, stage]) => Object.keys(stage).length > 0)));

/** Designs of every sort the form can make: most are legal. */
export const anyDesign: fc.Arbitrary<Design> = fc.integer({ min: 1, max: 4 }).chain((num_stages) =>
  fc.record({
    reference: fc.record({
      gamma_w: fc.option(number(0.2, 4)),
      gamma_b: number(0.2, 6),
      gamma_d: fc.option(number(0.1, 3)),
      pretrained: fc.option(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 })),
      in_channels: fc.integer({ min: 1, max: 16 }),
      num_stages: fc.constant(num_stages),
      spatial_strides: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: num_stages, maxLength: num_stages }),
      frozen_stages: fc.integer({ min: -1, max: num_stages }),
      se_style: fc.constantFrom('half' as const, 'all' as const),
      se_ratio: fc.option(number(0.01, 1)),
      use_swish: fc.boolean(),
      conv_cfg: fc.constantFrom(
        { type: 'Conv3d' as const },
        { type: 'Conv3d' as const, padding_mode: 'reflect' as const },
      ),
      norm_cfg: norm,
      act_cfg: activation,
      norm_eval: fc.boolean(),
      with_cp: fc.boolean(),
      zero_init_residual: fc.boolean(),
    }),
    clip: fc.record({
      n: fc.integer({ min: 1, max: 64 }),
      t: fc.integer({ min: 1, max: 64 }),
      h: fc.integer({ min: 16, max: 512 }),
      w: fc.integer({ min: 16, max: 512 }),
      interval: fc.integer({ min: 1, max: 32 }),
    }),
    head: fc.option(
      fc.record({
        num_classes: fc.integer({ min: 1, max: 2000 }),
        mid_channels: fc.integer({ min: 8, max: 4096 }),
        dropout_ratio: number(0, 1),
        fc1_bias: fc.boolean(),
        spatial_type: fc.constantFrom('avg' as const, 'max' as const),
        pool_window: fc.option(fc.array(fc.integer({ min: 1, max: 2 }), { minLength: 3, maxLength: 3 })),
        init_std: number(0, 1),
        label_smooth_eps: number(0, 1),
      }),
    ),
    overrides,
  }),
);

export const legalDesign = anyDesign.filter(isLegal);

export const anyPreset: fc.Arbitrary<PresetName> = fc.constantFrom(...PRESETS.map(({ name }) => name));
