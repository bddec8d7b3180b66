import { countText, titled } from '../text/numberText';
import { median } from './summary';
import { detectWarmUp } from './warmUp';

/** How much faster B is than A, as far as the runs can tell. */
export interface Comparison {
  /** Blocks A B B A that were counted, after warm-up. */
  readonly blocks: number;
  /** Blocks that were left out because A or B was still warming up. */
  readonly warmUpBlocks: number;
  /** A's time over B's: 2 where B is twice as fast. */
  readonly speedup: number;
  /** The interval that holds the speed-up with 95 % confidence; null where there are too few blocks to have one. */
  readonly interval: readonly [low: number, high: number] | null;
  readonly verdict: 'faster' | 'slower' | 'no difference shown' | 'too few runs';
}

/** Share of comparisons of a thing with itself that may find a difference. */
const FALSE_ALARMS = 0.05;

/**
 * The order of the runs of `blocks` blocks: A B B A, A B B A, … Neighbours share whatever slows the machine, and within
 * a block a steady drift adds as much to A as to B.
 */
export function interleaved(blocks: number): readonly ('a' | 'b')[] {
  return Array.from({ length: blocks }, () => ['a', 'b', 'b', 'a'] as const).flat();
}

/**
 * Compares two things that ran interleaved. Each block A B B A gives one difference of mean logarithms, in which linear
 * drift cancels. Under the null hypothesis these are symmetric around 0 whatever the tails, so Wilcoxon's signed-rank
 * test holds exactly; its interval is that of Hodges and Lehmann: the estimate is the median of the blocks' pairwise
 * means (Walsh averages), and the interval reaches from one such mean to another. Blocks in which either was still
 * warming up are left out: never more than half of them, so of 2 n blocks at least n are counted.
 * @param a times of A in the order they ran, two a block; a block that was not finished is left out.
 */
export function compareTimes(a: readonly number[], b: readonly number[]): Comparison {
  const whole = Math.floor(Math.min(a.length, b.length) / 2);
  // Both were run before the first block, so unlike a session's first run the first one here may be steady.
  const warmUp = Math.max(warmUpOf(a.slice(0, 2 * whole)), warmUpOf(b.slice(0, 2 * whole)));
  const warmUpBlocks = Math.min(whole, Math.ceil(warmUp / 2));
  const differences = Array.from({ length: whole - warmUpBlocks }, (_, index) => {
    const at = 2 * (index + warmUpBlocks);
    return (logAt(a, at) + logAt(a, at + 1) - logAt(b, at) - logAt(b, at + 1)) / 2;
  });
  const counted = { blocks: differences.length, warmUpBlocks };
  const walsh = walshAverages(differences);
  const rank = signedRankLimit(differences.length);
  const [low, high] = [walsh[rank], walsh[walsh.length - 1 - rank]];
  const speedup = walsh.length > 0 ? Math.exp(median(walsh)) : 1;
  if (rank < 0 || low === undefined || high === undefined) {
    return { ...counted, speedup, interval: null, verdict: 'too few runs' };
  }
  const interval = [Math.exp(low), Math.exp(high)] as const;
  return { ...counted, speedup, interval, verdict: low > 0 ? 'faster' : high < 0 ? 'slower' : 'no difference shown' };
}

/** The comparison in one sentence; `a` and `b` are what the two are called inside one: `the plain graph`, `WASM`. */
export function comparisonSentence(comparison: Comparison, a: string, b: string): string {
  const { interval, speedup, verdict, blocks } = comparison;
  if (interval === null) {
    return `${countText(blocks, 'block is', 'blocks are')} too few to tell ${a} from ${b}: 6 are the fewest that can reach 95 %.`;
  }
  const [low, high] = interval;
  const slowest = [1 / high, 1 / low] as const;
  if (verdict === 'faster') return titled(`${b} is ${factor(speedup, interval)}× faster, ${between(interval)}.`);
  if (verdict === 'slower') return titled(`${b} is ${factor(1 / speedup, slowest)}× slower, ${between(slowest)}.`);
  const range = `between ${factor(low, interval)} and ${factor(high, interval)} times as fast`;
  return `No difference can be shown: with 95 % confidence ${b} is ${range} as ${a}.`;
}

function between(interval: readonly [number, number]): string {
  const [low, high] = interval;
  return `95 % between ${factor(low, interval)} and ${factor(high, interval)}`;
}

/** As many digits as the interval is narrow. */
function factor(value: number, [low, high]: readonly [number, number]): string {
  return value.toFixed(high - low < 0.1 ? 3 : high - low < 1 ? 2 : 1);
}

function warmUpOf(times: readonly number[]): number {
  const [first = 0] = times;
  return detectWarmUp([first, ...times]).runs - 1;
}

function logAt(times: readonly number[], index: number): number {
  return Math.log(times[index] ?? Number.NaN);
}

/** The means of all pairs of values, each with itself too, sorted. */
function walshAverages(values: readonly number[]): readonly number[] {
  return values.flatMap((left, index) => values.slice(index).map((right) => (left + right) / 2)).sort((x, y) => x - y);
}

/**
 * How many Walsh averages to cut off on either side: the largest k with P(W ≤ k) ≤ 2.5 %, where W is the
 * signed-rank statistic of n values symmetric around 0. −1 where even W = 0 is likelier than that (n < 6).
 */
function signedRankLimit(n: number): number {
  // The distribution of W is that of a sum of those of 1 … n whose sign came out positive.
  let chance = new Float64Array([1]);
  for (let rank = 1; rank <= n; rank++) {
    const next = new Float64Array(chance.length + rank);
    chance.forEach((share, sum) => {
      next[sum] = (next[sum] ?? 0) + share / 2;
      next[sum + rank] = (next[sum + rank] ?? 0) + share / 2;
    });
    chance = next;
  }
  let below = 0;
  for (const [sum, share] of chance.entries()) {
    below += share;
    if (below > FALSE_ALARMS / 2) return sum - 1;
  }
  return -1;
}
