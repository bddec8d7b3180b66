/** The float64 numbers from `from` up to, not including, `to`. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** Every positive number up to 2^20: no gamma is larger. */
export const ANY: Interval = { from: Number.MIN_VALUE, to: 2 ** 20 };

/**
 * The gammas for which a rule gives `target`, for a rule that never falls. Found by halving until neighbouring doubles
 * meet, so the odd product that float arithmetic rounds the wrong way (200 × 0.29) is on the side the reference puts it.
 * Null when the rule skips the target.
 */
export function intervalOf(rule: (gamma: number) => number, target: number): Interval | null {
  const from = leastWith((gamma) => rule(gamma) >= target);
  const to = leastWith((gamma) => rule(gamma) > target);
  return from < to ? { from, to } : null;
}

/** The numbers that lie in both; null where none do. */
export function intersect(a: Interval, b: Interval): Interval | null {
  const both = { from: Math.max(a.from, b.from), to: Math.min(a.to, b.to) };
  return both.from < both.to ? both : null;
}

/** Steps from coarse to fine: whole numbers, halves, then one decimal more each. */
const STEPS: readonly ((count: number) => number)[] = [
  (count) => count,
  (count) => count / 2,
  ...Array.from({ length: 17 }, (_, index) => (count: number) => Number(`${count}e-${index + 1}`)),
];

/** The roundest number in an interval: whole before half before fewest decimals; of several, the nearest to `wish`. */
export function simplest({ from, to }: Interval, wish: number): number {
  for (const step of STEPS) {
    const fits = (value: number) => value >= from && value < to && value > 0;
    const around = (value: number) => [-1, 0, 1].map((offset) => step(Math.round(value / step(1)) + offset));
    const best = [wish, from, to]
      .flatMap(around)
      .filter(fits)
      .sort((a, b) => Math.abs(a - wish) - Math.abs(b - wish))[0];
    if (best !== undefined) return best;
  }
  return from;
}

/** The least double for which a condition that stays true holds. */
function leastWith(holds: (gamma: number) => boolean): number {
  let [low, high] = [ANY.from, ANY.to];
  if (holds(low)) return low;
  for (let middle = low + (high - low) / 2; middle > low && middle < high; middle = low + (high - low) / 2)
    if (holds(middle)) high = middle;
    else low = middle;
  return high;
}

/** An interval as people read it: `0.741 … 1.111`, `0 … 0.3704`. */
export function intervalText({ from, to }: Interval): string {
  const short = (value: number) => (value <= ANY.from ? '0' : String(Number(value.toPrecision(4))));
  return to >= ANY.to ? `${short(from)} and more` : `${short(from)} … ${short(to)}`;
}
