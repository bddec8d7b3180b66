import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { build } from '../../src/architecture/build';
import { bytesSource } from '../../src/checkpoint/byteSource';
import { fitCheckpoint } from '../../src/checkpoint/fitCheckpoint';
import { convertCommand } from '../../src/cli/convertCommand';
import { withFile } from '../../src/cli/fileSource';
import { inspect } from '../../src/cli/inspectCommand';
import { completeDesign } from '../../src/design/complete';
import { designFromMetadata } from '../../src/design/metadata';
import { toOnnx } from '../../src/export/onnxGraph';
import { decodeModel } from '../../src/onnx/decode';
import { runGraph } from '../../src/runtime/nodeSession';
import { namedClip, namedWeights } from '../../src/weights/named';
import { GOLDEN } from '../golden/architectures';
import { caseFile } from '../golden/cases/weightCases';
import { goldenFile, weightSet } from '../golden/checkpoints/pack';
import { x3d as run } from './commandLine';

const folder = mkdtempSync(join(tmpdir(), 'x3d-cli-'));

function x3d(...args: readonly string[]) {
  const { status, stdout, stderr } = run(args);
  return { status, stdout, stderr };
}

afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  ['export', '--help'],
  ['help', 'export'],
  ['export', '-h', '--gamma-q', '1'],
])('x3d %s %s tells that command, with all its options', (...args) => {
  const { status, stdout, stderr } = x3d(...args);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/^ {2}export -o OUT\.onnx/m);
  expect(stdout).toMatch(/^All options: .*--gamma-w, .*--with-cp.*--target, .*--seed, --output$/m);
  expect(stdout).not.toMatch(/^ {2}inspect/m);
});

describe('summary', () => {
  test('--json prints what the golden data says of X3D-S with its head', () => {
    const flags = '--gamma-w 1 --gamma-b 2.25 --gamma-d 2.2 --input 1,3,13,160,160 --json'.split(' ');
    const { status, stdout, stderr } = x3d('summary', ...flags, '--head', '{"num_classes":400}');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const entry = GOLDEN.find(({ name }) => name === 'x3d_s');
    const { params_total, modules, state_dict, stage_out, with_head } = entry ?? {};
    expect(JSON.parse(stdout)).toMatchObject({ params_total, modules, state_dict, stage_out, with_head });
  });

  test('every argument can be given as one JSON object, and as flags', () => {
    const asJson = x3d('summary', '--design', '{"gamma_w":0.5,"frozen_stages":-1,"se_ratio":0.25}', '--json');
    const asFlags = x3d('summary', '--gamma-w', '0.5', '--frozen-stages', '-1', '--se-ratio', '1/4', '--json');
    expect(asJson.status).toBe(0);
    expect(asFlags.stdout).toBe(asJson.stdout);
  });

  test('prints a table without --json', () => {
    const { stdout } = x3d('summary', '--gamma-b', '2.25');
    expect(stdout).toMatch(/layer1\.0\.conv2\.conv +Conv3d +3×3×3 channel-wise/);
    expect(stdout).toMatch(/MACs of convolutions and linear layers +[\d,]+/);
    for (const size of ['Weights', 'Convolution outputs', 'All layer outputs', 'Peak live'])
      expect(stdout).toMatch(new RegExp(`^${size}, bytes +[\\d,]+$`, 'm'));
  });
});

test.each([
  [['sumary'], /no command sumary/],
  [['summary', '--gamma-q', '1'], /--gamma-q/],
  [['summary', '--gamma-b', '0.01'], /gamma_b.*bottleneck/],
  [['summary', '--num-stages', '3'], /spatial_strides: 3 stages/],
  [['summary', '--design', '{'], /--design is not JSON/],
  [['summary', '--design', '{"foo":1}'], /foo: The reference has no argument foo/],
  [['summary', '--input', '3,13,160,160'], /--input is N,channels,T,H,W/],
  [['summary', '--input', '1,1,13,160,160'], /1 channels and in_channels is 3/],
  [['export', '--gamma-b', '1'], /-o FILE/],
  [['export', '-o', '/dev/null', '--target', 'tpu'], /--target is plain, folded, webgpu, wasm/],
  [['export', '-o', '/dev/null', '--outputs', 'layer9', '--input', '1,3,2,8,8'], /--outputs: .*layer9/],
  [['summary', '--head', '{bad}'], /--head is not JSON.*num_classes, mid_channels, dropout_ratio/],
  [['export', '--input', '1,3,1,8,8', '-o', '/none/x.onnx'], /there is no folder \/none/],
  [['export', '--input', '1,3,1,8,8', '-o', '/dev'], /\/dev is a folder/],
] as const)('x3d %s says in one line what is wrong, and exits with 2', (args, sentence) => {
  const { status, stdout, stderr } = x3d(...args);
  expect(status).toBe(2);
  expect(stdout).toBe('');
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  expect(stderr).toMatch(sentence);
});

test('export writes the network anyone can check: every target gives the plain graph’s outputs, shape for shape', async () => {
  const reference = { gamma_w: 0.3, gamma_b: 1.3 };
  const design = completeDesign({
    reference,
    clip: { n: 1, t: 3, h: 20, w: 20, interval: 1 },
    head: { num_classes: 4 },
  });
  const architecture = build(design);
  const outputs = ['conv1_t', 'layer1', 'layer2.0.conv1', 'head.fc1'];
  const feeds = { clip: namedClip(architecture.clip) };
  const expected = await runGraph(toOnnx(architecture, namedWeights(architecture), { outputs }), feeds);
  for (const target of ['plain', 'webgpu', 'wasm']) {
    const file = join(folder, `${target}.onnx`);
    const flags = ['--design', JSON.stringify(reference), '--input', '1,3,3,20,20', '--head', '{"num_classes":4}'];
    const { status, stderr } = x3d(
      'export',
      ...flags,
      '--target',
      target,
      '--weights',
      'named',
      '--outputs',
      outputs.join(','),
      '-o',
      file,
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const graph = decodeModel(readFileSync(file));
    expect(designFromMetadata(graph.metadata)?.reference).toEqual(design.reference);
    const found = await runGraph(graph, feeds);
    expect([...found.keys()]).toEqual(['logits', ...outputs]);
    for (const [name, tensor] of expected) {
      const other = found.get(name);
      expect(other?.shape, name).toEqual(tensor.shape);
      expect(distance(Array.from(other?.data ?? [], Number), Array.from(tensor.data, Number)), name).toBeLessThan(1e-5);
    }
  }
}, 60_000);

test('export --batch dynamic leaves N open, logits first; lowered forms refuse it', async () => {
  const file = join(folder, 'dynamic.onnx');
  const flags = ['--gamma-w', '0.3', '--num-stages', '1', '--spatial-strides', '2', '--input', '1,3,3,16,16'];
  const dynamic = ['--head', '{"num_classes":4}', '--outputs', 'conv5', '--batch', 'dynamic', '-o', file];
  expect(x3d('export', ...flags, ...dynamic, '--target', 'folded')).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('input clip [N, 3, 3, 16, 16], outputs logits, conv5'),
  });
  const graph = decodeModel(readFileSync(file));
  const found = await runGraph(graph, { clip: namedClip([3, 3, 3, 16, 16]) });
  expect([...found].map(([name, { shape }]) => [name, shape[0]])).toEqual([
    ['logits', 3],
    ['conv5', 3],
  ]);
  expect(x3d('export', ...flags, ...dynamic, '--target', 'wasm')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('the wasm form is lowered for one N'),
  });
});

describe('a graph that computes something else', () => {
  const [file, out] = [join(folder, 'relu.onnx'), join(folder, 'relu-out.onnx')];
  beforeAll(() => writeFileSync(file, caseFile('12a_relu_for_swish.onnx')));

  test('is looked at with exit code 1, and every place is named', () => {
    const { status, stdout } = x3d('inspect', file, '--json');
    expect(status).toBe(1);
    const { differences, recognised_from } = JSON.parse(stdout);
    expect(recognised_from).toBe('graph');
    expect(differences).toHaveLength(7);
  });

  test('where it computes the same, both are run on one clip, and how far they are apart is said', () => {
    const plain = join(folder, 'plain.onnx');
    writeFileSync(plain, caseFile('12_plain.onnx'));
    const { status, stdout } = x3d('inspect', plain, '--json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout).run_distance).toBeLessThan(1e-5);
    expect(x3d('inspect', plain).stdout).toMatch(
      /run on a named clip of 1 × 3 × 4 × 32 × 32: \d\.\de-\d apart at most/,
    );
  });

  test('is not converted: exit code 1, one line, no file, whatever the options', () => {
    for (const options of [[], ['--allow-unexpected'], ['--input', '1,3,4,32,32']]) {
      const { status, stderr } = x3d('convert', file, '-o', out, ...options);
      expect(status).toBe(1);
      expect(stderr).toContain('ReLU stands where the network has swish (layer4.1.swish).');
      expect(existsSync(out)).toBe(false);
    }
  });
});

describe('inspect', () => {
  test.each([
    ['fmt.pth', 'torch zip', 'mmaction2'],
    ['fmt_legacy.pth', 'torch legacy', 'mmaction2'],
    ['fmt_slowfast.pyth', 'torch zip', 'slowfast'],
    ['fmt_pytorchvideo.pyth', 'torch zip', 'pytorchvideo'],
    ['fmt.safetensors', 'safetensors', 'mmaction2'],
  ])('%s: what it is, its design, and a ledger without a gap', (name, format, naming) => {
    const { status, stdout } = x3d('inspect', golden(name), '--json');
    expect(status).toBe(0);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ format, naming, recognised_from: 'names and shapes' });
    expect(report.design.reference).toMatchObject({ gamma_w: 0.3, gamma_b: 0.5, gamma_d: 1 });
    expect(report.ledger).toMatchObject({ missing: [], unexpected: [], wrongShape: [] });
    // What names and shapes leave open is said to be open, or read from what the file states in words.
    const told = [...report.undecided, ...report.stated].map(({ field }: { field: string }) => field);
    expect(told).toContain('reference.spatial_strides');
  });

  test('a design set by hand is told with its stages, not by its gammas alone', () => {
    const file = join(folder, 'byHand.onnx');
    const design = { reference: { gamma_w: 0.3 }, overrides: { layer3: { blocks: 6, width: 40 } } };
    const clip = ['--input', '1,3,2,16,16'];
    expect(x3d('export', '--design', JSON.stringify(design), ...clip, '-o', file).status).toBe(0);
    expect(x3d('inspect', file).stdout).toContain('Set by hand, layer3: 6 blocks, width 40.');
  });

  test('a partial file gives its ledger against the design one names, or against the defaults, and says so', () => {
    const file = golden('fmt_runner_partial.pth');
    const blind = x3d('inspect', file);
    expect(blind).toMatchObject({ status: 1, stderr: '' });
    expect(blind.stdout).toMatch(/Ledger: \d+ loaded, \d+ missing/);
    expect(blind.stdout).toMatch(/No network can be recognised: .*\n.*--design '\{/);
    expect(x3d('convert', file, '-o', join(folder, 'guessed.pth'))).toMatchObject({ status: 1, stdout: '' });
    const design = ['--design', '{"gamma_w":0.3,"gamma_b":0.5}', '--head', '{"num_classes":10}'];
    const fitted = x3d('inspect', file, ...design, '--json');
    expect(fitted.status).toBe(0);
    const report = JSON.parse(fitted.stdout);
    expect(report.recognised_from).toBeNull();
    expect(report.ledger.loaded).toHaveLength(10);
    expect(report.ledger.missing).toHaveLength(218);
    expect(report.beside).toContain('optimizer');
  });
});

test.each([
  [[folder], /is no file/],
  [[join(folder, 'none.pth')], /there is no such file/],
])('a file that cannot be read is told in one line: %s', ([file = ''], sentence) => {
  const { status, stderr } = x3d('inspect', file);
  expect(status).toBe(1);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  expect(stderr).toMatch(sentence);
});

describe('convert', () => {
  const { input, outputs } = weightSet('fmt');
  const logits = Array.from(outputs.get('logits')?.data ?? []);
  const from = ['fmt.pth', 'fmt_slowfast.pyth', 'fmt.safetensors', 'own.onnx'];
  const to = ['pth', 'pyth', 'safetensors', 'onnx'];

  test.each(from.flatMap((name) => to.map((ending) => [name, ending] as const)))(
    '%s to .%s keeps every weight: the reference’s logits come out',
    async (name, ending) => {
      const clip = ['--input', input.shape.join(',')];
      if (name === 'own.onnx' && !existsSync(join(folder, name)))
        expect(x3d('convert', golden('fmt.pth'), '-o', join(folder, name), ...clip).status).toBe(0);
      const source = name === 'own.onnx' ? join(folder, name) : golden(name);
      const converted = join(folder, `${name}.converted.${ending}`);
      // Each source and each format once by the command itself, in seconds; all other pairs by what it calls.
      if (from.indexOf(name) === to.indexOf(ending))
        expect(x3d('convert', source, '-o', converted, ...clip)).toMatchObject({ status: 0, stderr: '' });
      else
        await withFile(source, (bytes) => convertCommand(bytes, { input: input.shape.join(','), output: converted }));
      // Whatever it was converted to says its design itself, so the graph needs nothing more.
      const { named, architecture } = await inspect(bytesSource(Uint8Array.from(readFileSync(converted))), {});
      const { weights } = await fitCheckpoint(named, architecture, { seed: 0 });
      const found = await runGraph(toOnnx(architecture, weights), { clip: input });
      expect(distance(Array.from(found.get('logits')?.data ?? [], Number), logits)).toBeLessThan(1e-5);
    },
    60_000,
  );

  test('a graph lowered for WASM gives its weights back', async () => {
    const [lowered, back] = [join(folder, 'lowered.onnx'), join(folder, 'lowered.pth')];
    const clip = ['--input', input.shape.join(',')];
    expect(x3d('convert', golden('fmt.pth'), '-o', lowered, ...clip, '--target', 'wasm').status).toBe(0);
    expect(x3d('convert', lowered, '-o', back).stdout).toMatch(/ 0 missing, 0 unexpected, 0 of wrong shape/);
    const { named, architecture } = await inspect(bytesSource(Uint8Array.from(readFileSync(back))), {});
    const { weights } = await fitCheckpoint(named, architecture, { seed: 0 });
    const found = await runGraph(toOnnx(architecture, weights), { clip: input });
    expect(distance(Array.from(found.get('logits')?.data ?? [], Number), logits)).toBeLessThan(1e-5);
  }, 60_000);

  test('float16 weights halve the file and change the logits little', async () => {
    const clip = ['--input', input.shape.join(',')];
    const [whole, half] = [join(folder, 'whole.onnx'), join(folder, 'half.onnx')];
    expect(x3d('convert', golden('fmt.pth'), '-o', whole, ...clip).status).toBe(0);
    expect(x3d('convert', golden('fmt.pth'), '-o', half, ...clip, '--dtype', 'float16').status).toBe(0);
    expect(readFileSync(half).length).toBeLessThan(0.7 * readFileSync(whole).length);
    const found = await runGraph(decodeModel(readFileSync(half)), { clip: input });
    const change = distance(Array.from(found.get('logits')?.data ?? [], Number), logits);
    expect(change).toBeLessThan(2e-3);
    expect(change).toBeGreaterThan(1e-6);
  });

  test('a bad file leaves no output behind, and says why in one line', () => {
    const bad = join(folder, 'cut.pth');
    writeFileSync(bad, goldenFile('fmt.pth').subarray(0, 100_000));
    const { status, stdout, stderr } = x3d('convert', bad, '-o', join(folder, 'never.onnx'));
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(readdirSync(folder).filter((name) => name.startsWith('never'))).toEqual([]);
  });

  test('a name that says no format is the command line’s fault', () => {
    expect(x3d('convert', golden('fmt.pth'), '-o', join(folder, 'out.h5'))).toMatchObject({ status: 2, stdout: '' });
  });
});

/** A golden file on disk. */
function golden(name: string): string {
  const path = join(folder, name);
  if (!existsSync(path)) writeFileSync(path, goldenFile(name));
  return path;
}

/** Relative L2. */
function distance(found: readonly number[], expected: readonly number[]): number {
  const norm = (values: readonly number[]) => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
  return norm(expected.map((value, index) => value - (found[index] ?? Number.NaN))) / norm(expected);
}
