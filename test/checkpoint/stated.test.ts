import { describe, expect, test } from 'vitest';
import { build } from '../../src/architecture/build';
import { bytesSource } from '../../src/checkpoint/byteSource';
import type { CheckpointFile } from '../../src/checkpoint/checkpointFile';
import { fitCheckpoint } from '../../src/checkpoint/fitCheckpoint';
import { openCheckpoint } from '../../src/checkpoint/openCheckpoint';
import { type Picklable, pickle } from '../../src/checkpoint/pickleWriter';
import { recogniseFile } from '../../src/checkpoint/recogniseFile';
import { referenceNames } from '../../src/checkpoint/referenceNames';
import { storeZip } from '../../src/checkpoint/zipWriter';
import { mmaction2Config } from '../../src/configs/mmaction2Config';
import { completeDesign } from '../../src/design/complete';
import { withValue } from '../../src/design/finding';
import { LOGITS, toOnnx } from '../../src/export/onnxGraph';
import { runGraph } from '../../src/runtime/nodeSession';
import { designFor, type OpenFile } from '../../src/state/files/checkpoint';
import { caseClip, caseFile } from '../golden/cases/weightCases';

const OPEN = openCheckpoint(bytesSource(caseFile('01_tensor_beside_state_dict.pth')));

/** The small network of the cases, with other texts beside its tensors. */
async function saying(texts: Readonly<Record<string, string>>) {
  const file: CheckpointFile = { ...(await OPEN), metadata: new Map(Object.entries(texts)) };
  const named = referenceNames(file);
  return { named, ...recogniseFile(file, named) };
}

/** As SlowFast's cfg.dump() writes it, in the order of its keys. */
const CFG = `BN:
  EPSILON: 0.001
DATA:
  INPUT_CHANNEL_NUM: [3]
  NUM_FRAMES: 4
  SAMPLING_RATE: 12
  TEST_CROP_SIZE: 182
  TRAIN_CROP_SIZE: 160
MODEL:
  ARCH: x3d
  NUM_CLASSES: 2
X3D:
  BN_LIN5: false
  BOTTLENECK_FACTOR: 2.25
  DEPTH_FACTOR: 0.5
  DIM_C1: 4
  DIM_C5: 16
  WIDTH_FACTOR: 2.0
`;

const rows = (stated: Awaited<ReturnType<typeof saying>>['stated'] = []) =>
  new Map(
    stated.map(({ field, value, where, tensors }) => [
      field,
      tensors === undefined ? [value, where] : [value, where, tensors],
    ]),
  );

describe('what a file states in words is read', () => {
  test('SlowFast’s cfg: clip, interval and epsilon, and with them PyTorch’s logits', async () => {
    const { named, design, undecided, stated } = await saying({ cfg: CFG });
    expect(design).toMatchObject({
      reference: { norm_cfg: { eps: 0.001 }, gamma_b: 2.25, gamma_d: 0.5 },
      clip: { t: 4, h: 160, w: 160, interval: 12 },
      head: { num_classes: 2 },
    });
    expect(undecided).toEqual([]);
    expect(rows(stated).get('clip.t')).toEqual(['4', 'cfg: DATA.NUM_FRAMES']);
    expect(rows(stated).get('reference.norm_cfg.eps')).toEqual(['0.001', 'cfg: BN.EPSILON']);
    const architecture = build({ ...design, clip: { ...design.clip, h: 32, w: 32 } });
    const { weights } = await fitCheckpoint(named, architecture, { seed: 0 });
    const results = await runGraph(toOnnx(architecture, weights, { outputs: [] }), { clip: caseClip() });
    // PyTorch 1.13, test/golden/cases: the same weights with epsilon 1e-3.
    expect(Array.from(results.get(LOGITS)?.data ?? [], Number)).toEqual(
      [0.1292, -0.0782].map((logit) => expect.closeTo(logit, 4)),
    );
  });

  test('they count more than the network on the screen that stores the same tensors; what they leave open stays', async () => {
    const recognition = await saying({ cfg: CFG });
    const own = withValue(recognition.design, 'reference.norm_cfg', { type: 'BN3d', eps: 1e-5 });
    const onScreen = { ...own, clip: { ...own.clip, interval: 2, n: 3 } };
    const shown = designFor({ recognition } as unknown as OpenFile, onScreen);
    expect(shown).toMatchObject({ reference: { norm_cfg: { eps: 0.001 } }, clip: { t: 4, interval: 12, n: 3 } });
    const silent = await saying({});
    expect(designFor({ recognition: silent } as unknown as OpenFile, onScreen)).toBe(onScreen);
  });

  test('words that the tensors contradict are told, and the tensors count', async () => {
    const text = CFG.replace('NUM_CLASSES: 2', 'NUM_CLASSES: 400')
      .replace('BOTTLENECK_FACTOR: 2.25', 'BOTTLENECK_FACTOR: 3.0')
      .replace('DIM_C1: 4', 'DIM_C1: 12');
    const { design, stated } = await saying({ cfg: text });
    expect(design).toMatchObject({ reference: { gamma_b: 2.25 }, head: { num_classes: 2 }, clip: { t: 4 } });
    expect(rows(stated).get('head.num_classes')).toEqual(['400', 'cfg: MODEL.NUM_CLASSES', '2']);
    expect(rows(stated).get('reference.gamma_b')).toEqual(['3', 'cfg: X3D.BOTTLENECK_FACTOR', '2.25']);
    expect(rows(stated).get('widths')).toEqual([
      'stem 24, stages 24, 48, 96, 192',
      'cfg: X3D.WIDTH_FACTOR',
      'stem 8, stages 8, 16, 32, 64',
    ]);
  });

  test('mmengine’s meta.cfg: whole, with the reference’s defaults where it is silent', async () => {
    const cfg = `model = dict(
    backbone=dict(act_cfg=dict(inplace=True, type='SiLU'), gamma_b=2.25, gamma_d=0.5, gamma_w=0.3, norm_cfg=dict(eps=0.01, momentum=0.2, type='SyncBN'), spatial_strides=(2, 2, 2, 1), type='X3D'),
    cls_head=dict(dropout_ratio=0.3, fc1_bias=False, in_channels=144, num_classes=2, spatial_type='max', type='X3DHead'),
    type='Recognizer3D')
train_pipeline = [dict(clip_len=8, frame_interval=3, type='SampleFrames'), dict(crop_size=112, type='CenterCrop')]
work_dir = './work_dirs/x'
`;
    for (const under of ['meta.cfg', 'cfg', 'meta.config']) {
      const { design, undecided, stated } = await saying({ [under]: cfg });
      expect(design).toMatchObject({
        reference: {
          spatial_strides: [2, 2, 2, 1],
          act_cfg: { type: 'SiLU' },
          norm_cfg: { type: 'SyncBN', eps: 0.01, momentum: 0.2 },
        },
        clip: { t: 8, h: 112, w: 112, interval: 3 },
        head: { spatial_type: 'max', dropout_ratio: 0.3 },
      });
      expect(undecided).toEqual([]);
      expect(rows(stated).get('reference.conv_cfg')).toEqual(['Conv3d', `${under}, by default`]);
    }
  });

  test('Lightning’s hyper_parameters, as pytorchvideo and people name them', async () => {
    const { design, undecided, stated } = await saying({
      'hyper_parameters.model_num_class': '2',
      'hyper_parameters.model.input_clip_length': '8',
      'hyper_parameters.input_crop_size': '[112, 96]',
      'hyper_parameters.norm_eps': '0.001',
      'hyper_parameters.activation': 'torch.nn.modules.activation.SiLU',
      'hyper_parameters.eps': '0.5',
      'hyper_parameters.lr': '0.1',
    });
    expect(design).toMatchObject({
      reference: { act_cfg: { type: 'SiLU' }, norm_cfg: { type: 'BN3d', eps: 0.001 } },
      clip: { t: 8, h: 112, w: 96, interval: 6 },
    });
    expect(rows(stated).get('clip.t')).toEqual(['8', 'hyper_parameters.model.input_clip_length']);
    expect(undecided.map(({ field }) => field)).toContain('clip.interval');
    expect(undecided.map(({ field }) => field)).not.toContain('clip');
  });

  test('texts that are no configuration, or another network’s, change nothing and are told of', async () => {
    const plain = await saying({});
    const other = await saying({ cfg: 'MODEL:\n  ARCH: mvit\n' });
    expect(other.design).toEqual(plain.design);
    expect(other.notes).toEqual(['cfg was not read: MODEL.ARCH is "mvit", another network than x3d.']);
    for (const cfg of ['hello', '', '{"a": 1}', 'x'.repeat(3_000_000), `X3D: ${'['.repeat(50_000)}`])
      expect((await saying({ cfg })).design).toEqual(plain.design);
    expect((await saying({ cfg: 'import os\nos.system("rm -rf /")\nX3D = 1' })).design).toEqual(plain.design);
  });
});

test('the texts of a .pth are found where SlowFast, mmengine and Lightning keep them', async () => {
  const design = completeDesign({
    reference: { gamma_w: 0.3 },
    clip: { n: 1, t: 2, h: 16, w: 16, interval: 4 },
    head: { num_classes: 3 },
  });
  const written = mmaction2Config(build(design));
  const text = 'text' in written ? written.text : '';
  const tensor: Picklable = { storage: '0', dtype: 'float32', shape: [1], strides: [1] };
  const dict = (entries: Readonly<Record<string, Picklable>>): Picklable => ({
    dict: new Map(Object.entries(entries)),
  });
  const bytes = storeZip([
    {
      name: 'archive/data.pkl',
      bytes: pickle(
        dict({
          state_dict: dict({
            'backbone.conv1_s.conv.weight': tensor,
            'backbone.conv1_t.conv.weight': tensor,
            'backbone.conv1_t.bn.weight': tensor,
          }),
          cfg: CFG,
          meta: dict({ cfg: text }),
          hyper_parameters: dict({ num_classes: '2', model: dict({ clip_len: '8' }) }),
        }),
      ),
    },
    { name: 'archive/data/0', bytes: new Uint8Array(4) },
    { name: 'archive/version', bytes: new TextEncoder().encode('3\n') },
  ]);
  const size = bytes.reduce((sum, { length }) => sum + length, 0);
  const joined = new Uint8Array(size);
  let at = 0;
  for (const chunk of bytes) {
    joined.set(chunk, at);
    at += chunk.length;
  }
  const { metadata } = await openCheckpoint(bytesSource(joined));
  expect(metadata.get('cfg')).toBe(CFG);
  expect(metadata.get('meta.cfg')).toBe(text);
  expect(metadata.get('hyper_parameters.num_classes')).toBe('2');
  expect(metadata.get('hyper_parameters.model.clip_len')).toBe('8');
});
