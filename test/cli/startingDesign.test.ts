import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { build } from '../../src/architecture/build';
import { designFrom } from '../../src/cli/designArguments';
import { inspectConfig } from '../../src/cli/inspectConfig';
import type { Values } from '../../src/cli/option';
import { UsageError } from '../../src/cli/usage';
import { encodeDesign } from '../../src/codec/designCode';
import { mmaction2Config } from '../../src/configs/mmaction2Config';
import { slowfastYaml } from '../../src/configs/slowfastYaml';
import { designJson } from '../../src/design/designJson';
import { PRESETS, presetNamed } from '../../src/design/presets';

const folder = mkdtempSync(join(tmpdir(), 'x3d-from-'));
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const designOf = (values: Values) => designFrom(values).architecture.design;
const M = presetNamed('M').design;
const textOf = (written: ReturnType<typeof mmaction2Config>) => ('text' in written ? written.text : '');

const stderr = vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
const said = () => stderr.mock.calls.map(([text]) => String(text)).join('');
afterEach(() => stderr.mockClear());
afterAll(() => {
  stderr.mockRestore();
  rmSync(folder, { recursive: true });
});

test.each(PRESETS.map(({ name }) => name))('--preset %s is the page’s own', (name) => {
  expect(designOf({ preset: name })).toEqual(presetNamed(name).design);
  expect(designOf({ preset: name.toLowerCase() })).toEqual(presetNamed(name).design);
});

test('a design written in any form is the same with --from, and as a link with --link', () => {
  const design = { ...M, reference: { ...M.reference, gamma_w: 1.2 } };
  const files = [
    file('m.json', designJson({ design, preset: 'M' })),
    file('m.py', textOf(mmaction2Config(build(design)))),
    file('m.yaml', textOf(slowfastYaml(build(design)))),
  ];
  for (const from of files) expect(designOf({ from }), from).toEqual(design);
  const link = `https://example.org/x/#v=1&${encodeDesign({ design, preset: 'M' })}&at=layer3`;
  expect(designOf({ link })).toEqual(design);
});

test('other options change what it starts from', () => {
  expect(designOf({ preset: 'M', 'gamma-d': '5', input: '2,3,8,112,112', head: '{"num_classes":7}' })).toMatchObject({
    reference: { gamma_d: 5, gamma_b: 2.25 },
    clip: { n: 2, t: 8, h: 112, interval: 5 },
    head: { num_classes: 7, mid_channels: 2048 },
  });
});

test('a part of a network needs the rest, and says what it did not follow', () => {
  const from = file('part.py', "_base_ = 'x3d.py'\nmodel = dict(cls_head=dict(num_classes=7))\nlr = 0.1\n");
  expect(() => designOf({ from })).toThrow(/states a part of a network only .*--preset S/);
  stderr.mockClear();
  expect(designOf({ from, preset: 'M' })).toEqual({ ...M, head: { ...M.head, num_classes: 7 } });
  expect(said()).toBe(
    `x3d: ${from}: _base_ is not followed: nothing of x3d.py is read.\nx3d: ${from}: Not read, since they are not the network's: lr.\n`,
  );
});

test('a whole network in a file leaves a preset beside it unused, and says so', () => {
  const from = file('whole.json', designJson({ design: M, preset: 'M' }));
  expect(designOf({ from, preset: 'S' })).toEqual(M);
  expect(said()).toBe(`x3d: ${from} states a whole network: --preset is not used.\n`);
});

test('--head takes the reference’s own dictionary, as JSON and as Python, and checks what it takes', () => {
  const reference = `"type":"X3DHead","in_channels":432,"num_classes":5,"spatial_type":"max","dropout_ratio":0.3,"fc1_bias":true`;
  const head = {
    num_classes: 5,
    mid_channels: 2048,
    spatial_type: 'max',
    dropout_ratio: 0.3,
    fc1_bias: true,
    init_std: 0.01,
    label_smooth_eps: 0,
    pool_window: null,
  };
  expect(
    designOf({ preset: 'S', head: `{${reference},"init_std":0.01,"loss_cls":{"type":"CrossEntropyLoss"}}` }).head,
  ).toEqual(head);
  const python =
    "dict(type='X3DHead', in_channels=432, num_classes=5, spatial_type='max', dropout_ratio=0.3, fc1_bias=True, average_clips='prob')";
  expect(designOf({ preset: 'S', head: python }).head).toEqual(head);
  expect(() => designOf({ preset: 'S', head: '{"in_channels":2048}' })).toThrow(
    '--head has in_channels 2048, and conv5 gives 432',
  );
  expect(() => designOf({ preset: 'S', head: '{"type":"I3DHead"}' })).toThrow('only X3DHead is built here');
  expect(() => designOf({ preset: 'S', head: '{"fc3":1}' })).toThrow('The head has no argument fc3');
});

test.each<[Values, RegExp]>([
  [{ preset: 'Q' }, /--preset is defaults, X2D, XS, S, M, L/],
  [{ preset: 'constructor' }, /--preset is/],
  [{ link: 'https://example.org/' }, /--link is an address the page copied/],
  [{ link: '#v=1&from=S', preset: 'S' }, /give one of them/],
  [{ from: join(folder, 'none.py') }, /there is no such file/],
  [{ from: folder }, /is no file but a folder/],
])('%j is refused', (values, sentence) => {
  expect(() => designOf(values)).toThrow(UsageError);
  expect(() => designOf(values)).toThrow(sentence);
});

test.each<[Values, RegExp]>([
  [{ input: '1,3,0x10,160,160' }, /^--input is N,channels,T,H,W, five whole numbers .* found 1,3,0x10,160,160\./],
  [{ input: '1,3,,160,160' }, /^--input is N,channels,T,H,W/],
  [{ 'gamma-d': '0x2' }, /^gamma_d: .*0x2/],
  [{ 'se-ratio': '1/0b10' }, /^se_ratio: .*1\/0b10/],
  [{ 'spatial-strides': '2,2,2,0x2' }, /^spatial_strides: .*0x2/],
  [{ 'frozen-stages': 'Infinity' }, /^frozen_stages: .*Infinity/],
])('a number is decimal: %j is refused', (values, sentence) => {
  expect(() => designOf({ preset: 'S', ...values })).toThrow(UsageError);
  expect(() => designOf({ preset: 'S', ...values })).toThrow(sentence);
});

test('a number may have an exponent, or be a fraction', () => {
  expect(designOf({ preset: 'S', 'gamma-d': '22e-1', 'se-ratio': '1/8' }).reference).toMatchObject({
    gamma_d: 2.2,
    se_ratio: 0.125,
  });
});

test('what a link says that nothing here is called is named in one line', () => {
  const code = encodeDesign({ design: M, preset: 'M' });
  expect(designOf({ link: `#v=1&${code}&gama_d=5&hide=dock,doc&chart=axes&\u001b=1` })).toEqual(M);
  expect(said()).toBe('x3d: The link: Nothing here is called gama_d, \\x1b, doc.\n');
});

test('a file that holds no design is named, with the reason', () => {
  expect(() => designOf({ from: file('other.py', "model = dict(backbone=dict(type='ResNet3d'))") })).toThrow(
    /other\.py holds no design: Its backbone is ResNet3d/,
  );
  expect(() => designOf({ from: file('wide.yaml', 'X3D:\n  WIDTH_FACTOR: 2.9\n') })).toThrow(/a stem of 35 channels/);
  // A value of the wrong type is refused, not replaced by the default.
  expect(() => designOf({ from: file('bad.json', '{"gamma_b": "2"}') })).toThrow(/gamma_b/);
});

test('inspect says what a configuration states, under which keys, and what it did not read', () => {
  const path = file(
    'mine.py',
    `model = dict(type='Recognizer3D', backbone=dict(type='X3D', gamma_b=2.25, gamma_d=2.2), cls_head=dict(type='X3DHead', in_channels=2048, num_classes=7))
train_pipeline = [dict(type='SampleFrames', clip_len=8, frame_interval=2), dict(type='CenterCrop', crop_size=112)]
optim_wrapper = dict(optimizer=dict(type='SGD', lr=0.1))
`,
  );
  const text = inspectConfig(path, {});
  expect(text).toContain(
    'X3D with gamma_w 1, gamma_b 2.25, gamma_d 2.2, 7 classes; clips of 8 × 112 × 112, interval 2.',
  );
  expect(text).toContain('  clip.t  (train_pipeline clip_len)');
  expect(text).toContain('in_channels is 2048, and conv5 gives 432: mmaction2 would stop at fc1. 432 is taken.');
  expect(text).toContain("Not read, since they are not the network's: optim_wrapper.");
  expect(JSON.parse(inspectConfig(path, { json: true }))).toMatchObject({
    what: 'mmaction2 configuration',
    complete: true,
    design: { clip: { t: 8 }, head: { num_classes: 7 } },
    not_read: ['optim_wrapper'],
  });
});
