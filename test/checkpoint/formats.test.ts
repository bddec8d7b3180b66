import { describe, expect, test } from 'vitest';
import { build } from '../../src/architecture/build';
import { bytesSource } from '../../src/checkpoint/byteSource';
import { DIALECTS } from '../../src/checkpoint/dialects';
import { fitCheckpoint } from '../../src/checkpoint/fitCheckpoint';
import { openCheckpoint } from '../../src/checkpoint/openCheckpoint';
import { recognise } from '../../src/checkpoint/recognise';
import { referenceNames } from '../../src/checkpoint/referenceNames';
import { CONV5, LOGITS, toOnnx } from '../../src/export/onnxGraph';
import { lower } from '../../src/lowering/pipeline';
import { runGraph } from '../../src/runtime/nodeSession';
import type { StateDict } from '../../src/tensor/tensor';
import { goldenFile, goldenJson, WEIGHT_SETS, type WeightSet, weightSet } from '../golden/checkpoints/pack';

/** Every dialect of one set of weights: how it is laid out, whose names it has, and what it lacks. */
const DIALECT_FILES = [
  { name: 'fmt.pth', format: 'torch zip', dialect: 'mmaction2', head: true },
  { name: 'fmt.safetensors', format: 'safetensors', dialect: 'mmaction2', head: true },
  { name: 'fmt_legacy.pth', format: 'torch legacy', dialect: 'mmaction2', head: true },
  { name: 'fmt_module_prefix.pth', format: 'torch zip', dialect: 'backbone', head: false },
  { name: 'fmt_backbone_bare.pth', format: 'torch zip', dialect: 'backbone', head: false },
  { name: 'fmt_slowfast.pyth', format: 'torch zip', dialect: 'slowfast', head: true },
  { name: 'fmt_pytorchvideo.pyth', format: 'torch zip', dialect: 'pytorchvideo', head: true },
  // Its fc1 is absent, so only the backbone can be compared.
  { name: 'fmt_views.pth', format: 'torch zip', dialect: 'mmaction2', head: false },
] as const;

/** Our name of an output the reference recorded; the head's modules stand under `head` here. */
const outputNamed = (name: string) => (/^(pool|fc1|fc2|relu|dropout)$/.test(name) ? `head.${name}` : name);

const open = async (name: string) => openCheckpoint(bytesSource(goldenFile(name)));
const named = async (name: string) => referenceNames(await open(name));

async function load(name: string, set: WeightSet = 'fmt') {
  return fitCheckpoint(await named(name), build(weightSet(set).design), { seed: 1 });
}

/** max |a − b|. */
function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let largest = 0;
  for (let index = 0; index < b.length; index++)
    largest = Math.max(largest, Math.abs((a[index] ?? Number.NaN) - (b[index] ?? Number.NaN)));
  return largest;
}

/** ‖a − b‖ / ‖b‖. */
function relativeL2(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [difference, norm] = [0, 0];
  for (let index = 0; index < b.length; index++) {
    difference += ((a[index] ?? Number.NaN) - (b[index] ?? 0)) ** 2;
    norm += (b[index] ?? 0) ** 2;
  }
  return Math.sqrt(difference / norm);
}

async function run(set: WeightSet, weights: StateDict) {
  const { design, input } = weightSet(set);
  return runGraph(toOnnx(build(design), weights, { outputs: [CONV5] }), { clip: input });
}

describe('every dialect of one set of weights', () => {
  test.each(DIALECT_FILES)('$name is read as $format with the names of $dialect', async ({ name, format, dialect }) => {
    const file = await open(name);
    expect(file.format).toBe(format);
    expect(referenceNames(file).dialect.name).toBe(dialect);
  });

  test.each(DIALECT_FILES)('$name holds the same numbers, bit for bit', async ({ name, head }) => {
    const expected = (await load('fmt.safetensors')).weights;
    const { weights, ledger } = await load(name);
    for (const { key, name: spelt } of ledger.loaded)
      if (spelt !== null) expect(weights.get(key)?.data, key).toEqual(expected.get(key)?.data);
    expect(ledger.unexpected).toEqual([]);
    expect(ledger.wrongShape).toEqual([]);
    if (head) expect(ledger.missing).toEqual([]);
  });

  test.each(DIALECT_FILES)('$name computes what PyTorch computed, within 1e-5', async ({ name, head }) => {
    const { outputs } = weightSet('fmt');
    const results = await run('fmt', (await load(name)).weights);
    expect(largestDifference(results.get(CONV5)?.data as Float32Array, outputs.get('conv5')?.data ?? [])).toBeLessThan(
      1e-5,
    );
    if (head)
      expect(
        largestDifference(results.get(LOGITS)?.data as Float32Array, outputs.get('logits')?.data ?? []),
      ).toBeLessThan(1e-5);
  });

  // Measured by the reference when it rounded its own weights: fmt_verified.json.
  test.each([
    ['fmt_fp16.pth', 0.004040241241455078],
    ['fmt_bf16.pth', 0.021752893924713135],
    ['fmt_bf16.safetensors', 0.021752893924713135],
  ])('%s changes the logits by what PyTorch measured for its rounding', async (name, change) => {
    const results = await run('fmt', (await load(name)).weights);
    const found = largestDifference(
      results.get(LOGITS)?.data as Float32Array,
      weightSet('fmt').outputs.get('logits')?.data ?? [],
    );
    expect(Math.abs(found - change)).toBeLessThan(1e-5);
  });

  test('a partial runner file loads its ten tensors and names the rest', async () => {
    const { weights, ledger } = await load('fmt_runner_partial.pth');
    expect(ledger.loaded.map(({ key }) => key)).toEqual([
      'conv1_s.conv.weight',
      ...['conv.weight', 'bn.weight', 'bn.bias', 'bn.running_mean', 'bn.running_var', 'bn.num_batches_tracked'].map(
        (suffix) => `conv1_t.${suffix}`,
      ),
      'head.fc1.weight',
      'head.fc2.weight',
      'head.fc2.bias',
    ]);
    expect(ledger.unexpected).toEqual([]);
    // 266 tensors, of which 38 norms' batch counters are not reported, as mmengine does not.
    expect(ledger.missing).toHaveLength(266 - 10 - 38);
    expect(ledger.missing.filter(({ statistics }) => statistics)).toHaveLength(2 * 38);
    expect(ledger.drawn).toEqual(ledger.missing.map(({ key }) => key));
    // What the constructors leave: the last norm of a block is 1 there, and 0 only after init_weights.
    expect(weights.get('layer1.0.conv3.bn.weight')?.data).toEqual(new Float32Array(8).fill(1));
    expect((await open('fmt_runner_partial.pth')).beside).toEqual([
      'meta',
      'message_hub',
      'optimizer',
      'param_schedulers',
    ]);
  });
});

describe('names', () => {
  interface Row {
    readonly mmaction2: string;
    readonly slowfast: string;
    readonly pytorchvideo: string | null;
  }
  const { rows } = goldenJson<{ readonly rows: readonly Row[] }>('fmt_key_mapping.json');
  const referenceOf = (row: Row) => DIALECTS.mmaction2.read(row.mmaction2) as string;

  test.each(['mmaction2', 'slowfast', 'pytorchvideo'] as const)(
    'of %s translate both ways as the models show',
    (name) => {
      for (const row of rows) {
        const theirs = row[name];
        if (theirs === null) continue;
        expect(DIALECTS[name].read(theirs)).toBe(referenceOf(row));
        expect(DIALECTS[name].write(referenceOf(row))).toBe(theirs);
      }
    },
  );
});

describe('seven networks from their checkpoints', () => {
  test.each(WEIGHT_SETS)(
    '%s: every recorded stage within 1e-5 relative L2, plain, for WASM and for WebGPU',
    async (set) => {
      const { design, input, outputs } = weightSet(set);
      const { weights, ledger } = await load(`${set}.pth`, set);
      expect(ledger.drawn).toEqual([]);
      const recorded = [...outputs].filter(([name]) => name !== 'softmax');
      const stages = new Map(recorded.map(([name]) => [name, outputNamed(name)]));
      const plain = toOnnx(build(design), weights, { outputs: [...stages.values()].filter((name) => name !== LOGITS) });
      for (const graph of [plain, lower(plain, 'wasm'), lower(plain, 'webgpu')]) {
        const results = await runGraph(graph, { clip: input });
        for (const [stage, expected] of recorded)
          expect(
            relativeL2(results.get(stages.get(stage) as string)?.data as Float32Array, expected.data),
            stage,
          ).toBeLessThan(1e-5);
      }
    },
  );

  test.each(WEIGHT_SETS)('%s: the design recognised stores the same tensors', async (set) => {
    const recognised = build(recognise(await named(`${set}.pth`)).design);
    const { ledger } = await fitCheckpoint(await named(`${set}.pth`), recognised, { seed: 1 });
    expect(ledger).toMatchObject({ missing: [], unexpected: [], wrongShape: [] });
  });
});
