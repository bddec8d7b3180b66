import { describe, expect, test } from 'vitest';
import { build } from '../../src/architecture/build';
import { bytesSource } from '../../src/checkpoint/byteSource';
import { fitCheckpoint } from '../../src/checkpoint/fitCheckpoint';
import { openCheckpoint } from '../../src/checkpoint/openCheckpoint';
import { recognise } from '../../src/checkpoint/recognise';
import { referenceNames } from '../../src/checkpoint/referenceNames';
import type { Design } from '../../src/design/design';
import { designMetadata } from '../../src/design/metadata';
import { LOGITS, toOnnx } from '../../src/export/onnxGraph';
import { foldBatchNorm } from '../../src/lowering/foldBatchNorm';
import { encodeModel } from '../../src/onnx/encode';
import type { OnnxGraph } from '../../src/onnx/graph';
import { joinChunks } from '../../src/onnx/wireWriter';
import { runGraph } from '../../src/runtime/nodeSession';
import { float32, type Tensor } from '../../src/tensor/tensor';
import { namedClip, namedWeights } from '../../src/weights/named';
import { goldenFile, weightSet } from '../golden/checkpoints/pack';

const floats = (name: string) => new Float32Array(goldenFile(name).buffer);

function expectClose(found: Tensor | undefined, expected: ArrayLike<number | bigint> | undefined): void {
  expect(expected?.length).toBeGreaterThan(0);
  for (const [index, value] of Array.from(expected ?? []).entries())
    expect(found?.data[index]).toBeCloseTo(Number(value), 5);
}

describe('what PyTorch’s exporter wrote', () => {
  test.each(['torch_folded.onnx', 'torch_unfolded.onnx', 'torch_state.pth'])(
    '%s computes what PyTorch computed',
    async (name) => {
      const file = await openCheckpoint(bytesSource(goldenFile(name)));
      const checkpoint = referenceNames(file);
      const { design } = recognise(checkpoint, file.metadata);
      expect(design.reference).toMatchObject({
        gamma_b: 0.5,
        gamma_d: 2,
        num_stages: 2,
        spatial_strides: [1, 2],
        se_style: 'half',
      });
      expect(design.head).toMatchObject({ num_classes: 5, mid_channels: 64 });
      const architecture = build({ ...design, clip: { n: 1, t: 4, h: 16, w: 16, interval: 1 } });
      const { weights, ledger } = await fitCheckpoint(checkpoint, architecture, { seed: 1 });
      expect(ledger).toMatchObject({ missing: [], unexpected: [], wrongShape: [] });
      const results = await runGraph(toOnnx(architecture, weights), {
        clip: float32(architecture.clip, floats('torch_input.bin')),
      });
      expectClose(results.get(LOGITS), floats('torch_logits.bin'));
    },
  );
});

describe('our own exports', () => {
  const { design } = weightSet('fmt');
  const padded: Design = {
    ...design,
    reference: {
      ...design.reference,
      act_cfg: { type: 'SiLU' },
      conv_cfg: { type: 'Conv3d', padding_mode: 'circular' },
    },
  };
  const exported = (of: Design) => toOnnx(build(of), namedWeights(build(of)), { metadata: designMetadata(of) });
  const open = (graph: OnnxGraph) => openCheckpoint(bytesSource(joinChunks(encodeModel(graph))));

  test.each([
    ['batch norm', padded],
    [
      'group norm',
      {
        ...padded,
        reference: { ...padded.reference, norm_cfg: { type: 'GN', num_groups: 4 }, zero_init_residual: false },
      },
    ],
    ['PReLU', { ...padded, reference: { ...padded.reference, act_cfg: { type: 'PReLU' } } }],
  ] as const)('the plain form with %s opens to the same design and the same weights', async (_, of) => {
    const file = await open(exported(of));
    const checkpoint = referenceNames(file);
    expect(recognise(checkpoint, file.metadata)).toMatchObject({ source: 'metadata', design: of });
    const { weights, ledger } = await fitCheckpoint(checkpoint, build(of), { seed: 1 });
    expect(ledger).toMatchObject({ missing: [], unexpected: [], wrongShape: [] });
    for (const [key, { data }] of namedWeights(build(of))) expect(weights.get(key)?.data, key).toEqual(data);
  });

  test('the plain form with batch norm folded computes the same, its biases in norms that only shift', async () => {
    const graph = exported(design);
    const file = await open(foldBatchNorm.run(graph));
    const { weights, ledger } = await fitCheckpoint(referenceNames(file), build(design), { seed: 1 });
    expect(ledger).toMatchObject({ missing: [], unexpected: [], wrongShape: [] });
    const clip = namedClip(build(design).clip);
    const [before, after] = [await runGraph(graph, { clip }), await runGraph(toOnnx(build(design), weights), { clip })];
    expectClose(after.get(LOGITS), before.get(LOGITS)?.data);
  });
});
