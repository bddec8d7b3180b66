import { describe, expect, test } from 'vitest';
import { build } from '../../src/architecture/build';
import { MissingWeightError, toOnnx } from '../../src/export/onnxGraph';
import { openBatch } from '../../src/export/openBatch';
import { UnknownOutputError } from '../../src/export/results';
import { foldBatchNorm } from '../../src/lowering/foldBatchNorm';
import { decodeModel } from '../../src/onnx/decode';
import { encodeModel } from '../../src/onnx/encode';
import type { OnnxGraph } from '../../src/onnx/graph';
import { joinChunks } from '../../src/onnx/wireWriter';
import { runGraph } from '../../src/runtime/nodeSession';
import { namedClip, namedWeights } from '../../src/weights/named';
import { designOf } from '../golden/architectures';
import { worstParity } from '../lowering/parity';
import { checkGraph } from '../onnx/checkGraph';

const tiny = build(
  designOf({
    kwargs: { gamma_w: 0.3, num_stages: 2, spatial_strides: [2, 2] },
    input: [1, 3, 2, 16, 16],
    head: { kwargs: { num_classes: 5 } },
  }),
);
const weights = namedWeights(tiny);
const outputNames = (outputs: readonly string[]) => toOnnx(tiny, weights, { outputs }).outputs.map(({ name }) => name);

test('a graph reads clip and gives logits, features when asked for, and features without a head', () => {
  const graph = toOnnx(tiny, weights);
  expect(graph.inputs).toEqual([{ name: 'clip', dtype: 'float32', shape: [1, 3, 2, 16, 16] }]);
  expect(graph.outputs).toEqual([{ name: 'logits', dtype: 'float32', shape: [1, 5] }]);
  expect(toOnnx(tiny, weights, { outputs: ['conv5'] }).outputs).toEqual([
    { name: 'logits', dtype: 'float32', shape: [1, 5] },
    { name: 'conv5', dtype: 'float32', shape: [1, 16, 2, 2, 2] },
  ]);
  expect(checkGraph(graph)).toEqual([]);
  const headless = build({ ...tiny.design, head: null });
  expect(toOnnx(headless, namedWeights(headless)).outputs.map(({ name }) => name)).toEqual(['conv5']);
});

test('every node is named after its layer, and knows it', () => {
  const graph = toOnnx(tiny, weights);
  for (const node of graph.nodes) {
    expect(node.origins).toHaveLength(1);
    const [path = ''] = node.origins;
    expect(node.name === path || node.name.startsWith(`${path}/`), node.name).toBe(true);
  }
  const layers = new Set(graph.nodes.flatMap((node) => node.origins));
  expect([...layers]).toEqual(tiny.layers.map(({ path }) => path));
});

test('initialisers are the state dict, by key and by reference', () => {
  const graph = toOnnx(tiny, weights);
  for (const [key, tensor] of weights) {
    if (!key.endsWith('num_batches_tracked')) expect(graph.initializers.get(key), key).toBe(tensor);
  }
});

test('ConvModules, blocks, stages, SE modules, head modules and leaves become outputs under their paths', async () => {
  const outputs = ['conv1_t', 'layer1', 'layer1.0', 'layer1.0.se_module', 'layer1.0.conv1.conv', 'head.fc1', 'head'];
  const graph = toOnnx(tiny, weights, { outputs });
  expect(graph.outputs.map(({ name }) => name)).toEqual(['logits', ...outputs]);
  expect(checkGraph(graph)).toEqual([]);
  const results = await runGraph(graph, { clip: namedClip(tiny.clip) });
  expect(results.get('head')).toEqual(results.get('logits'));
  expect(results.get('layer1')).toEqual(results.get('layer1.0'));
  expect(results.get('layer1.0.se_module')?.shape).toEqual([1, 8, 2, 4, 4]);
});

test('an output asked for twice, or given anyway, is there once', () => {
  expect(outputNames(['layer1', 'conv5', 'layer1'])).toEqual(['logits', 'layer1', 'conv5']);
});

test('a convolution that is an output keeps its norm when the others fold', () => {
  const norms = (outputs: readonly string[]) =>
    foldBatchNorm
      .run(toOnnx(tiny, weights, { outputs }))
      .nodes.filter(({ op }) => op === 'BatchNormalization')
      .map(({ name }) => name);
  expect(norms([])).toEqual([]);
  expect(norms(['layer1.0.conv1', 'layer1.0.conv2.bn'])).toEqual([]);
  expect(norms(['layer1.0.conv1.conv'])).toEqual(['layer1.0.conv1.bn']);
});

describe('an unknown output names what exists beside it', () => {
  test.each([
    ['layer9', /network has no such module\. At the top there are stem, .*layer1, layer2, conv5, head/],
    ['layer1.7.conv1', /Under layer1 there are layer1\.0\./],
    ['layer1.0.conv9', /Under layer1\.0 there are layer1\.0\.conv1, layer1\.0\.conv2/],
  ])('%s', (path, message) => {
    expect(() => outputNames([path])).toThrow(UnknownOutputError);
    expect(() => outputNames([path])).toThrow(message);
  });
});

test('a missing or misshapen weight is named with both shapes', () => {
  const without = new Map(weights);
  without.delete('layer1.0.conv2.conv.weight');
  expect(() => toOnnx(tiny, without)).toThrow(MissingWeightError);
  expect(() => toOnnx(tiny, without)).toThrow(
    /layer1\.0\.conv2\.conv\.weight: expected 8 × 1 × 3 × 3 × 3, found nothing/,
  );
  const wrong = new Map(weights).set('head.fc2.bias', { dtype: 'float32', shape: [4], data: new Float32Array(4) });
  expect(() => toOnnx(tiny, wrong)).toThrow(/head\.fc2\.bias: expected 5, found 4/);
});

test('metadata is written as given', () => {
  const metadata = new Map([['design', '{"gamma_w":1}']]);
  expect(toOnnx(tiny, weights, { metadata }).metadata).toEqual(metadata);
});

test.each([
  ['batch norm', {}],
  ['group norm', { norm_cfg: { type: 'GN', num_groups: 2 } as const, zero_init_residual: false }],
  ['batch norm folded, circular borders', { conv_cfg: { type: 'Conv3d', padding_mode: 'circular' } as const }],
])('with an open batch and %s, one file takes 1, 2 and 3 clips', async (name, reference) => {
  const design = { ...tiny.design, reference: { ...tiny.design.reference, ...reference } };
  const [architecture, own] = [build(design), namedWeights(build(design))];
  const outputs = ['conv5', 'layer1'];
  const form = name.includes('folded') ? foldBatchNorm.run : (graph: OnnxGraph) => graph;
  const open = decodeModel(joinChunks(encodeModel(openBatch(form(toOnnx(architecture, own, { outputs }))))));
  expect(open.inputs).toEqual([{ name: 'clip', dtype: 'float32', shape: [-1, ...architecture.clip.slice(1)] }]);
  for (const n of [1, 2, 3]) {
    const fixed = toOnnx(build({ ...design, clip: { ...design.clip, n } }), own, { outputs });
    const feeds = { clip: namedClip([n, ...architecture.clip.slice(1)]) };
    expect(worstParity(await runGraph(open, feeds), await runGraph(fixed, feeds)), `N = ${n}`).toBeLessThanOrEqual(
      1e-5,
    );
  }
});
