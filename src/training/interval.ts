/** A share with the interval that holds the true one 95 times in 100. */
export interface Share {
  readonly successes: number;
  readonly trials: number;
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

/** Normal quantile for 95 %. */
const Z = 1.959964;

/** Wilson's score interval (Wilson 1927), which also holds near 0 and 1. Of no trials nothing is known: 0 to 1. */
export function wilson(successes: number, trials: number): Share {
  if (trials === 0) return { successes, trials, share: Number.NaN, low: 0, high: 1 };
  const share = successes / trials;
  const spread = (Z * Z) / trials;
  const middle = (share + spread / 2) / (1 + spread);
  const half = (Z * Math.sqrt((share * (1 - share)) / trials + spread / (4 * trials))) / (1 + spread);
  return { successes, trials, share, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

/** Shares of several rounds as one, of all their trials together. */
export function pooled(shares: readonly Share[]): Share {
  const sum = (of: 'successes' | 'trials') => shares.reduce((all, share) => all + share[of], 0);
  return wilson(sum('successes'), sum('trials'));
}

/** The most of `trials` that guessing with chance `p` gets right, but for once in a thousand times; by the normal approximation. */
export function mostByChance(trials: number, p: number): number {
  return Math.ceil(trials * p + 3.09 * Math.sqrt(trials * p * (1 - p)));
}
