import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Architecture } from '../../src/architecture/architecture';
import { build } from '../../src/architecture/build';
import { elementCount } from '../../src/tensor/shape';
import type { StateDict } from '../../src/tensor/tensor';
import { fnv1a, logarithm, mulberry32 } from '../../src/weights/generator';
import { initWeights } from '../../src/weights/initialise';
import { namedClip, namedWeights } from '../../src/weights/named';
import { designOf, GOLDEN } from '../golden/architectures';
import { readGolden } from '../golden/read';

interface GoldenInitialisation {
  readonly convs: readonly {
    readonly name: string;
    readonly shape: readonly number[];
    readonly std_expected: number;
  }[];
  readonly zero_bn: readonly string[];
}
const INITIALISATION = readGolden<GoldenInitialisation>('initialisation');

function golden(name: string): Architecture {
  const entry = GOLDEN.find((candidate) => candidate.name === name);
  if (!entry) throw new Error(`${name} is not in the golden data`);
  return build(designOf(entry));
}

const values = (weights: StateDict, key: string) => Array.from(weights.get(key)?.data ?? [], Number);

test('every convolution is drawn with the deviation the reference states', () => {
  const weights = initWeights(golden('x3d_s'), 7);
  let worst = 0;
  for (const { name, shape, std_expected } of INITIALISATION.convs) {
    const drawn = values(weights, `${name}.weight`);
    expect(drawn, name).toHaveLength(elementCount(shape));
    const n = drawn.length;
    const mean = drawn.reduce((sum, x) => sum + x, 0) / n;
    const std = Math.sqrt(drawn.reduce((sum, x) => sum + (x - mean) ** 2, 0) / n);
    // A sample deviation of n normal draws has itself the deviation σ/√(2n); the mean σ/√n. The seed is fixed, so five
    // of those (one chance in 3.5 million a tensor) is no accident.
    const z = Math.abs(std / std_expected - 1) * Math.sqrt(2 * n);
    expect(z, `${name} deviation`).toBeLessThan(5);
    expect((Math.abs(mean) / std_expected) * Math.sqrt(n), `${name} mean`).toBeLessThan(5);
    worst = Math.max(worst, z);
  }
  expect(worst).toBeGreaterThan(1);
});

test('draws are normal: 68.27 % within one deviation, 95.45 % within two, 99.73 % within three', () => {
  const drawn = values(initWeights(golden('x3d_s'), 1), 'head.fc1.weight').map((x) => x / 0.01);
  const n = drawn.length;
  for (const [bound, share] of [
    [1, 0.682689],
    [2, 0.9545],
    [3, 0.9973],
  ] as const) {
    const within = drawn.filter((x) => Math.abs(x) < bound).length / n;
    expect(Math.abs(within - share)).toBeLessThan(5 * Math.sqrt((share * (1 - share)) / n));
  }
});

test('constants are exact: norms the identity, the last norm of each block zero, biases zero', () => {
  const weights = initWeights(golden('x3d_s'), 3);
  const zeroed = new Set(INITIALISATION.zero_bn);
  for (const [key, tensor] of weights) {
    const owner = key.slice(0, key.lastIndexOf('.'));
    const expected = /\.bn\.weight$/.test(key)
      ? Number(!zeroed.has(owner))
      : /running_var$/.test(key)
        ? 1
        : /(bias|running_mean|num_batches_tracked)$/.test(key)
          ? 0
          : null;
    if (expected !== null) expect(new Set(Array.from(tensor.data, Number)), key).toEqual(new Set([expected]));
  }
  const off = golden('zero_init_residual_False');
  for (const [key, tensor] of initWeights(off, 3))
    if (/\.conv3\.bn\.weight$/.test(key))
      expect(new Set(values(new Map([[key, tensor]]), key)), key).toEqual(new Set([1]));
});

test('a seed gives the same weights for ever, another seed others', () => {
  const digest = (seed: number) => {
    const hash = createHash('sha256');
    for (const { data } of initWeights(golden('defaults'), seed).values()) hash.update(data);
    return hash.digest('hex').slice(0, 16);
  };
  // The browser tests compare Chromium with the same digest.
  expect(digest(0)).toBe(DIGEST_OF_DEFAULTS_SEED_0);
  expect(digest(1)).not.toBe(DIGEST_OF_DEFAULTS_SEED_0);
});
const DIGEST_OF_DEFAULTS_SEED_0 = 'c91eda4b3c523c8f';

test('a tensor keeps its weights when the rest of the network changes', () => {
  const [shallow, deep] = [golden('gamma_d_1.1'), golden('gamma_d_5')].map((network) => initWeights(network, 5));
  expect(shallow?.get('layer1.0.conv1.conv.weight')).toEqual(deep?.get('layer1.0.conv1.conv.weight'));
});

test('the logarithm is as good as the engine’s', () => {
  for (let x = 1e-9; x < 1; x = x * 1.01 + 1e-9)
    expect(Math.abs(logarithm(x) - Math.log(x))).toBeLessThanOrEqual(4e-16 * Math.max(1, Math.abs(Math.log(x))));
});

test('named weights follow the formula of the golden data', () => {
  expect(fnv1a('input')).toBe(4191711099);
  const uniform = mulberry32(fnv1a('input'));
  expect(Array.from({ length: 5 }, uniform)).toEqual([
    0.9803601200692356, 0.7923696131911129, 0.6291701074223965, 0.3096114071086049, 0.916021692333743,
  ]);
  const weights = namedWeights(golden('x3d_s'));
  const stem = [-0.426051527261734, 0.0326203815639019, -0.3114008605480194, 0.056019753217697144, 0.27751216292381287];
  expect(values(weights, 'conv1_s.conv.weight').slice(0, 5)).toEqual(stem.map(Math.fround));
  expect(Math.abs(namedClip([1, 3, 2, 4, 4]).data[0] ?? 0)).toBeLessThan(1.7);
});
