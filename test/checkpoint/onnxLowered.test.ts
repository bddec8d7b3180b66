import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { build } from '../../src/architecture/build';
import { bytesSource } from '../../src/checkpoint/byteSource';
import { CheckpointError } from '../../src/checkpoint/checkpointError';
import { fitCheckpoint } from '../../src/checkpoint/fitCheckpoint';
import { openCheckpoint } from '../../src/checkpoint/openCheckpoint';
import { recognise } from '../../src/checkpoint/recognise';
import { referenceNames } from '../../src/checkpoint/referenceNames';
import { completeDesign } from '../../src/design/complete';
import type { Design } from '../../src/design/design';
import { designMetadata } from '../../src/design/metadata';
import { halfWeights } from '../../src/export/halfWeights';
import { toOnnx } from '../../src/export/onnxGraph';
import { foldBatchNorm } from '../../src/lowering/foldBatchNorm';
import { lower } from '../../src/lowering/pipeline';
import { encodeModel } from '../../src/onnx/encode';
import type { OnnxGraph, OnnxNode } from '../../src/onnx/graph';
import { joinChunks } from '../../src/onnx/wireWriter';
import { runGraph } from '../../src/runtime/nodeSession';
import { elementCount } from '../../src/tensor/shape';
import type { Tensor } from '../../src/tensor/tensor';
import { mulberry32 } from '../../src/weights/generator';
import { namedClip, namedWeights } from '../../src/weights/named';
import { worstParity } from '../lowering/parity';
import { plainDesign, unusualDesign } from '../lowering/randomDesign';
import { runs } from '../setup/runs';

/** Every form that the app writes. */
const FORMS = {
  plain: (graph: OnnxGraph) => graph,
  folded: (graph: OnnxGraph) => foldBatchNorm.run(graph),
  webgpu: (graph: OnnxGraph) => lower(graph, 'webgpu'),
  wasm: (graph: OnnxGraph) => lower(graph, 'wasm'),
};
type Form = keyof typeof FORMS;

const INSIDE = ['conv1_s', 'layer1.0.conv1.conv', 'layer1.0.conv2', 'layer1.0.swish', 'layer1'];

interface Written {
  readonly form: Form;
  readonly dtype: 'float32' | 'float16';
  readonly outputs: readonly string[];
}

const written: fc.Arbitrary<Written> = fc.record({
  form: fc.constantFrom<Form>('plain', 'folded', 'webgpu', 'webgpu', 'wasm', 'wasm'),
  dtype: fc.constantFrom('float32', 'float16'),
  outputs: fc.constantFrom([], INSIDE),
});

const SMALL = { gamma_w: 0.3, gamma_b: 1, num_stages: 1 };

/** `named` weights and the design, as one of our files. */
function fileOf(design: Design, { form, dtype, outputs }: Written): OnnxGraph {
  const architecture = build(design);
  const metadata = designMetadata(design);
  const graph = FORMS[form](toOnnx(architecture, namedWeights(architecture), { outputs, metadata }));
  return dtype === 'float16' ? halfWeights(graph) : graph;
}

const open = (graph: OnnxGraph) => openCheckpoint(bytesSource(joinChunks(encodeModel(graph))));

/** Norms that are not batch norm's have no residual to start at zero: the reference raises. */
function legal(design: Design): Design {
  const type = design.reference.norm_cfg?.type;
  const zero_init_residual = type === 'BN3d' || type === 'SyncBN';
  return { ...design, reference: { ...design.reference, zero_init_residual } };
}

/** Opens a file to its design and weights, and compares what those compute with what the file computes. */
async function expectSameNetwork(design: Design, how: Written): Promise<void> {
  const graph = fileOf(design, how);
  const file = await open(graph);
  const checkpoint = referenceNames(file);
  expect(recognise(checkpoint, file.metadata)).toMatchObject({ source: 'metadata', design });
  const architecture = build(design);
  const { weights, ledger } = await fitCheckpoint(checkpoint, architecture, { seed: 1 });
  expect(ledger).toMatchObject({ missing: [], unexpected: [], wrongShape: [], drawn: [] });
  const feeds = { clip: namedClip(architecture.clip) };
  const found = await runGraph(toOnnx(architecture, weights, { outputs: how.outputs }), feeds);
  const original = toOnnx(architecture, namedWeights(architecture), { outputs: how.outputs });
  if (how.dtype === 'float32') expect(worstParity(found, await runGraph(original, feeds))).toBeLessThanOrEqual(1e-5);
  // Where a border repeats frames, the sums of taps in a band were rounded too: no kernel has exactly those sums.
  const rounded = how.dtype === 'float16' && design.reference.conv_cfg.padding_mode !== 'zeros';
  expect(worstParity(found, await runGraph(graph, feeds))).toBeLessThanOrEqual(rounded ? 5e-3 : 1e-5);
}

describe('every form this app writes opens to the same design and the same outputs', () => {
  test('of designs with batch norm and zeros around', { timeout: 120_000 }, async () => {
    await fc.assert(fc.asyncProperty(plainDesign.map(legal), written, expectSameNetwork), runs(60));
  });

  test('with every norm, activation and border', { timeout: 120_000 }, async () => {
    await fc.assert(fc.asyncProperty(unusualDesign.map(legal), written, expectSameNetwork), runs(120));
  });

  const changed = (reference: Partial<Design['reference']>, clip: Partial<Design['clip']> = {}): Design =>
    legal(
      completeDesign({
        reference: { ...SMALL, spatial_strides: [2], ...reference },
        clip: { n: 2, t: 19, h: 9, w: 8, ...clip },
        head: { num_classes: 7, mid_channels: 12 },
      }),
    );

  test.each([
    ['instance norm that folds', changed({ norm_cfg: { type: 'IN3d', affine: true, track_running_stats: true } })],
    ['group norm', changed({ norm_cfg: { type: 'GN', num_groups: 2 } })],
    // Two frames with a border of repeated ones: no tap along T is alone in a plane.
    ['two frames, repeated', changed({ conv_cfg: { type: 'Conv3d', padding_mode: 'replicate' } }, { t: 2 })],
    ['two frames, around', changed({ conv_cfg: { type: 'Conv3d', padding_mode: 'circular' } }, { t: 2 })],
    ['chunks, around', changed({ conv_cfg: { type: 'Conv3d', padding_mode: 'circular' } }, { n: 1 })],
    ['chunks, mirrored', changed({ conv_cfg: { type: 'Conv3d', padding_mode: 'reflect' } }, { n: 1 })],
  ])('with %s', async (_, design) => {
    await expectSameNetwork(design, { form: 'webgpu', dtype: 'float32', outputs: [] });
    await expectSameNetwork(design, { form: 'wasm', dtype: 'float16', outputs: INSIDE });
  });

  const strided = changed({}, { n: 1, t: 19, h: 7, w: 19 });
  const phased = [strided, { ...strided, reference: { ...strided.reference, se_ratio: null } }];

  test.each(phased)('with a stride computed in phases, $reference.se_ratio', async (design) => {
    const how = { form: 'wasm', dtype: 'float32', outputs: [] } as const;
    expect(fileOf(design, how).nodes.filter(({ name }) => /\/phase\d*$/.test(name))).not.toEqual([]);
    await expectSameNetwork(design, how);
    await expectSameNetwork(design, { ...how, dtype: 'float16' });
  });
});

describe('a lowered graph that is not as it was written is refused', () => {
  const design = completeDesign({
    reference: { ...SMALL, spatial_strides: [1], se_ratio: null },
    clip: { t: 19, h: 8, w: 8 },
    head: { num_classes: 7, mid_channels: 12 },
  });
  const { reference, clip } = design;
  const bands = fileOf(design, { form: 'webgpu', dtype: 'float32', outputs: [] });
  const rows = fileOf(
    { ...design, clip: { ...clip, t: 4, h: 40, w: 40 } },
    { form: 'wasm', dtype: 'float32', outputs: [] },
  );

  const phases = fileOf(
    { ...design, reference: { ...reference, spatial_strides: [2] }, clip: { ...clip, h: 7, w: 19 } },
    { form: 'wasm', dtype: 'float32', outputs: [] },
  );

  /** The graph with another constant in place of the first whose name ends so. */
  const withConstant = (graph: OnnxGraph, ending: string, change: (tensor: Tensor) => Tensor | null): OnnxGraph => {
    const [name, tensor] = [...graph.initializers].find(([key]) => key.endsWith(ending)) ?? [];
    if (name === undefined || !tensor) throw new Error(`no constant ends with ${ending}`);
    const other = change(tensor);
    const initializers = new Map(graph.initializers);
    initializers.delete(name);
    return { ...graph, initializers: other ? initializers.set(name, other) : initializers };
  };
  const plusOne = (at: number) => (tensor: Tensor) => {
    const data = tensor.data.slice();
    if (data instanceof BigInt64Array) data[at] = (data[at] ?? 0n) + 1n;
    else data[at] = (data[at] ?? 0) + 1;
    return { ...tensor, data } as Tensor;
  };
  const shorter = (tensor: Tensor): Tensor => {
    const [first = 0, ...rest] = tensor.shape;
    const shape = [first - 1, ...rest];
    return { ...tensor, shape, data: tensor.data.slice(0, elementCount(shape)) } as Tensor;
  };
  const withNodes = (graph: OnnxGraph, change: (node: OnnxNode) => OnnxNode): OnnxGraph => ({
    ...graph,
    nodes: graph.nodes.map(change),
  });
  const shifted = (node: OnnxNode): OnnxNode =>
    node.name.endsWith('half/column') ? { ...node, attributes: { ...node.attributes, pads: [1, 40, 1, 40] } } : node;
  const rekernelled = (node: OnnxNode): OnnxNode =>
    node.name.endsWith('/phase3') ? { ...node, inputs: node.inputs.slice(0, 2) } : node;
  const withoutTanh = (node: OnnxNode): OnnxNode => (node.op === 'Tanh' ? { ...node, op: 'Sigmoid' } : node);
  const stating = (graph: OnnxGraph, stated: Design) => ({ ...graph, metadata: designMetadata(stated) });

  test.each<[string, OnnxGraph, RegExp]>([
    ['a plane is laid elsewhere', withConstant(bands, '/layout', plusOne(0)), /layer1\.0\.conv2\.conv: .*band/],
    ['a chunk reads another frame', withConstant(bands, '/chunked', plusOne(3)), /does not read frame/],
    ['a plane of zeros is none', withConstant(bands, '/planes', plusOne(2 * 9)), /not the sum of the taps/],
    ['one of the repeated biases differs', withConstant(bands, '.conv2.bn/bias2', plusOne(1)), /each 24 times/],
    ['a kernel is smaller', withConstant(bands, 'conv1.bn/weight2', shorter), /expected a kernel/],
    ['a weight of the head is gone', withConstant(bands, 'fc2.weight', () => null), /no such tensor/],
    ['a column of a kernel is gone', withConstant(rows, 'half/weight2', () => null), /no constant/],
    ['a column stands elsewhere', withNodes(rows, shifted), /column \d of its kernel/],
    ['a column adds a bias', withConstant(rows, 'half/bias2', plusOne(0)), /adds a bias/],
    ['a phase adds a bias', withConstant(phases, 'half/bias3', plusOne(0)), /taps at phase 0, 1 add a bias/],
    ['a phase skips other pixels', withConstant(phases, 'half/by2', plusOne(2)), /taps at phase 1, 0 are not/],
    ['a phase has another kernel', withNodes(phases, rekernelled), /convolutions stand in place of one/],
    ['no Tanh follows a halved convolution', withNodes(rows, withoutTanh), /is halved/],
    ['another clip is stated', stating(bands, { ...design, clip: { ...clip, t: 18 } }), /clip: the graph takes/],
    [
      'another border is stated',
      stating(bands, { ...design, reference: { ...reference, conv_cfg: { type: 'Conv3d', padding_mode: 'reflect' } } }),
      /plane \d of its band is laid out for taps/,
    ],
    ['more blocks are stated', stating(bands, { ...design, reference: { ...reference, gamma_d: 2 } }), /has no such/],
    [
      'another head is stated',
      stating(rows, { ...design, clip: { ...clip, t: 4, h: 40, w: 40 }, head: null }),
      /open that file/,
    ],
    ['no design is stated', { ...bands, metadata: new Map() }, /open that file, or the plain form/],
  ])('%s', async (_, graph, sentence) => {
    const opening = open(graph);
    await expect(opening).rejects.toThrow(CheckpointError);
    await expect(opening).rejects.toThrow(sentence);
  });

  test('flipped bytes give a checkpoint or a CheckpointError, never a crash', async () => {
    for (const graph of [bands, rows, phases]) {
      const whole = joinChunks(encodeModel(graph));
      for (let seed = 1; seed <= 40; seed++) {
        const uniform = mulberry32(seed);
        const flipped = whole.slice();
        for (let flip = 0; flip < 3; flip++) {
          const at = Math.floor(whole.length * uniform());
          flipped[at] = (flipped[at] ?? 0) ^ (1 + Math.floor(255 * uniform()));
        }
        const error = await openCheckpoint(bytesSource(flipped)).then(
          () => null,
          (reason: unknown) => reason,
        );
        if (error !== null) expect(error, `seed ${seed}`).toBeInstanceOf(CheckpointError);
      }
    }
  });
});
