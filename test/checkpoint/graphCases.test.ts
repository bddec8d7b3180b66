import { describe, expect, test } from 'vitest';
import { build } from '../../src/architecture/build';
import { bytesSource } from '../../src/checkpoint/byteSource';
import { graphProofOf } from '../../src/checkpoint/differencesOf';
import { fitCheckpoint } from '../../src/checkpoint/fitCheckpoint';
import { openCheckpoint } from '../../src/checkpoint/openCheckpoint';
import { recogniseFile } from '../../src/checkpoint/recogniseFile';
import { referenceNames } from '../../src/checkpoint/referenceNames';
import { byHand } from '../../src/design/byHand';
import { LOGITS, toOnnx } from '../../src/export/onnxGraph';
import { runGraph } from '../../src/runtime/nodeSession';
import { BASE_LOGITS, caseClip, caseFile } from '../golden/cases/weightCases';

/** Opens a graph made elsewhere, as command line and page do. */
async function open(name: string) {
  const file = await openCheckpoint(bytesSource(caseFile(name)));
  const named = referenceNames(file);
  const recognition = recogniseFile(file, named);
  const architecture = build(recognition.design);
  const proof = graphProofOf(file, named, architecture);
  const { weights, ledger } = await fitCheckpoint(named, architecture, { seed: 0 });
  const logits = async () => {
    const size = architecture.clip[3] === 64 ? 64 : 32;
    const results = await runGraph(toOnnx(architecture, weights), { clip: caseClip(size) });
    return Array.from(results.get(LOGITS)?.data ?? [], Number);
  };
  return { ...recognition, ledger, proof, logits };
}

const closeTo = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 4));

describe('graphs made elsewhere that are an X3D', () => {
  test.each([
    ['12_plain.onnx', BASE_LOGITS],
    ['12d_stage4_stride1.onnx', [-0.4348, 0.8683]],
    ['12f_eps1e-3.onnx', [0.1292, -0.0782]],
    ['12h_head_at_2x2_positions.onnx', [0.2618, 1.2102]],
  ] as const)('%s: the network recognised computes what PyTorch computed, with nothing drawn', async (name, right) => {
    const { source, design, proof, ledger, logits } = await open(name);
    expect(source).toBe('graph');
    expect(proof).toMatchObject({ differences: [] });
    expect(ledger).toMatchObject({ missing: [], unexpected: [], wrongShape: [], drawn: [] });
    const size = name.startsWith('12h') ? 64 : 32;
    expect(design.clip).toMatchObject({ t: 4, h: size, w: size });
    expect(await logits()).toEqual(closeTo(right));
  });

  test('strides, epsilon and clip are read from the graph, and are no longer open', async () => {
    expect((await open('12d_stage4_stride1.onnx')).design.reference.spatial_strides).toEqual([2, 2, 2, 1]);
    const { design, decided, undecided } = await open('12f_eps1e-3.onnx');
    expect(design.reference.norm_cfg?.eps).toBe(1e-3);
    expect(decided).toContainEqual({ field: 'reference.norm_cfg.eps', value: '0.001' });
    expect(undecided.map(({ field }) => field)).not.toContain('clip');
  });
});

test('a pooling window smaller than the map is set by hand', async () => {
  const { design, decided, undecided } = await open('12h_head_at_2x2_positions.onnx');
  expect(design.head).toMatchObject({ spatial_type: 'avg', pool_window: [4, 1, 1] });
  expect(byHand(design)).toEqual(['head: pools under a window of 4 × 1 × 1']);
  expect(decided).toContainEqual({ field: 'head.pool_window', value: '4 × 1 × 1' });
  expect(undecided.map(({ field }) => field)).not.toContain('head.spatial_type');
});

test('features without conv5 are recognised, and their output is told', async () => {
  const { design, proof, notes, ledger } = await open('13_features_no_conv5.onnx');
  expect(design.reference).toMatchObject({ gamma_b: 2.25, gamma_d: 0.5 });
  expect(design.head).toBeNull();
  expect(proof).toMatchObject({ differences: [], outputs: [{ name: 'output', path: 'layer4.1', pooled: true }] });
  expect(notes).toContain('The output called output is the mean of layer4.1 over T, H and W.');
  expect(ledger.missing.every(({ key }) => key.startsWith('conv5.'))).toBe(true);
});

describe('graphs that are none: every place that differs is named', () => {
  test.each([
    ['12a_relu_for_swish.onnx', 7, 'ReLU stands where the network has swish (layer4.1.swish).'],
    ['12b_stem_stride1.onnx', 1, 'A 1×3×3 convolution with strides 1×1×1 where the network has 1×2×2'],
  ])('%s', async (name, count, sentence) => {
    const { proof } = await open(name);
    expect(proof?.differences).toHaveLength(count);
    expect(proof?.differences[0]).toMatchObject({ mayBeLeftOut: false, message: expect.stringContaining(sentence) });
  });
});
