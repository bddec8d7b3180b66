import { type Shape, ShapeError } from '../tensor/shape';

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

/** Numpy's broadcasting; null where the shapes do not fit. */
export function broadcastShape(a: Shape, b: Shape): Shape | null {
  const rank = Math.max(a.length, b.length);
  const sizes = Array.from({ length: rank }, (_, axis) => {
    const [x, y] = [a[axis - rank + a.length] ?? 1, b[axis - rank + b.length] ?? 1];
    if (x !== y && x !== 1 && y !== 1) return Number.NaN;
    return x === 1 ? y : x;
  });
  return sizes.some(Number.isNaN) ? null : sizes;
}

/** An axis counted from the front. @throws ShapeError outside of the shape */
export function frontAxis(axis: number, rank: number): number {
  const at = axis < 0 ? axis + rank : axis;
  if (!Number.isInteger(at) || at < 0 || at >= rank) throw new ShapeError(`axis ${axis} is outside of ${rank} axes`);
  return at;
}
