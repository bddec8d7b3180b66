/** What many runs of one thing took. */
export interface Summary {
  /** Runs counted. */
  readonly n: number;
  readonly min: number;
  readonly max: number;
  readonly p50: number;
  /** Null where too few runs were made to speak of it: one in ten must lie above p90, so ten are needed. */
  readonly p90: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
  /** Interquartile range: the middle half of the runs lies within it. */
  readonly iqr: number;
  /** Median absolute deviation from the median, as it is (not scaled to a standard deviation). */
  readonly mad: number;
}

/** Least runs for which a quantile is stated: as many as put one run above it. */
export const RUNS_FOR = { p90: 10, p95: 20, p99: 100 } as const;

/**
 * The statistics of some times, in their unit. None of them is moved far by a few runs that something else disturbed.
 * @throws RangeError for an empty list
 */
export function summarise(times: readonly number[]): Summary {
  const sorted = times.toSorted((a, b) => a - b);
  const stated = (share: number, needed: number) => (sorted.length >= needed ? quantile(sorted, share) : null);
  const p50 = quantile(sorted, 0.5);
  return {
    n: sorted.length,
    min: quantile(sorted, 0),
    max: quantile(sorted, 1),
    p50,
    p90: stated(0.9, RUNS_FOR.p90),
    p95: stated(0.95, RUNS_FOR.p95),
    p99: stated(0.99, RUNS_FOR.p99),
    iqr: quantile(sorted, 0.75) - quantile(sorted, 0.25),
    mad: median(sorted.map((time) => Math.abs(time - p50))),
  };
}

/** The median. @throws RangeError for an empty list */
export function median(values: readonly number[]): number {
  return quantile(
    values.toSorted((a, b) => a - b),
    0.5,
  );
}

/**
 * The value below which a share of the sorted values lies, between neighbours by their distance (Hyndman and Fan 1996,
 * definition 7; NumPy's default).
 * @throws RangeError for an empty list
 */
export function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  if (low === undefined || high === undefined) throw new RangeError('No times: a quantile needs at least one.');
  return low + (high - low) * (place - Math.floor(place));
}
