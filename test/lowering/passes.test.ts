import { describe, expect, test } from 'vitest';
import { build } from '../../src/architecture/build';
import { toOnnx } from '../../src/export/onnxGraph';
import { alwaysBands, cheapestByTable, chooseChannelwise } from '../../src/lowering/chooseChannelwise';
import { dropIdentities } from '../../src/lowering/dropIdentities';
import { flattenBroadcasts } from '../../src/lowering/flattenBroadcasts';
import { flattenPointwise } from '../../src/lowering/flattenPointwise';
import { flattenPools } from '../../src/lowering/flattenPools';
import { foldBatchNorm } from '../../src/lowering/foldBatchNorm';
import { foldConstants } from '../../src/lowering/foldConstants';
import { lower, TARGETS, type Target } from '../../src/lowering/pipeline';
import { settleReshapes } from '../../src/lowering/settleReshapes';
import { swishByTanh } from '../../src/lowering/swishByTanh';
import { temporalRows } from '../../src/lowering/temporalRows';
import { intOf } from '../../src/onnx/attributes';
import type { OnnxGraph, OnnxNode } from '../../src/onnx/graph';
import { inferShapes } from '../../src/onnx/inferShapes';
import { namedWeights } from '../../src/weights/named';
import { designOf } from '../golden/architectures';

const architecture = build(
  designOf({
    kwargs: { gamma_w: 0.3, gamma_b: 1.3, gamma_d: 1.5, num_stages: 2, spatial_strides: [2, 3] },
    input: [2, 3, 5, 20, 22],
    head: { kwargs: { num_classes: 5, mid_channels: 12 } },
  }),
);
const plain = toOnnx(architecture, namedWeights(architecture));
const unfoldable = build({
  ...architecture.design,
  reference: { ...architecture.design.reference, norm_cfg: { type: 'GN', num_groups: 2 } },
});
const grouped = toOnnx(unfoldable, namedWeights(unfoldable));

const ops = (graph: OnnxGraph, op: string) => graph.nodes.filter((node) => node.op === op);
/** Kernel sizes of the 5-D convolutions that a predicate picks. */
function kernels5d(graph: OnnxGraph, picks: (node: OnnxNode) => boolean = () => true): readonly string[] {
  const shapes = inferShapes(graph);
  const weights = ops(graph, 'Conv')
    .filter(picks)
    .map((node) => shapes.get(node.inputs[1] ?? '') ?? []);
  return [...new Set(weights.filter(({ length }) => length === 5).map((shape) => shape.slice(2).join('×')))];
}
const isGrouped = (node: OnnxNode) => intOf(node, 'group', 1) > 1;

describe('each pass keeps what it guarantees', () => {
  test(dropIdentities.name, () => {
    expect(ops(plain, 'Identity').map(({ name }) => name)).toEqual(['head.dropout']);
    expect(ops(dropIdentities.run(plain), 'Identity')).toEqual([]);
  });

  test(foldConstants.name, () => {
    const reads = (graph: OnnxGraph) =>
      ops(graph, 'Reshape').filter((node) => graph.initializers.has(node.inputs[0] ?? ''));
    expect(reads(grouped).length).toBeGreaterThan(0);
    expect(reads(foldConstants.run(grouped))).toEqual([]);
  });

  test(foldBatchNorm.name, () => {
    expect(ops(plain, 'BatchNormalization').length).toBeGreaterThan(0);
    const folded = foldBatchNorm.run(plain);
    expect(ops(folded, 'BatchNormalization')).toEqual([]);
    expect(folded.nodes.find(({ name }) => name === 'conv5.bn')?.origins).toEqual(['conv5.conv', 'conv5.bn']);
  });

  test(temporalRows.name, () => {
    expect(kernels5d(plain)).toContain('5×1×1');
    expect(kernels5d(temporalRows.run(plain))).not.toContain('5×1×1');
  });

  test('channel-wise convolutions take the form the table expects to be the fastest', () => {
    // 13 frames of 10×10 pixels, where the table's forms are far apart: rows win by two, and phases where there is a stride.
    const small = build(
      designOf({ kwargs: { num_stages: 1, spatial_strides: [2], gamma_d: 2 }, input: [1, 3, 13, 40, 40] }),
    );
    const folded = foldBatchNorm.run(toOnnx(small, namedWeights(small)));
    const lowered = chooseChannelwise(cheapestByTable, {}).run(folded);
    const of = (path: string, graph = lowered) => ops(graph, 'Conv').filter(({ origins }) => origins.includes(path));
    expect(of('layer1.0.conv1.conv')).toHaveLength(4);
    expect(of('layer1.0.conv2.conv')).toHaveLength(6);
    expect(of('layer1.1.conv2.conv')).toHaveLength(3);

    // What a device chose for a shape comes before that, and counts for that shape alone; a form it cannot have is left.
    const chosen = { '24 × 13 × 10 × 10': 'bands', '24 × 13 × 10 × 10 / 2': 'rows' } as const;
    const own = chooseChannelwise(cheapestByTable, chosen).run(folded);
    expect(of('layer1.1.conv2.conv', own)).toHaveLength(1);
    expect(of('layer1.0.conv2.conv', own)).toHaveLength(6);
  });

  test(swishByTanh.name, () => {
    const gated = swishByTanh.run(foldBatchNorm.run(plain));
    const swishes = architecture.layers.filter(({ path }) => path.endsWith('.swish')).length;
    expect(ops(gated, 'Tanh')).toHaveLength(swishes);
    // The sigmoids left are the gates of squeeze-excitation.
    expect(ops(gated, 'Sigmoid').every(({ name }) => name.includes('se_module'))).toBe(true);
    // Without SE the halving went into conv2, with SE into the gate: nothing as large as the clip is multiplied by it.
    const shapes = inferShapes(gated);
    const halvings = ops(gated, 'Mul').filter(({ inputs }) => inputs[1] === 'number:0.5');
    expect(halvings.map(({ outputs }) => shapes.get(outputs[0] ?? '')?.slice(2))).toEqual([
      [1, 1, 1],
      [1, 1, 1],
      [1, 1, 1],
    ]);
  });

  test('channel-wise convolutions become bands', () => {
    expect(kernels5d(plain, isGrouped)).toEqual(['5×1×1', '3×3×3']);
    expect(kernels5d(chooseChannelwise(alwaysBands, {}).run(plain), isGrouped)).toEqual([]);
  });

  test(flattenPointwise.name, () => {
    expect(kernels5d(flattenPointwise.run(plain), (node) => !isGrouped(node))).toEqual(['1×3×3']);
  });

  test(flattenPools.name, () => {
    const pooled = flattenPools.run(plain);
    expect([...ops(pooled, 'GlobalAveragePool'), ...ops(pooled, 'GlobalMaxPool')]).toEqual([]);
  });

  test(flattenBroadcasts.name, () => {
    const scale = flattenBroadcasts.run(plain).nodes.find(({ op, name }) => op === 'Mul' && name.includes('se_module'));
    expect(scale?.inputs).toHaveLength(2);
    expect(scale?.inputs.every((value) => value.includes('/flat'))).toBe(true);
  });

  test(settleReshapes.name, () => {
    const settled = settleReshapes.run(flattenPointwise.run(foldBatchNorm.run(plain)));
    const reshapes = new Set(ops(settled, 'Reshape').flatMap(({ outputs }) => outputs));
    expect(ops(settled, 'Reshape').filter(({ inputs }) => reshapes.has(inputs[0] ?? ''))).toEqual([]);
    const conv1 = settled.nodes.find(({ name }) => name.startsWith('layer1.0.conv1') && name.endsWith('conv'));
    const next = settled.nodes.filter(({ inputs }) => inputs.includes(conv1?.outputs[0] ?? ''));
    expect(next.map(({ op }) => op)).toEqual(['Relu']);
  });
});

describe.each(Object.keys(TARGETS) as Target[])('lowered for %s', (target) => {
  test('the graph it is given stays as it was', () => {
    const before = structuredClone(plain);
    lower(plain, target);
    expect(plain).toEqual(before);
  });

  test('every layer that computes something is still served by a node', () => {
    const served = (graph: OnnxGraph) => new Set(graph.nodes.flatMap(({ origins }) => origins));
    const lost = [...served(plain)].filter((path) => !served(lower(plain, target)).has(path));
    expect(lost).toEqual(['head.dropout']);
  });

  test('names stay unique when lowered again', () => {
    const twice = lower(lower(plain, target), target);
    expect(new Set(twice.nodes.map(({ name }) => name)).size).toBe(twice.nodes.length);
  });
});

test('no 5-D convolution is grouped on WebGPU, which stops at them', () => {
  expect(kernels5d(lower(plain, 'webgpu'), isGrouped)).toEqual([]);
});
