import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { build } from '../../src/architecture/build';
import { mmaction2Config } from '../../src/configs/mmaction2Config';
import { pythonValue } from '../../src/configs/python';
import { slowfastYaml } from '../../src/configs/slowfastYaml';
import type { Written } from '../../src/configs/written';
import { completeDesign } from '../../src/design/complete';
import { type Design, REFERENCE_DEFAULTS } from '../../src/design/design';
import { presetNamed } from '../../src/design/presets';
import { pytorchModule } from '../../src/export/pytorch';

const S = presetNamed('S').design;
const text = (written: Written): string => ('text' in written ? written.text : `refused: ${written.reasons.join(' ')}`);
const reasons = (written: Written): readonly string[] => ('reasons' in written ? written.reasons : []);
const changed = (reference: Partial<Design['reference']>): Design => ({
  ...S,
  reference: { ...S.reference, ...reference },
});

describe('mmaction2 configuration', () => {
  test('X3D-S is mmaction2’s own config: the gammas, nothing that is a default, the head after 432 features', () => {
    const config = text(mmaction2Config(build(S)));
    expect(config).toContain("backbone=dict(type='X3D', gamma_w=1, gamma_b=2.25, gamma_d=2.2, frozen_stages=-1),");
    expect(config).toContain(
      "cls_head=dict(type='X3DHead', in_channels=432, num_classes=400, spatial_type='avg', dropout_ratio=0.5, fc1_bias=False, average_clips='prob'),",
    );
    expect(config).toContain('mean=(114.75, 114.75, 114.75)');
    expect(config).toContain('clip_len=13, frame_interval=6');
  });

  test('what differs from a default is written, as Python spells it', () => {
    const config = text(
      mmaction2Config(
        build(changed({ se_ratio: null, spatial_strides: [1, 2, 2, 2], norm_cfg: { type: 'BN3d', eps: 0.001 } })),
      ),
    );
    expect(config).toContain(
      "spatial_strides=(1, 2, 2, 2), frozen_stages=-1, se_ratio=None, norm_cfg=dict(type='BN3d', eps=0.001)",
    );
  });

  test('what was set by hand has no argument, and every reason is said', () => {
    const head = S.head && { ...S.head, mid_channels: 512 };
    const design = { ...S, head, overrides: { layer2: { width: 40 }, layer3: {} } };
    expect(reasons(mmaction2Config(build(design)))).toEqual([
      'layer2 has width set by hand, which X3D has no argument for.',
      'The head has 512 mid channels; X3DHead fixes them at 2048.',
    ]);
  });
});

describe('SlowFast configuration', () => {
  test.each(['XS', 'S', 'M', 'L'] as const)('X3D-%s has the published factors', (name) => {
    const { design } = presetNamed(name);
    const yaml = text(slowfastYaml(build(design)));
    expect(yaml).toContain('WIDTH_FACTOR: 2.0\n');
    expect(yaml).toContain(`DEPTH_FACTOR: ${name === 'L' ? '5.0' : '2.2'}\n`);
    expect(yaml).toContain('BOTTLENECK_FACTOR: 2.25\n  DIM_C1: 12\n');
    expect(yaml).toContain(`NUM_FRAMES: ${design.clip.t}\n  SAMPLING_RATE: ${design.clip.interval}\n`);
  });

  test('its own rounding gives the widths of every gamma_w', () => {
    // SlowFast round_width with divisor 1: int(width · factor + 1/2), one more where that is under 0.9 of the product.
    const round = (width: number, factor: number) => {
      const raw = width * factor;
      const nearest = Math.max(1, Math.floor(raw + 0.5));
      return nearest < 0.9 * raw ? nearest + 1 : nearest;
    };
    fc.assert(
      fc.property(fc.double({ min: 0.2, max: 8, noNaN: true }), (gamma_w) => {
        const { stages, ...architecture } = build({
          ...changed({ gamma_w }),
          clip: { n: 1, t: 1, h: 8, w: 8, interval: 1 },
        });
        const yaml = text(slowfastYaml({ stages, ...architecture }));
        const factor = Number(/WIDTH_FACTOR: ([\d.]+)/.exec(yaml)?.[1]);
        expect(stages.map((_, stage) => round(12 * 2 ** stage, factor))).toEqual(
          stages.map(({ channels }) => channels),
        );
      }),
      { numRuns: 50 },
    );
  });

  test('what that family fixes is named', () => {
    const design = changed({ se_style: 'all', spatial_strides: [1, 2, 2, 2], act_cfg: { type: 'GELU' } });
    expect(reasons(slowfastYaml(build(design)))).toEqual([
      'SlowFast: Every stage strides by 2.',
      'SlowFast: SE is in half of the blocks, with a ratio of 1/16.',
      'SlowFast: Its activation is ReLU.',
    ]);
  });
});

describe('PyTorch module (check:torch runs it)', () => {
  test('has one line a block, with the widths of the architecture', () => {
    const source = pytorchModule(build(S));
    expect(source.match(/^ {12}Block\(/gm)).toHaveLength(26);
    expect(source).toContain('Block(96, 432, 192, stride=2, downsample=True, squeeze=32),');
    expect(source).toContain('return nn.BatchNorm3d(channels, eps=0.00001, momentum=0.1)');
    expect(source).not.toMatch(/mmcv\.|mmaction\.|checkpoint\(/);
  });

  test('says what the reference does in training only where the design asks for it', () => {
    expect(pytorchModule(build(S))).not.toContain('def train');
    const source = pytorchModule(build(changed({ frozen_stages: 1, norm_eval: true, with_cp: true })));
    expect(source).toContain('for stage in (self.conv1_s, self.conv1_t, self.layer1):');
    expect(source).toContain('checkpoint(self.residual, x)');
  });

  test('says what was set by hand, and that mmaction2 cannot', () => {
    const byHand = pytorchModule(build({ ...S, overrides: { layer2: { width: 40, stride: 1 }, layer3: {} } }));
    expect(byHand).toContain('Set by hand, which mmaction2 has no arguments for: layer2 (width, stride).\n');
    expect(byHand).not.toContain('as mmaction2 builds it');
    expect(pytorchModule(build(S))).toContain(', as mmaction2 builds it.\n');
  });

  test('needs no norm where there is none', () => {
    const design = completeDesign({ reference: { ...REFERENCE_DEFAULTS, norm_cfg: null, zero_init_residual: false } });
    expect(pytorchModule(build(design))).not.toContain('norm(');
  });
});

test.each([
  [null, 'None'],
  [true, 'True'],
  [[2], '(2, )'],
  ["it's", "'it\\'s'"],
  [{ type: 'GN', num_groups: 2 }, "dict(type='GN', num_groups=2)"],
] as const)('Python writes %j as %s', (value, expected) => expect(pythonValue(value)).toBe(expected));

describe('a head that was taught here', () => {
  test('mmaction2’s configuration freezes the stages, names the hook that freezes conv5, and begins with the weights beside it', () => {
    const config = text(mmaction2Config(build(S), { mirror: 'keeps', frozen: 'backbone' }));
    expect(config).toContain('frozen_stages=4');
    expect(config).toContain("custom_imports = dict(imports=['freeze_backbone'], allow_failed_imports=False)");
    expect(config).toContain("custom_hooks = [dict(type='FreezeBackboneHook')]");
    expect(config).toContain("load_from = data_root + '/x3d-mmaction2.pth'");
    expect(config.match(/EDIT/g)).toHaveLength(1);
    expect(config).toContain("dict(type='Flip', flip_ratio=0.5),");
  });

  test('where more than the head learnt, frozen_stages says from where on, and there is no hook', () => {
    const config = text(mmaction2Config(build(S), { mirror: 'keeps', frozen: 2 }));
    expect(config).toContain('frozen_stages=2');
    expect(config).not.toContain('hooks = [dict');
    expect(config).toContain('find_unused_parameters = True');
  });

  test('what was set by hand is given to subclasses of X3D and X3DHead, whose module lies beside it', () => {
    const head = S.head && { ...S.head, mid_channels: 64 };
    const design = { ...S, head, overrides: { layer1: {}, layer3: { blocks: 3, se: [true, false, true] } } };
    const written = mmaction2Config(build(design), { mirror: 'keeps', frozen: 'backbone' });
    expect(text(written)).toContain("backbone=dict(type='X3DByHand', gamma_w=1, ");
    expect(text(written)).toContain('by_hand=dict(layer3=dict(blocks=3, se=(True, False, True)))');
    expect(text(written)).toContain("cls_head=dict(type='X3DHeadByHand', mid_channels=64, in_channels=432");
    expect(text(written)).toContain("imports=['x3d_by_hand', 'freeze_backbone']");
    const beside = 'beside' in written ? written.beside : [];
    expect(beside?.map(({ name }) => name)).toEqual(['x3d_by_hand.py', 'freeze_backbone.py']);
  });

  test('a mirror that loses a class is not used, and one that swaps two says so', () => {
    expect(text(mmaction2Config(build(S), { mirror: 'loses', frozen: 'backbone' }))).not.toContain('Flip');
    const pairs = text(
      mmaction2Config(build(S), {
        mirror: [
          [0, 1],
          [1, 0],
        ],
        frozen: 'backbone',
      }),
    );
    expect(pairs).toContain("dict(type='Flip', flip_ratio=0.5, flip_label_map={0: 1, 1: 0}),");
    expect(text(slowfastYaml(build(S), { mirror: 'loses', frozen: 'backbone' }))).toContain('RANDOM_FLIP: False');
    expect(text(slowfastYaml(build(S), { mirror: 'keeps', frozen: 'backbone' }))).toContain(
      'CHECKPOINT_FILE_PATH: data/classes/x3d-slowfast.pyth',
    );
  });
});
