import { describe, expect, test } from 'vitest';
import { build } from '../../src/architecture/build';
import { bytesSource } from '../../src/checkpoint/byteSource';
import { differencesOf, withoutStatistics } from '../../src/checkpoint/differencesOf';
import { fitCheckpoint } from '../../src/checkpoint/fitCheckpoint';
import { openCheckpoint } from '../../src/checkpoint/openCheckpoint';
import { recognise } from '../../src/checkpoint/recognise';
import { referenceNames } from '../../src/checkpoint/referenceNames';
import { LOGITS, toOnnx } from '../../src/export/onnxGraph';
import { runGraph } from '../../src/runtime/nodeSession';
import { BASE_LOGITS, caseClip, caseFile } from '../golden/cases/weightCases';

/** Opens a file made elsewhere as command line and page do, and fits it to the network it is recognised as. */
async function open(name: string, stateDict?: string) {
  const file = await openCheckpoint(bytesSource(caseFile(name)), stateDict);
  const named = referenceNames(file);
  const { design } = recognise(named, file.metadata);
  const architecture = build({ ...design, clip: { n: 1, t: 4, h: 32, w: 32, interval: 1 } });
  const { weights, ledger } = await fitCheckpoint(named, architecture, { seed: 0 });
  const run = async (output: string) => {
    const outputs = output === LOGITS ? [] : [output];
    const results = await runGraph(toOnnx(architecture, weights, { outputs }), { clip: caseClip() });
    return Array.from(results.get(output)?.data ?? [], Number);
  };
  return { file, named, design, ledger, differences: differencesOf(file, named, architecture), run };
}

const closeTo = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 4));

describe('files made elsewhere compute what PyTorch computes from them', () => {
  test.each([
    ['01_tensor_beside_state_dict.pth', 'state_dict', ''],
    ['02a_namespace_beside.pth', 'state_dict', ''],
    ['02b_path_beside.pth', 'state_dict', ''],
    ['02c_module_beside.pth', 'state_dict', ''],
    ['03_prefix_base_model.pth', '', 'base_model.'],
    ['04_lightning_prefix_x3d.ckpt', 'state_dict', 'x3d.'],
    ['05b_lightning_model_and_ema.ckpt', 'state_dict', 'model.'],
    ['07_efficient_x3d_names.pth', '', ''],
    ['15a_under_ema.pt', 'ema', ''],
  ])('%s', async (name, under, prefix) => {
    const { file, named, ledger, differences, run } = await open(name);
    expect({ under: file.under, prefix: named.prefix }).toEqual({ under, prefix });
    expect(ledger).toMatchObject({ missing: [], wrongShape: [], drawn: [] });
    expect(differences).toEqual([]);
    expect(await run(LOGITS)).toEqual(closeTo(BASE_LOGITS));
  });

  test.each([
    ['02a_namespace_beside.pth', ['argparse.Namespace under args']],
    ['02b_path_beside.pth', ['pathlib.PosixPath under out']],
    ['02c_module_beside.pth', ['torch.nn.modules.loss.CrossEntropyLoss under loss']],
  ])('%s says what it did not read', async (name, notRead) => {
    expect((await open(name)).file.notRead).toEqual(notRead);
  });

  test('raw weights stand before their averaged copy, and either can be asked for', async () => {
    const name = '05b_lightning_model_and_ema.ckpt';
    const raw = await open(name);
    expect(raw.file.stateDicts?.map(({ key }) => key)).toEqual(['state_dict.model', 'state_dict.ema_model.module']);
    const averaged = await open(name, 'state_dict.ema_model.module');
    expect(averaged.named.prefix).toBe('ema_model.module.');
    expect(await averaged.run(LOGITS)).not.toEqual(closeTo(BASE_LOGITS));
    await expect(open(name, 'state_dict.teacher')).rejects.toThrow(
      'no state dict state_dict.teacher. It has state_dict.model, state_dict.ema_model.module',
    );
  });
});

describe('parts of a network, and networks set by hand', () => {
  test('features numbered by nn.Sequential are recognised, without a classifier', async () => {
    const { design, ledger, differences, named } = await open('06a_features_sequential.pth');
    expect(named.prefix).toBe('backbone.');
    expect(design.reference).toMatchObject({ gamma_b: 2.25, gamma_d: 0.5, num_stages: 4 });
    expect(design.head).toMatchObject({ mid_channels: 16 });
    expect(ledger.missing.map(({ key }) => key)).toEqual(['head.fc2.weight', 'head.fc2.bias']);
    expect(ledger).toMatchObject({ unexpected: [], wrongShape: [] });
    expect(differences).toEqual([]);
  });

  test('without its last block, conv5 is missing and layer4 computes what PyTorch computes', async () => {
    const { design, ledger, run } = await open('06b_head_cut_off.pth');
    expect(design).toMatchObject({
      reference: { gamma_b: 2.25, gamma_d: 0.5, num_stages: 4 },
      head: null,
      overrides: {},
    });
    expect(ledger.missing.every(({ key }) => key.startsWith('conv5.'))).toBe(true);
    expect((await run('layer4')).slice(0, 4)).toEqual([0, 0, 0, 0]);
  });

  test('widths set by hand are read off the shapes', async () => {
    const { design, ledger, run } = await open('14b_xl_widths.pth');
    expect(design.overrides).toEqual({ layer2: { width: 24 }, layer3: { width: 40 }, layer4: { width: 72 } });
    expect(ledger).toMatchObject({ missing: [], unexpected: [], wrongShape: [] });
    expect(await run(LOGITS)).toEqual(closeTo([-0.0944, -0.0446]));
  });

  test('running statistics that a file lacks are left open, not decided', async () => {
    const file = await openCheckpoint(bytesSource(caseFile('16_parameters_without_running_stats.pth')));
    const { design, decided, undecided } = recognise(referenceNames(file));
    expect(withoutStatistics(design)).toHaveLength(1);
    expect(decided.map(({ value }) => value).join()).not.toContain('statistics');
    expect(undecided.find(({ field }) => field === 'reference.norm_cfg.track_running_stats')?.reason).toContain(
      'they are missing, as from named_parameters()',
    );
  });
});

describe('what computes something else', () => {
  test('an attention after stage 3 is a difference that says where it stands', async () => {
    const { differences, ledger } = await open('10b_extra_attention.pth');
    expect(differences).toEqual([
      {
        at: 'blocks.3.att.fc',
        message: 'weight (32 × 32 × 1 × 1 × 1), bias (32) stand in layer3; no layer of the network reads them.',
        mayBeLeftOut: true,
      },
    ]);
    expect(ledger.unexpected.map(({ harmless }) => harmless)).toEqual([null, null]);
  });

  test('an averaged copy and its counter are harmless, and said to be', async () => {
    const { ledger, differences } = await open('05b_lightning_model_and_ema.ckpt');
    expect(differences).toEqual([]);
    expect(new Set(ledger.unexpected.map(({ harmless }) => harmless))).toEqual(
      new Set(['another copy of the network, under ema_model.module', 'a counter']),
    );
  });
});

describe('what is no X3D is refused', () => {
  test('names of a ResNet are another model’s', async () => {
    await expect(open('09_resnet_names.pth')).rejects.toThrow('It is another model');
  });
});
