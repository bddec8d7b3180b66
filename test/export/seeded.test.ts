import { describe, expect, test } from 'vitest';
import { build } from '../../src/architecture/build';
import type { Head, Reference } from '../../src/design/design';
import { toOnnx } from '../../src/export/onnxGraph';
import { lower } from '../../src/lowering/pipeline';
import { runGraph } from '../../src/runtime/nodeSession';
import type { Tensor } from '../../src/tensor/tensor';
import { namedClip, namedWeights } from '../../src/weights/named';
import { designOf } from '../golden/architectures';
import { readGolden } from '../golden/read';

interface GoldenStage {
  readonly shape: readonly number[];
  readonly sum: number;
  readonly abs_sum: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly std: number;
  readonly samples: readonly (readonly [index: number, value: number])[];
}

interface SeededNetwork {
  readonly name: string;
  readonly kwargs: Partial<Reference>;
  readonly input: readonly number[];
  readonly head?: { readonly kwargs: Partial<Head> };
  readonly tensors: Readonly<Record<string, GoldenStage>>;
  readonly logits?: readonly (readonly number[])[];
}

const NETWORKS: readonly SeededNetwork[] = readGolden('seeded');

/** Of the stage's largest magnitude. No stage needs the 1e-3 that float32 would excuse in a deep network. */
const TOLERANCE = 1e-4;

describe.each(NETWORKS)('$name computes what PyTorch computes', (network) => {
  const architecture = build(designOf(network));
  const plain = toOnnx(architecture, namedWeights(architecture), { outputs: Object.keys(network.tensors) });
  const feeds = { clip: namedClip(architecture.clip) };

  test('plain', async () => expectReference(await runGraph(plain, feeds), network));
  test('lowered for WASM', async () => expectReference(await runGraph(lower(plain, 'wasm'), feeds), network));
  test('lowered for WebGPU, in arithmetic', async () =>
    expectReference(await runGraph(lower(plain, 'webgpu'), feeds), network));
});

function expectReference(results: ReadonlyMap<string, Tensor>, network: SeededNetwork): void {
  for (const [name, golden] of Object.entries(network.tensors)) expectStage(name, float32Of(results, name), golden);
  const logits = network.logits?.flat() ?? [];
  if (logits.length === 0) return;
  const found = float32Of(results, 'logits');
  const scale = Math.max(...logits.map(Math.abs));
  expect(found.data).toHaveLength(logits.length);
  logits.forEach((value, i) => {
    expect(Math.abs((found.data[i] ?? Number.NaN) - value) / scale, `logit ${i}`).toBeLessThanOrEqual(TOLERANCE);
  });
}

function expectStage(name: string, { shape, data }: Tensor<'float32'>, golden: GoldenStage): void {
  expect(shape, name).toEqual(golden.shape);
  const scale = Math.max(Math.abs(golden.min), Math.abs(golden.max));
  const near = (found: number, expected: number, what: string) =>
    expect(Math.abs(found - expected) / scale, `${name} ${what}`).toBeLessThanOrEqual(TOLERANCE);
  let [sum, squares, min, max] = [0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of data) {
    sum += value;
    squares += value * value;
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  const mean = sum / data.length;
  near(min, golden.min, 'minimum');
  near(max, golden.max, 'maximum');
  near(mean, golden.mean, 'mean');
  near(Math.sqrt(Math.max(0, squares / data.length - mean * mean)), golden.std, 'standard deviation');
  for (const [index, value] of golden.samples) near(data[index] ?? Number.NaN, value, `at ${index}`);
  expect(Math.abs(sum - golden.sum) / golden.abs_sum, `${name} sum`).toBeLessThanOrEqual(1e-5);
}

function float32Of(results: ReadonlyMap<string, Tensor>, name: string): Tensor<'float32'> {
  const tensor = results.get(name);
  if (tensor?.dtype !== 'float32') throw new Error(`${name} is no float32 output`);
  return tensor;
}
