import { describe, expect, test } from 'vitest';
import { build } from '../../src/architecture/build';
import { bytesSource } from '../../src/checkpoint/byteSource';
import { CheckpointError } from '../../src/checkpoint/checkpointError';
import { graphProofOf } from '../../src/checkpoint/differencesOf';
import { fitCheckpoint } from '../../src/checkpoint/fitCheckpoint';
import { openCheckpoint } from '../../src/checkpoint/openCheckpoint';
import { recogniseFile } from '../../src/checkpoint/recogniseFile';
import { referenceNames } from '../../src/checkpoint/referenceNames';
import { completeDesign } from '../../src/design/complete';
import type { ActCfg, Design, PaddingMode } from '../../src/design/design';
import { designMetadata } from '../../src/design/metadata';
import { toOnnx } from '../../src/export/onnxGraph';
import { foldBatchNorm } from '../../src/lowering/foldBatchNorm';
import { lower } from '../../src/lowering/pipeline';
import { decodeModel } from '../../src/onnx/decode';
import { encodeModel } from '../../src/onnx/encode';
import type { OnnxGraph } from '../../src/onnx/graph';
import { joinChunks } from '../../src/onnx/wireWriter';
import { runGraph } from '../../src/runtime/nodeSession';
import { float32, type Tensor } from '../../src/tensor/tensor';
import { mulberry32 } from '../../src/weights/generator';
import { namedClip, namedWeights } from '../../src/weights/named';
import { goldenFile } from '../golden/checkpoints/pack';
import { relativeL2 } from '../lowering/parity';
import { mutate } from './mutateGraph';

const small = (reference: Partial<Design['reference']>, head: Partial<Design['head']> = {}): Design =>
  completeDesign({
    reference: { gamma_w: 0.3, gamma_b: 1, gamma_d: 1, num_stages: 2, spatial_strides: [2, 1], ...reference },
    clip: { t: 3, h: 16, w: 16 },
    head: { num_classes: 5, mid_channels: 8, ...head },
  });

const acts: readonly ActCfg[] = [
  { type: 'ReLU' },
  { type: 'SiLU' },
  { type: 'LeakyReLU' },
  { type: 'HSwish' },
  { type: 'GELU' },
];
const pads: readonly PaddingMode[] = ['zeros', 'reflect', 'circular'];

/** Graphs to begin with: ours in every form, stated and not, and what PyTorch wrote. */
const BASES: readonly { readonly name: string; readonly graph: OnnxGraph }[] = [
  ...acts.flatMap((act_cfg, at) => {
    const padding_mode = pads[at % pads.length] as PaddingMode;
    const design = small(
      { act_cfg, conv_cfg: { type: 'Conv3d', padding_mode }, zero_init_residual: true },
      { spatial_type: at % 2 === 0 ? 'avg' : 'max', fc1_bias: at > 2 },
    );
    const plain = toOnnx(build(design), namedWeights(build(design)), { metadata: designMetadata(design) });
    const anonymous = { ...plain, metadata: new Map<string, string>() };
    return [
      { name: `plain ${act_cfg.type} ${padding_mode}`, graph: plain },
      { name: `anonymous ${act_cfg.type} ${padding_mode}`, graph: anonymous },
      { name: `folded ${act_cfg.type} ${padding_mode}`, graph: foldBatchNorm.run(anonymous) },
      ...(at === 0
        ? (['webgpu', 'wasm'] as const).map((target) => ({ name: target, graph: lower(plain, target) }))
        : []),
    ];
  }),
  ...['torch_folded.onnx', 'torch_unfolded.onnx'].flatMap((name) => {
    const graph = decodeModel(goldenFile(name));
    return [
      { name, graph },
      { name, graph },
    ];
  }),
];

type Answer =
  | { readonly kind: 'refused'; readonly sentence: string }
  | { readonly kind: 'understood'; readonly results: ReadonlyMap<string, Tensor> };

/** What the app makes of a graph: a sentence, or what the network that it is converted to computes for its outputs. */
async function answer(graph: OnnxGraph, clip: Tensor<'float32'>): Promise<Answer> {
  try {
    const file = await openCheckpoint(bytesSource(joinChunks(encodeModel(graph))));
    const named = referenceNames(file);
    const architecture = build(recogniseFile(file, named).design);
    const proof = graphProofOf(file, named, architecture);
    const [first] = proof?.differences ?? [];
    if (!proof || first) return { kind: 'refused', sentence: first?.message ?? '' };
    const { weights, ledger } = await fitCheckpoint(named, architecture, { seed: 0 });
    // A graph that ends before its logits needs no tensors of what would follow.
    if (proof.outputs.some(({ path }) => path === 'logits')) expect(ledger.drawn).toEqual([]);
    const outputs = proof.outputs.map(({ path }) => path).filter((path) => path !== 'logits');
    const results = await runGraph(toOnnx(architecture, weights, { outputs }), { clip });
    return {
      kind: 'understood',
      results: new Map(
        proof.outputs.map(({ name, path, pooled, dropped }) => {
          const value = results.get(path) as Tensor<'float32'>;
          const given = pooled ? meanOf(value) : value;
          return [name, dropped ? softmaxOf(given, dropped === 'LogSoftmax') : given];
        }),
      ),
    };
  } catch (error) {
    if (error instanceof CheckpointError) return { kind: 'refused', sentence: error.message };
    throw error;
  }
}

function meanOf({ shape, data }: Tensor<'float32'>): Tensor<'float32'> {
  const size = shape.slice(2).reduce((product, each) => product * each, 1);
  const means = Float32Array.from({ length: data.length / size }, (_, at) =>
    data.slice(at * size, (at + 1) * size).reduce((sum, value) => sum + value / size, 0),
  );
  return float32(shape.slice(0, 2), means);
}

function softmaxOf({ shape, data }: Tensor<'float32'>, isLogarithm: boolean): Tensor<'float32'> {
  const [, classes = 1] = shape;
  const sums = Array.from({ length: data.length / classes }, (_, row) =>
    data.slice(row * classes, (row + 1) * classes).reduce((sum, value) => sum + Math.exp(value), 0),
  );
  return float32(
    shape,
    data.map((value, at) => {
      const share = Math.exp(value) / (sums[Math.floor(at / classes)] ?? 1);
      return isLogarithm ? Math.log(share) : share;
    }),
  );
}

/** Relative L2 whatever the axes of size 1. What is no number on both sides (a variance below 0) is the same. */
function apart(found: Tensor | undefined, expected: Tensor): number {
  const flat = (tensor: Tensor, other: Tensor | undefined): Tensor => {
    const both = Array.from(tensor.data, Number).map((value, at) =>
      Number.isNaN(value) && Number.isNaN(Number(other?.data[at])) ? 0 : value,
    );
    return float32(
      tensor.shape.filter((size) => size !== 1),
      Float32Array.from(both),
    );
  };
  return relativeL2(found && flat(found, expected), flat(expected, found));
}

/** What onnxruntime computes of a graph; null where it refuses it, so that there is nothing to be right or wrong about. */
async function computed(graph: OnnxGraph, clip: Tensor<'float32'>): Promise<ReadonlyMap<string, Tensor> | null> {
  try {
    return await runGraph(graph, { [graph.inputs[0]?.name ?? 'clip']: clip });
  } catch {
    return null;
  }
}

describe('a changed graph is understood or refused, never ignored', () => {
  test.each(BASES.map(({ name }, at) => [name, at] as const))('%s (%i): unchanged it is understood', async (_, at) => {
    const { graph } = BASES[at] as (typeof BASES)[number];
    const clip = namedClip(graph.inputs[0]?.shape ?? []) as Tensor<'float32'>;
    const [right, given] = [await computed(graph, clip), await answer(graph, clip)];
    if (given.kind === 'refused') throw new Error(given.sentence);
    for (const [name, tensor] of right ?? [])
      expect(apart(given.results.get(name), tensor), name).toBeLessThanOrEqual(1e-5);
  });

  const count = process.env.X3D_LONG ? 1000 : 50;
  test(`${count} changes`, { timeout: 600_000 }, async () => {
    const seed = Number(process.env.X3D_SEED ?? 20261129);
    const uniform = mulberry32(seed);
    const tally = { understood: 0, refused: 0, invalid: 0 };
    for (let tried = 0; tried < count; ) {
      const base = BASES[Math.floor(uniform() * BASES.length)] as (typeof BASES)[number];
      const mutation = mutate(base.graph, uniform);
      if (!mutation) continue;
      const clip = namedClip(base.graph.inputs[0]?.shape ?? []) as Tensor<'float32'>;
      const right = await computed(mutation.graph, clip);
      const given = await answer(mutation.graph, clip);
      const where = `${base.name}: ${mutation.what} (seed ${seed})`;
      if (given.kind === 'refused') {
        expect(given.sentence, where).toMatch(/\S.{15,}/);
        tally[right ? 'refused' : 'invalid'] += 1;
        if (right) tried += 1;
        continue;
      }
      if (right === null) {
        // Nothing runs it, so nothing is computed otherwise than it says.
        tally.invalid += 1;
        continue;
      }
      tried += 1;
      tally.understood += 1;
      for (const [name, tensor] of right)
        expect(apart(given.results.get(name), tensor), `${where}, output ${name}`).toBeLessThanOrEqual(2e-4);
    }
    console.info(`graphs changed: ${JSON.stringify(tally)}`);
    expect(tally.refused).toBeGreaterThan(count / 4);
    expect(tally.understood).toBeGreaterThan(count / 10);
  });
});
