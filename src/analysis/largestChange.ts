/** What of a part may change by an amount. */
export type ChangingAmount = 'parameters' | 'macs' | 'activations';

/** Parameters, arithmetic and layer outputs of some parts together. */
export type Amounts = Readonly<Record<ChangingAmount, number>>;

/** The amount that changed most, and by which part of what it was: 0.5 is half as much again, Infinity where there was none. */
interface LargestChange {
  readonly of: ChangingAmount;
  readonly by: number;
}

/**
 * The largest relative change among parameters, arithmetic and outputs. Each alone is blind to something: an SE module
 * adds parameters and hardly any MACs, a larger clip adds no parameters.
 */
export function largestChange(before: Amounts, after: Amounts): LargestChange {
  const changes = (['macs', 'parameters', 'activations'] as const).map((of) => ({
    of,
    by: relative(before[of], after[of]),
  }));
  return changes.reduce((largest, change) => (Math.abs(change.by) > Math.abs(largest.by) ? change : largest));
}

function relative(before: number, after: number): number {
  if (before > 0) return after / before - 1;
  return after > 0 ? Number.POSITIVE_INFINITY : 0;
}
