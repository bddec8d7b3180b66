import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareTimes, comparisonSentence, interleaved } from '../../src/timing/comparison';
import { rankCorrelation } from '../../src/timing/rankCorrelation';
import { median, quantile, summarise } from '../../src/timing/summary';
import { detectWarmUp } from '../../src/timing/warmUp';
import { mulberry32 } from '../../src/weights/generator';

/** Printed with every failure. */
const SEED = 20261124;

test('quantiles are NumPy’s: numpy.quantile([1, 2, 4, 8, 16], [0.25, 0.5, 0.9])', () => {
  const sorted = [1, 2, 4, 8, 16];
  expect([0.25, 0.5, 0.9].map((share) => quantile(sorted, share))).toEqual([2, 4, expect.closeTo(12.8, 12)]);
  expect(() => median([])).toThrow('at least one');
});

test('a quantile is stated only where a run can lie above it', () => {
  const runs = (n: number) => Array.from({ length: n }, (_, index) => 100 + index);
  expect(summarise(runs(9))).toMatchObject({ n: 9, p50: 104, p90: null, p95: null, p99: null, iqr: 4, mad: 2 });
  expect(summarise(runs(10))).toMatchObject({ p90: expect.any(Number), p95: null });
  expect(summarise(runs(100))).toMatchObject({ p95: expect.any(Number), p99: expect.closeTo(198.01, 10) });
});

test('one run that something else disturbed moves none of the statistics far', () => {
  const quiet = summarise([10, 10.1, 10.2, 10.1, 10, 10.2, 10.1]);
  const disturbed = summarise([10, 10.1, 10.2, 10.1, 10, 900, 10.1]);
  expect(Math.abs(disturbed.p50 - quiet.p50)).toBeLessThanOrEqual(0.1);
  expect(disturbed.mad).toBeLessThanOrEqual(0.1);
});

test('only the first run is warm-up where those after it are alike', () => {
  expect(detectWarmUp([500, ...new Array(12).fill(10)])).toEqual({ runs: 1, settled: true });
  const uniform = mulberry32(SEED);
  const noisy = Array.from({ length: 40 }, () => 10 + uniform());
  expect(detectWarmUp([500, ...noisy])).toEqual({ runs: 1, settled: true });
});

test('runs that get faster are warm-up until they settle', () => {
  const decaying = Array.from({ length: 30 }, (_, index) => 10 + 40 * 0.5 ** index);
  const { runs, settled } = detectWarmUp([500, ...decaying]);
  expect(settled).toBe(true);
  // 40 · 0.5^7 is 0.3, the first within 2 % of 10 but for the one before it in the window of three.
  expect(runs).toBeGreaterThanOrEqual(6);
  expect(runs).toBeLessThanOrEqual(9);
});

test('a single disturbed run is no warm-up, wherever it falls', () => {
  for (let at = 0; at < 12; at++) {
    const times = new Array<number>(12).fill(10);
    times[at] = 80;
    expect(detectWarmUp([500, ...times]), `disturbed run ${at}`).toEqual({ runs: 1, settled: true });
  }
});

test('runs that are still getting faster at the end, or too few, have not settled', () => {
  const falling = Array.from({ length: 16 }, (_, index) => 100 - 5 * index);
  expect(detectWarmUp([500, ...falling]).settled).toBe(false);
  expect(detectWarmUp([500, 10, 10])).toEqual({ runs: 1, settled: false });
  expect(detectWarmUp([])).toEqual({ runs: 0, settled: false });
});

test('blocks run A B B A, so that a linear drift cancels', () => {
  expect(interleaved(2).join('')).toBe('abbaabba');
  const order = interleaved(10);
  const times = order.map((which, index) => Math.exp(index * 0.01) * (which === 'a' ? 10 : 10));
  const [a, b] = ['a', 'b'].map((which) => times.filter((_, index) => order[index] === which));
  expect(compareTimes(a ?? [], b ?? []).speedup).toBeCloseTo(1, 10);
});

test('10 000 comparisons of a thing with itself, heavy tails and drift, raise false alarms in 3–6 %', () => {
  const uniform = mulberry32(SEED);
  const counts = { alarms: 0, total: 10_000 };
  for (let trial = 0; trial < counts.total; trial++) {
    const blocks = 8 + (trial % 17);
    const { a, b } = simulate({ uniform, blocks: 2 * blocks, speedup: 1 });
    if (untilCounted(blocks, a, b).verdict !== 'no difference shown') counts.alarms++;
  }
  const rate = counts.alarms / counts.total;
  expect(rate, `seed ${SEED}`).toBeGreaterThanOrEqual(0.03);
  expect(rate, `seed ${SEED}`).toBeLessThanOrEqual(0.06);
});

test('as many blocks as were asked for are counted before twice as many were made', () => {
  const series = fc.integer({ min: 1, max: 12 }).chain((blocks) => {
    const times = fc.array(fc.double({ min: 0.1, max: 1000, noNaN: true }), {
      minLength: 4 * blocks,
      maxLength: 4 * blocks,
    });
    return fc.tuple(fc.constant(blocks), times, times);
  });
  fc.assert(
    fc.property(series, ([blocks, a, b]) => compareTimes(a, b).blocks >= blocks),
    { seed: SEED },
  );
  const warming = Array.from({ length: 24 }, (_, index) => (index < 5 ? 30 : 10) + (index % 3) / 10);
  expect(compareTimes(warming.slice(0, 12), warming.slice(0, 12))).toMatchObject({
    blocks: 4,
    verdict: 'too few runs',
  });
  expect(untilCounted(6, warming, warming)).toMatchObject({ blocks: 6, warmUpBlocks: 2 });
});

test('the interval holds the true speed-up in at least 94 of 100, and a large one is found', () => {
  const uniform = mulberry32(SEED + 1);
  let [covered, found] = [0, 0];
  for (let trial = 0; trial < 2000; trial++) {
    const { interval, verdict } = compareOf(simulate({ uniform, blocks: 20, speedup: 1.4 }));
    if (interval && interval[0] <= 1.4 && 1.4 <= interval[1]) covered++;
    if (verdict === 'faster') found++;
  }
  expect(covered / 2000).toBeGreaterThanOrEqual(0.94);
  expect(found / 2000).toBeGreaterThan(0.95);
});

test('exchanging A and B turns the answer around', () => {
  const times = fc.array(fc.double({ min: 0.1, max: 1000, noNaN: true }), { minLength: 16, maxLength: 60 });
  fc.assert(
    fc.property(times, times, (a, b) => {
      const [forth, back] = [compareTimes(a, b), compareTimes(b, a)];
      expect(back.speedup).toBeCloseTo(1 / forth.speedup, 6);
      expect(back.interval === null).toBe(forth.interval === null);
      if (back.interval && forth.interval) expect(back.interval[0] * forth.interval[1]).toBeCloseTo(1, 6);
    }),
    { seed: SEED },
  );
});

test('too few blocks make no claim, and each answer is a sentence', () => {
  expect(compareTimes([10, 10, 10], [5, 5, 5])).toMatchObject({ blocks: 1, interval: null, verdict: 'too few runs' });
  const near = (time: number) => Array.from({ length: 40 }, (_, index) => time + (index % 5) / 100);
  expect(comparisonSentence(compareTimes(near(14), near(10)), 'the plain graph', 'its lowering')).toMatch(
    /^Its lowering is 1\.[34]\d+× faster, 95 % between 1\.\d+ and 1\.\d+\.$/,
  );
  expect(comparisonSentence(compareTimes(near(10), near(14)), 'WASM', 'WebGPU')).toMatch(
    /^WebGPU is 1\.[34]\d+× slower/,
  );
  expect(comparisonSentence(compareTimes(near(10), near(10)), 'A', 'B')).toMatch(/^No difference can be shown/);
  expect(comparisonSentence(compareTimes([1, 2], [1, 2]), 'A', 'B')).toContain('too few');
});

test('rank correlation: 1 in the same order, −1 in the opposite, ties share their rank', () => {
  const pairs = (values: readonly number[]) => values.map((value, index) => [index, value] as const);
  expect(rankCorrelation(pairs([1, 10, 100, 1e6]))).toBeCloseTo(1, 12);
  expect(rankCorrelation(pairs([9, 8, 7, 1]))).toBeCloseTo(-1, 12);
  // scipy.stats.spearmanr([0, 1, 2, 3, 4], [1, 1, 2, 5, 3])
  expect(rankCorrelation(pairs([1, 1, 2, 5, 3]))).toBeCloseTo(0.872_081_599_273, 10);
  expect(rankCorrelation(pairs([1, 2]))).toBeNull();
  expect(rankCorrelation(pairs([3, 3, 3]))).toBeNull();
});

/** As measuring does: block after block, until `blocks` of them are counted. */
function untilCounted(blocks: number, a: readonly number[], b: readonly number[]) {
  const after = (made: number) => compareTimes(a.slice(0, 2 * made), b.slice(0, 2 * made));
  let [made, comparison] = [blocks, after(blocks)];
  while (comparison.blocks < blocks) comparison = after(++made);
  return comparison;
}

function compareOf({ a, b }: { a: readonly number[]; b: readonly number[] }) {
  return compareTimes(a, b);
}

/**
 * Interleaved runs of A and of B, which is `speedup` times as fast: 10 ms on a machine that drifts (a line, a wave and a
 * random walk), with noise of Student's t with two degrees of freedom and, in one run of twenty, a pause.
 */
function simulate(params: { uniform: () => number; blocks: number; speedup: number }) {
  const { uniform, blocks, speedup } = params;
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const heavy = () => normal() / Math.sqrt((normal() ** 2 + normal() ** 2) / 2);
  const [slope, phase] = [(uniform() - 0.5) / 50, uniform() * 6];
  let walk = 0;
  const times = interleaved(blocks).map((which, index) => {
    walk += 0.01 * normal();
    const drift = slope * index + 0.1 * Math.sin(index / 7 + phase) + walk;
    const pause = uniform() < 0.05 ? 8 * uniform() : 0;
    return { which, ms: 10 * Math.exp(drift + 0.03 * heavy()) * (which === 'b' ? 1 / speedup : 1) + pause };
  });
  const of = (wanted: 'a' | 'b') => times.filter(({ which }) => which === wanted).map(({ ms }) => ms);
  return { a: of('a'), b: of('b') };
}
