import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { nodesPlacedOn } from '../../src/runtime/placement';
import { readProfile } from '../../src/runtime/profile';

const printed = (provider: string) =>
  readFileSync(new URL(`../golden/onnxruntime/profile-${provider}.txt`, import.meta.url), 'utf8').split('\n');

test.each([
  ['webgpu', 14],
  ['wasm', 21],
])('%s: every run has the same kernels, in order, under the names of our nodes', (provider, count) => {
  const kernels = readProfile(printed(provider));
  const runs = [0, 1, 2].map((run) => kernels.filter((kernel) => kernel.run === run));
  expect(kernels).toHaveLength(3 * count);
  for (const run of runs) {
    expect(run.map(({ node, op }) => `${node} ${op}`)).toEqual(runs[0]?.map(({ node, op }) => `${node} ${op}`));
    expect(run.map(({ start }) => start)).toEqual(run.map(({ start }) => start).sort((a, b) => a - b));
  }
  const nodes = new Set(kernels.map(({ node }) => node));
  expect([...nodes]).toEqual(
    expect.arrayContaining(['conv1_s.conv', 'layer1.0.conv2.bn/conv', 'layer1.0.swish', 'conv5.bn/conv']),
  );
});

test('a WebGPU kernel is timed by the GPU and knows its program and shapes', () => {
  const [first] = readProfile(printed('webgpu'));
  expect(first).toEqual({
    run: 0,
    node: 'conv1_s.conv',
    op: 'Conv',
    program: 'Conv3DNaive',
    start: expect.closeTo(3349.464, 3),
    ms: 5.71,
    inputs: [
      [1, 3, 4, 32, 32],
      [8, 3, 1, 3, 3],
    ],
    outputs: [[1, 8, 4, 16, 16]],
  });
});

test('a WASM kernel knows its shapes, constants of integers included', () => {
  const reshape = readProfile(printed('wasm')).find(({ op }) => op === 'Reshape');
  expect(reshape).toMatchObject({ program: null, inputs: [[1, 8, 4, 16, 16], [4]], outputs: [[1, 8, 4, 256]] });
});

test.each([
  ['layer1.0.conv3_token_12', 'layer1.0.conv3'],
  ['layer1.0.swish/QuickGeluFusion/', 'layer1.0.swish'],
  ['fused head.fc1', 'head.fc1'],
])('what onnxruntime calls "%s" is our %s', (theirs, ours) => {
  const row = JSON.stringify({ cat: 'Api', name: `${theirs}&Conv&Conv2dMM`, ts: 5, dur: 1, args: {} });
  const run = JSON.stringify({ cat: 'Session', name: 'model_run', ts: 0, dur: 10 });
  expect(readProfile([row, `${run},`]).map(({ node }) => node)).toEqual([ours]);
});

test('nodes off WebGPU are found in the log, copies left out', () => {
  const speaker = '2026-11-23 16:02:42.6 [V:onnxruntime:, session_state.cc:1383 VerifyEachNodeIsAssignedToAnEp]';
  const log = [
    `${speaker} Node placements`,
    `${speaker}  Node(s) placed on [CPUExecutionProvider]. Number of nodes: 2`,
    `${speaker}   Det (layer1.0.det)`,
    `${speaker}   MemcpyToHost (Memcpy_token_0)`,
    '2026-11-23 16:02:42.6 [V:onnxruntime:, allocation_planner.cc:2653 CreateGraphPartitioner]   Relu (elsewhere)',
    `${speaker}  Node(s) placed on [WebGpuExecutionProvider]. Number of nodes: 1`,
    `${speaker}   Relu (after)`,
  ];
  expect(nodesPlacedOn('CPUExecutionProvider', log)).toEqual([{ op: 'Det', name: 'layer1.0.det' }]);
  expect(nodesPlacedOn('WebGpuExecutionProvider', log)).toEqual([{ op: 'Relu', name: 'after' }]);
});
