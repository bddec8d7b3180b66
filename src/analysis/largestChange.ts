/** What of a part may change by an amount. */
export type ChangingAmount = 'parameters' | 'macs' | 'activations';

/** Parameters, arithmetic and layer outputs of some parts together. */
export type Amounts = Readonly<Record<ChangingAmount, number>>;

/** The amount that changed most, and by which part of what it was: 0.5 is half as much again, 'new' where there was none. */
interface LargestChange {
  readonly of: ChangingAmount;
  readonly by: number | 'new';
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
  return changes.reduce((largest, change) => (sizeOf(change) > sizeOf(largest) ? change : largest));
}

function relative(before: number, after: number): LargestChange['by'] {
  if (before > 0) return after / before - 1;
  return after > 0 ? 'new' : 0;
}

/** By how much something changed, either way; what is new changed more than all that was there. */
function sizeOf({ by }: LargestChange): number {
  return by === 'new' ? Number.POSITIVE_INFINITY : Math.abs(by);
}
