import type { Comparison } from './comparison';

/** What became of a candidate on one device. */
export type Verdict =
  /** Equal to the reference and faster than what it was compared with: used from now on. */
  | (Proof & { readonly kind: 'adopted' })
  /** Equal, and not shown to be faster. */
  | (Proof & { readonly kind: 'slower' | 'no-gain' })
  /** Its results differ from the reference by more than its bound. */
  | { readonly kind: 'wrong'; readonly deviation: number; readonly bound: number }
  /** This device, browser or network cannot have it; or it broke off. */
  | { readonly kind: 'unsupported' | 'faulted'; readonly why: string };

/** An equal candidate, and how it did. */
interface Proof {
  /** Largest relative L2 distance of an output from the reference, and what it may be. */
  readonly deviation: number;
  readonly bound: number;
  /** Time of what it was compared with over its own: 2 where it is twice as fast. */
  readonly speedup: number;
  /** Holds the speed-up with 95 % confidence; null where few runs were enough to refuse it. */
  readonly interval: readonly [low: number, high: number] | null;
  /** Blocks A B B A that were counted. */
  readonly blocks: number;
}

/** Largest relative L2 distance that float32 sums in another order explain. */
export const FLOAT32_BOUND = 1e-4;

/** A candidate that gains less than this is not worth another kernel. */
const LEAST_GAIN = 1.02;

/** Fewest blocks A B B A from which an interval of 95 % can be told. */
export const BLOCKS_NEEDED = 6;

/**
 * Whether a candidate is adopted: only where its results equal the reference within its bound, and the interval of its
 * speed-up lies above 1.
 * @param comparison its runs (B) beside those of what is used so far (A)
 */
export function verdictOf(deviation: number, bound: number, comparison: Comparison): Verdict {
  const objection = wrongBy(deviation, bound);
  if (objection) return objection;
  const { speedup, interval, blocks, verdict } = comparison;
  const proof = { deviation, bound, speedup, interval, blocks };
  if (verdict === 'faster' && speedup >= LEAST_GAIN) return { kind: 'adopted', ...proof };
  return { kind: verdict === 'slower' ? 'slower' : 'no-gain', ...proof };
}

/** The verdict on results that are no number, or too far from the reference; null for those that are near enough. */
export function wrongBy(deviation: number, bound: number): Verdict | null {
  return deviation <= bound ? null : { kind: 'wrong', deviation, bound };
}

/** How many times as fast what is used so far must be, in each of two runs, for a candidate to be refused at once. */
const HOPELESS = 1.4;

/** The verdict on a candidate that two runs show to be much slower; null where it takes more to tell. */
export function hopeless(
  deviation: number,
  bound: number,
  own: readonly number[],
  against: readonly number[],
): Verdict | null {
  const speedup = Math.min(...against) / Math.min(...own);
  if (own.length < 2 || Math.min(...own) < HOPELESS * Math.max(...against)) return null;
  return { kind: 'slower', deviation, bound, speedup, interval: null, blocks: 0 };
}
