import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { build } from '../../src/architecture/build';
import { completeDesign } from '../../src/design/complete';
import { designFromMetadata } from '../../src/design/metadata';
import { toOnnx } from '../../src/export/onnxGraph';
import { decodeModel } from '../../src/onnx/decode';
import { runGraph } from '../../src/runtime/nodeSession';
import { namedClip, namedWeights } from '../../src/weights/named';
import { GOLDEN } from '../golden/architectures';

const SCRIPT = new URL('../../scripts/x3d.mjs', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'x3d-cli-'));

function x3d(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT, ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  return { status, stdout, stderr };
}

// The first call bundles the command line.
beforeAll(() => void execFileSync(process.execPath, [SCRIPT, '--help']), 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

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
  [['export', '-o', '/dev/null', '--target', 'tpu'], /--target is plain, webgpu or wasm/],
  [['export', '-o', '/dev/null', '--outputs', 'layer9', '--input', '1,3,2,8,8'], /--outputs: .*layer9/],
] as const)('x3d %s says in one line what is wrong, and exits with 2', (args, sentence) => {
  const { status, stdout, stderr } = x3d(...args);
  expect(status).toBe(2);
  expect(stdout).toBe('');
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  expect(stderr).toMatch(sentence);
});

test('a file that cannot be written exits with 1', () => {
  const { status, stderr } = x3d('export', '--input', '1,3,1,8,8', '-o', join(folder, 'none', 'x.onnx'));
  expect(status).toBe(1);
  expect(stderr).toMatch(/Could not write/);
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
    expect([...found.keys()]).toEqual(['conv5', 'logits', ...outputs]);
    for (const [name, tensor] of expected) {
      const other = found.get(name);
      expect(other?.shape, name).toEqual(tensor.shape);
      expect(distance(Array.from(other?.data ?? [], Number), Array.from(tensor.data, Number)), name).toBeLessThan(1e-5);
    }
  }
}, 60_000);

/** Relative L2. */
function distance(found: readonly number[], expected: readonly number[]): number {
  const norm = (values: readonly number[]) => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
  return norm(expected.map((value, index) => value - (found[index] ?? Number.NaN))) / norm(expected);
}
