import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { build } from '../../src/architecture/build';
import { check, isLegal } from '../../src/architecture/problems';
import { ConfigError } from '../../src/configs/configError';
import { mmaction2Config } from '../../src/configs/mmaction2Config';
import { designOfConfig, readConfig } from '../../src/configs/readConfig';
import { slowfastYaml } from '../../src/configs/slowfastYaml';
import type { Written } from '../../src/configs/written';
import { type Design, HEAD_DEFAULTS, REFERENCE_DEFAULTS } from '../../src/design/design';
import { designJson } from '../../src/design/designJson';
import { PRESETS, type PresetName, presetNamed } from '../../src/design/presets';
import { anyPreset, legalDesign } from '../state/document/anyDesign';

const RUNS = process.env.X3D_LONG ? 600 : 60;
const from = (preset: PresetName) => ({ design: presetNamed(preset).design, preset });
const S = from('S');
const open = (text: string, name = '') => designOfConfig(readConfig(text, name), S);
const textOf = (written: Written): string => {
  if ('text' in written) return written.text;
  throw new Error(written.reasons.join(' '));
};
/** JSON and Python have one zero. */
const asWritten = (design: Design): Design => JSON.parse(JSON.stringify(design));
const withoutComments = (text: string) => text.replaceAll(/^# .*$/gm, '');

/** A design as mmaction2 can build it. */
const ofMmaction2 = legalDesign
  .map((design) => ({
    ...design,
    head: design.head && { ...design.head, mid_channels: 2048, pool_window: null },
    overrides: {},
  }))
  .filter(isLegal);

/** A design as SlowFast can build it: the widths, depths and clips of any, the rest as SlowFast has it. */
const ofSlowfast = fc.tuple(legalDesign, fc.boolean(), fc.double({ min: 1e-6, max: 0.1, noNaN: true })).map(
  ([{ reference, clip, head }, inplace, eps]): Design => ({
    reference: {
      ...reference,
      num_stages: 4,
      spatial_strides: [2, 2, 2, 2],
      se_style: 'half',
      se_ratio: 1 / 16,
      conv_cfg: { type: 'Conv3d' },
      norm_cfg: { type: reference.norm_eval ? 'SyncBN' : 'BN3d', eps, momentum: 0.2 },
      act_cfg: { type: 'ReLU', inplace },
      frozen_stages: Math.min(reference.frozen_stages, 4),
    },
    clip: { ...clip, w: clip.h },
    head: { ...(head ?? HEAD_DEFAULTS), fc1_bias: false, spatial_type: 'avg', pool_window: null, label_smooth_eps: 0 },
    overrides: {},
  }),
);

describe('what is written is read', () => {
  test('every design mmaction2 can build, as its configuration', () => {
    fc.assert(
      fc.property(ofMmaction2, (design) => {
        const text = textOf(mmaction2Config(build(design)));
        expect(open(text, 'x3d.py')).toMatchObject({ design: asWritten(design), dropped: [] });
        // Without the comment that holds the design: all that mmaction2 has words for.
        if (!design.head) return;
        const { design: stated } = open(withoutComments(text), 'x3d.py');
        expect(stated).toEqual({ ...asWritten(design), clip: { ...design.clip, n: 1 } });
      }),
      { numRuns: RUNS },
    );
  });

  test('every design, its stages and head set by hand too, as what was learnt here is trained on by mmaction2', () => {
    fc.assert(
      fc.property(legalDesign, (design) => {
        const { architecture } = check(design);
        fc.pre(architecture !== null && design.head !== null && !design.head.pool_window);
        const text = withoutComments(textOf(mmaction2Config(architecture, { mirror: 'keeps', frozen: -1 })));
        const { design: stated } = open(text, 'x3d.py');
        expect(build(stated).layers).toEqual(build({ ...design, clip: { ...design.clip, n: 1 } }).layers);
        expect(stated.head).toEqual(design.head);
      }),
      { numRuns: RUNS },
    );
  });

  test('every design SlowFast can build, as its configuration', () => {
    fc.assert(
      fc.property(ofSlowfast, (design) => {
        const { architecture } = check(design);
        const written = architecture && slowfastYaml(architecture);
        fc.pre(written !== null && 'text' in written);
        const text = textOf(written);
        expect(open(text, 'x3d.yaml')).toMatchObject({ design: asWritten(design), dropped: [] });
        const { design: stated } = open(withoutComments(text), 'x3d.yaml');
        const [{ layers }, { layers: again }] = [build({ ...design, clip: { ...design.clip, n: 1 } }), build(stated)];
        expect(again).toEqual(layers);
        expect([stated.clip, stated.head]).toEqual([{ ...design.clip, n: 1 }, design.head]);
      }),
      { numRuns: RUNS },
    );
  });

  test('every design, as JSON', () => {
    fc.assert(
      fc.property(legalDesign, anyPreset, (design, preset) => {
        expect(open(designJson({ design, preset }), 'x3d.json')).toMatchObject({
          design: asWritten(design),
          dropped: [],
        });
        expect(open(designJson({ design, preset })).design).toEqual(design);
      }),
      { numRuns: RUNS },
    );
  });

  // X3D-XL has stages set by hand, which no configuration of mmaction2 can say.
  const sayable = PRESETS.filter(({ design }) => Object.keys(design.overrides).length === 0);
  test.each(sayable.map(({ name }) => name))('%s is called by its name again', (name) => {
    const { design } = presetNamed(name);
    expect(open(textOf(mmaction2Config(build(design)))).preset).toBe(name);
  });

  test('a key changed by hand counts, not the comment', () => {
    const python = textOf(mmaction2Config(build(S.design)))
      .replace('gamma_d=2.2', 'gamma_d=5')
      .replace('clip_len=13', 'clip_len=16');
    expect(open(python).design).toMatchObject({ reference: { gamma_d: 5 }, clip: { t: 16, h: 160 } });
    const yaml = textOf(slowfastYaml(build(S.design))).replace('NUM_CLASSES: 400', 'NUM_CLASSES: 7');
    expect(open(yaml).design).toMatchObject({ head: { num_classes: 7 }, reference: { gamma_d: 2.2 } });
  });
});

describe('mmaction2 configurations of others', () => {
  const BASE = `model = dict(
    type='Recognizer3D',
    backbone=dict(type='X3D', gamma_w=1, gamma_b=2.25, gamma_d=2.2),
    cls_head=dict(type='X3DHead', in_channels=432, num_classes=400, spatial_type='avg', dropout_ratio=0.5, fc1_bias=False))
`;

  test('a model by itself takes the usual clip', () => {
    expect(open(BASE, 'x3d.py').design).toEqual(S.design);
    expect(readConfig(BASE).complete).toBe(true);
  });

  test('a file that builds on another changes what it states, and says that the other is not followed', () => {
    const read = readConfig(
      `_base_ = ['../../_base_/models/x3d.py', '../../_base_/default_runtime.py']
size = 182
test_pipeline = [
    dict(type='DecordInit'),
    dict(type='SampleFrames', clip_len=16, frame_interval=5, num_clips=10, test_mode=True),
    dict(type='Resize', scale=(-1, 182)),
    dict(type='ThreeCrop', crop_size=size)]
test_dataloader = dict(batch_size=1, dataset=dict(type='VideoDataset', pipeline=test_pipeline))
test_evaluator = dict(type='AccMetric')
`,
      'x3d_s.py',
    );
    expect(read).toMatchObject({
      complete: false,
      stated: { reference: {}, clip: { t: 16, interval: 5, h: 182, w: 182 } },
    });
    expect(read.notes).toEqual([
      '_base_ is not followed: nothing of ../../_base_/models/x3d.py, ../../_base_/default_runtime.py is read.',
    ]);
    expect(read.notRead).toEqual(['size', 'test_dataloader', 'test_evaluator']);
    expect(designOfConfig(read, from('L')).design).toMatchObject({
      reference: { gamma_d: 5 },
      clip: { t: 16, h: 182, interval: 5 },
    });
  });

  test.each([
    ['without its gammas', "model = dict(backbone=dict(type='X3D', frozen_stages=2))", false],
    ['with its gammas', "model = dict(backbone=dict(type='X3D', gamma_w=1, gamma_b=2.25, gamma_d=5))", true],
    ['a change of a head', 'model = dict(cls_head=dict(num_classes=17))', false],
    ['a change without a type', 'model = dict(backbone=dict(gamma_d=5))', false],
  ])('on a base, %s', (_, text, complete) => {
    expect(readConfig(`_base_ = 'x3d.py'\n${text}`).complete).toBe(complete);
  });

  test('other places, spellings and heads', () => {
    expect(open("backbone = {'type': 'mmaction.X3D', 'gamma_b': 3}").design).toMatchObject({
      reference: { gamma_b: 3 },
      head: null,
    });
    expect(
      open('from mmaction.models import X3D\nmodel = dict(backbone=dict(type=X3D, gamma_b=3))').design.reference
        .gamma_b,
    ).toBe(3);
    expect(
      open(
        "a = dict(type='X3D', gamma_b=3)\nmodel = dict(backbone=dict(type='Other', inner=a), cls_head=dict(type='X3DHead'))",
      ).design.reference.gamma_b,
    ).toBe(3);
    const apn = readConfig(
      "model = dict(type='APN', backbone=dict(type='X3D'), cls_head=dict(type='APNHead', num_classes=200))",
    );
    expect(apn.stated.head).toBeNull();
    expect(apn.notes).toEqual(['model.cls_head is APNHead, not X3DHead: the network is read without a head.']);
    const changed = readConfig("model = dict(backbone=dict(type='X3D', gamma_b=2.25, reshape_st=True))");
    expect(changed.notes).toEqual([
      'model.backbone.reshape_st is no argument of mmaction2’s X3D: it belongs to another class.',
    ]);
  });

  test('the clip is the one that trains, in 1.x and in 0.x, whatever makes its size', () => {
    const clip = (pipeline: string) => open(`${BASE}${pipeline}`).design.clip;
    const steps = "dict(type='SampleFrames', clip_len=8, frame_interval=4), dict(type='Resize', scale=(-1, 128))";
    expect(
      clip(
        `train_pipeline = [${steps}, dict(type='RandomResizedCrop'), dict(type='Resize', scale=(112, 96), keep_ratio=False)]\nval_pipeline = [dict(type='SampleFrames', clip_len=9)]`,
      ),
    ).toMatchObject({ t: 8, interval: 4, h: 96, w: 112 });
    expect(clip(`data = dict(train=dict(pipeline=[${steps}, dict(type='CenterCrop', crop_size=112)]))`)).toMatchObject({
      t: 8,
      h: 112,
      w: 112,
    });
    expect(
      clip(`val_dataloader = dict(dataset=dict(pipeline=[${steps}, dict(type='RandomCrop', size=64)]))`),
    ).toMatchObject({ t: 8, h: 64, w: 64 });
    expect(clip("train_pipeline = [dict(type='DenseSampleFrames', clip_len=8)]")).toMatchObject({
      t: 8,
      interval: 1,
      h: 160,
    });
  });

  test.each([
    ["model = dict(backbone=dict(type='ResNet3d'))", 'Its backbone is ResNet3d, not X3D.'],
    [
      "model = dict(backbone=dict(type='X3D', gamma_b=compute()))",
      'model.backbone.gamma_b is compute(), which is no literal',
    ],
    ["model = dict(backbone=dict(type='X3D', **kwargs))", "model.backbone's ** is kwargs, which is no literal"],
    ["a = dict(x=dict(type='X3D'), y=dict(type='X3D', gamma_b=2))", 'It holds 2 X3Ds (a.x, a.y)'],
    ["_base_ = 'b.py'\nlr = 1", 'It builds on b.py, which is not followed: open that file'],
    ['import os', 'It states nothing of an X3D'],
  ])('%s is refused', (text, sentence) => {
    expect(() => readConfig(text, 'a.py')).toThrow(ConfigError);
    expect(() => readConfig(text, 'a.py')).toThrow(sentence);
  });

  test('keys that every object of JavaScript has are keys that are not read', () => {
    const { notRead, stated } = readConfig(
      "model = dict(backbone={'type': 'X3D', 'gamma_b': 3, '__proto__': {'gamma_w': 9}, 'constructor': 1}, cls_head=dict(type='X3DHead', toString=2, num_classes=5))\nhasOwnProperty = 3",
    );
    expect(stated).toEqual({ reference: { gamma_b: 3 }, clip: {}, head: { num_classes: 5 } });
    expect(notRead).toEqual([
      'model.backbone.__proto__',
      'model.backbone.constructor',
      'model.cls_head.toString',
      'hasOwnProperty',
    ]);
    for (const text of ['{"__proto__": {"gamma_w": 2}, "constructor": 1}', '{"toString": 1}', 'constructor:\n  X3D: 1'])
      expect(() => readConfig(text)).toThrow(ConfigError);
    const json = readConfig('{"reference": {"gamma_w": 2, "__proto__": 1, "constructor": {}}, "__proto__": 4}');
    expect(designOfConfig(json, S)).toMatchObject({
      design: { reference: { gamma_w: 2 } },
      dropped: ['There is no reference.__proto__.', 'There is no reference.constructor.'],
    });
    expect(json.notRead).toEqual(['__proto__']);
  });
});

describe('SlowFast configurations of others', () => {
  const X3D = { WIDTH_FACTOR: 2, DEPTH_FACTOR: 2.2, BOTTLENECK_FACTOR: 2.25, DIM_C1: 12, DIM_C5: 2048 };
  const yaml = (x3d: object, more = '') =>
    `X3D:\n${Object.entries(x3d)
      .map(([key, value]) => `  ${key}: ${value}\n`)
      .join('')}MODEL:\n  ARCH: x3d\n  NUM_CLASSES: 400\n${more}`;

  test.each([
    ['XS', 4, 12, 160, 2.2],
    ['S', 13, 6, 160, 2.2],
    ['M', 16, 5, 224, 2.2],
    ['L', 16, 5, 312, 5],
  ] as const)(
    'the published factors of X3D-%s give its preset (SlowFast configs/Kinetics/X3D_*.yaml)',
    (name, frames, rate, crop, depth) => {
      const text = yaml(
        { ...X3D, DEPTH_FACTOR: depth },
        `DATA:\n  NUM_FRAMES: ${frames}\n  SAMPLING_RATE: ${rate}\n  TRAIN_CROP_SIZE: ${crop}\n  TEST_CROP_SIZE: 256 # use if TEST.NUM_SPATIAL_CROPS: 3\n  INPUT_CHANNEL_NUM: [3]\nRESNET:\n  ZERO_INIT_FINAL_BN: True\n  TRANS_FUNC: x3d_transform\nSOLVER:\n  WEIGHT_DECAY: 5e-5\n`,
      );
      const { design, preset, dropped } = open(text, 'x.yaml');
      expect({ design, preset, dropped }).toEqual({ design: presetNamed(name).design, preset: name, dropped: [] });
      expect(readConfig(text).notRead).toEqual(['DATA.TEST_CROP_SIZE', 'SOLVER']);
    },
  );

  test('absent keys have SlowFast’s own defaults', () => {
    expect(open('X3D:\n  WIDTH_FACTOR: 2.0\nMODEL:\n  ARCH: x3d\n').design).toEqual({
      reference: { ...REFERENCE_DEFAULTS, zero_init_residual: false },
      clip: { n: 1, t: 8, h: 224, w: 224, interval: 8 },
      head: HEAD_DEFAULTS,
      overrides: {},
    });
  });

  test('widths are rounded as SlowFast does, and set by hand where the reference has others', () => {
    // round_width with divisor 8 of 12, 24, 48, 96 doubled; times 2 with divisor 1; SCALE_RES2 doubles the first as well.
    const { design } = open(yaml({ ...X3D, SCALE_RES2: true }));
    expect(build(design).stages.map(({ channels }) => channels)).toEqual([48, 96, 192, 384]);
    expect(build(design).baseChannels.result).toBe(24);
    // 10 is half of SlowFast's stem of 20, no multiple of 8.
    expect(() => readConfig(yaml({ ...X3D, DIM_C1: 10 }))).toThrow('gives SlowFast a stem of 20 channels');
    expect(() => readConfig(yaml({ ...X3D, WIDTH_FACTOR: 2.9 }))).toThrow('gives SlowFast a stem of 35 channels');
  });

  test.each([
    [yaml({ ...X3D, BN_LIN5: true }), 'X3D.BN_LIN5 puts a batch norm behind lin_5'],
    [yaml({ ...X3D, CHANNELWISE_3x3x3: false }), 'X3D.CHANNELWISE_3x3x3 is off'],
    [yaml(X3D, 'RESNET:\n  TRANS_FUNC: bottleneck_transform\n'), 'another block than x3d_transform'],
    [yaml(X3D, 'NONLOCAL:\n  LOCATION: [[[]], [[1]], [[]], [[]]]\n'), 'NONLOCAL.LOCATION adds non-local blocks'],
    [yaml(X3D, 'RESNET:\n  SPATIAL_DILATIONS: [[1], [1], [1], [2]]\n'), 'SPATIAL_DILATIONS dilates'],
    ['MODEL:\n  ARCH: mvit\n', 'MODEL.ARCH is "mvit", another network than x3d.'],
    ['SOLVER:\n  BASE_LR: 0.1\n', 'It states nothing of an X3D'],
    [yaml({ ...X3D, DEPTH_FACTOR: 'deep' }), 'X3D.DEPTH_FACTOR is "deep"; a number is expected.'],
  ])('%s is refused', (text, sentence) => {
    expect(() => readConfig(text, 'x.yaml')).toThrow(sentence);
  });

  test('a file on a base, and one of a clip alone, change what they state', () => {
    const read = readConfig(`_BASE_: other.yaml\n${yaml({ DEPTH_FACTOR: 5 })}`);
    expect(read).toMatchObject({ complete: false, stated: { reference: { gamma_d: 5 }, head: { num_classes: 400 } } });
    expect(designOfConfig(read, S).design.reference).toMatchObject({ gamma_d: 5, gamma_b: 2.25 });
    const clip = readConfig('DATA:\n  NUM_FRAMES: 4\n', 'x.yaml');
    expect(clip).toMatchObject({ complete: false, stated: { clip: { t: 4 } } });
  });
});
