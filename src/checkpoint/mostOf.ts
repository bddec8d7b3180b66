import { ANY, type Interval, intersect } from './interval';

/** A demand on a number: the interval in which it is met, null where no number meets it. */
export type Demand = Interval | null;

/**
 * The interval whose numbers meet the most demands; of several, the one that meets the earlier ones. Every interval begins
 * where some demand begins, so those are tried. Without demands, every number does.
 */
export function mostOf(demands: readonly Demand[]): Interval {
  let best: { readonly count: number; readonly interval: Interval } = { count: 0, interval: ANY };
  for (const start of demands) {
    if (!start) continue;
    const met = demands.filter((demand) => demand && demand.from <= start.from && start.from < demand.to);
    if (met.length <= best.count) continue;
    const interval = met.reduce<Interval | null>((both, demand) => both && demand && intersect(both, demand), ANY);
    if (interval) best = { count: met.length, interval };
  }
  return best.interval;
}

/** True where all numbers of an interval meet a demand. */
export function meets({ from, to }: Interval, demand: Demand): boolean {
  return demand !== null && demand.from <= from && to <= demand.to;
}
