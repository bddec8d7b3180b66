import { type Shape, ShapeError } from '../tensor/shape';

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
  if (!Number.isInteger(at) || at < 0 || at >= rank) throw new ShapeError(`axis ${axis} is outside ${rank} axes`);
  return at;
}
