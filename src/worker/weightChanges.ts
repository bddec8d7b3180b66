import type { FlatVector } from '../training/flatLayout';

/**
 * How much the weights of each block changed: L2 norm of the change over that of the weights, by the first two parts of
 * the paths (`layer1.0`, `head.fc1`). Empty where nothing is known from before.
 */
export function weightChanges(
  { slots }: FlatVector,
  before: Float32Array | null,
  after: Float32Array,
): Readonly<Record<string, number>> {
  if (before === null) return {};
  const sums = new Map<string, { change: number; own: number }>();
  for (const { key, offset, size } of slots) {
    const path = key.split('.').slice(0, 2).join('.');
    const sum = sums.get(path) ?? { change: 0, own: 0 };
    for (let at = offset; at < offset + size; at++) {
      const difference = (after[at] as number) - (before[at] as number);
      sum.change += difference * difference;
      sum.own += (before[at] as number) * (before[at] as number);
    }
    sums.set(path, sum);
  }
  return Object.fromEntries(
    Array.from(sums, ([path, { change, own }]) => [path, own === 0 ? 0 : Math.sqrt(change / own)]),
  );
}
