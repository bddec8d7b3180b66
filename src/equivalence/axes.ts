import type { Shape } from '../tensor/shape';

/** Axes whose size is not 1, in order. */
export function longAxes(shape: Shape): readonly number[] {
  return shape.flatMap((size, axis) => (size === 1 ? [] : [axis]));
}

/** True where two shapes differ by axes of size 1 alone. */
export function sameButForOnes(a: Shape, b: Shape): boolean {
  return a.filter((size) => size !== 1).join() === b.filter((size) => size !== 1).join();
}

/** The axis of `to` that stands for an axis of `from`, where the two shapes differ by axes of size 1; null for a size of 1. */
export function sameAxis(axis: number, from: Shape, to: Shape): number | null {
  const place = longAxes(from).indexOf(axis);
  return place < 0 ? null : (longAxes(to)[place] ?? null);
}
