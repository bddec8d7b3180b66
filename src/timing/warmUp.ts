import { median } from './summary';

/** Where the runs of one session became steady. */
export interface WarmUp {
  /** Runs at the beginning that were slower than the session then settled at. The first run is counted among them. */
  readonly runs: number;
  /** False where the runs were still getting faster at the end: more of them are needed to say what is steady. */
  readonly settled: boolean;
}

/** Runs looked at together, so that one lucky run does not end a warm-up, nor one disturbed run prolong it. */
const WINDOW = 3;
/** Slower than steady by more than this many deviations (1.4826 · MAD, which is σ for normal noise) is warm-up … */
const DEVIATIONS = 3;
/** … and by more than this share, since the runs of a quiet machine may be all but equal. */
const LEAST_SHARE = 0.02;
/** Fewest runs after the first that can be judged. */
const FEWEST = 4;

/**
 * Finds the warm-up instead of assuming one. The second half of the runs after the first says what steady is: their
 * median m and deviation s. The warm-up ends where the median of three neighbouring runs first is at most
 * m + max(3 s, 2 %). It is not settled where the third quarter of the runs is slower than the last one by that much (s
 * being then the noise from run to run, which a trend does not hide in), or where there are fewer than four runs. The first run is never steady: it compiles.
 * @param times of all runs of a session in order, the first one included.
 */
export function detectWarmUp(times: readonly number[]): WarmUp {
  const after = times.slice(1);
  const first = Math.min(1, times.length);
  if (after.length < FEWEST) return { runs: first, settled: false };
  const half = after.slice(Math.floor(after.length / 2));
  const [early, late] = [half.slice(0, Math.ceil(half.length / 2)), half.slice(Math.floor(half.length / 2))];
  const settled = median(early) <= median(late) + tolerance(late, stepDeviation(half));
  const middle = median(half);
  const limit = middle + tolerance(half, 1.4826 * median(half.map((time) => Math.abs(time - middle))));
  const lastStart = after.length - half.length;
  let start = 0;
  while (start < lastStart && median(after.slice(start, start + WINDOW)) > limit) start++;
  return { runs: first + start, settled };
}

/** How much slower than these runs' median still counts as the same. */
function tolerance(steady: readonly number[], deviation: number): number {
  return Math.max(DEVIATIONS * deviation, LEAST_SHARE * median(steady));
}

/** The noise from one run to the next, which a trend does not add to: 1.4826 · median |xᵢ₊₁ − xᵢ| / √2. */
function stepDeviation(times: readonly number[]): number {
  const steps = times.slice(1).map((time, index) => Math.abs(time - (times[index] ?? time)));
  return (1.4826 * median(steps)) / Math.SQRT2;
}
