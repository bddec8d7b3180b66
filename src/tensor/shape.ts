/** Sizes along each axis, outermost first. Feature maps are `[N, C, T, H, W]`. */
export type Shape = readonly number[];

/** Number of elements a shape holds; 1 for a scalar (`[]`). */
export function elementCount(shape: Shape): number {
  let count = 1;
  for (let axis = 0; axis < shape.length; axis++) count *= shape[axis] ?? 1;
  return count;
}

/** True when both shapes have the same rank and sizes. */
export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}

/** Axes that are written out; further ones are left out of the text. */
const MOST_AXES_SHOWN = 16;

/** A shape as people write it: `216 × 13 × 10 × 10`. */
export function shapeText(shape: Shape): string {
  if (shape.length > MOST_AXES_SHOWN)
    return `${shape.slice(0, MOST_AXES_SHOWN).join(' × ')} × … (${shape.length} axes)`;
  return shape.length === 0 ? 'scalar' : shape.join(' × ');
}

/** What a shape error is about, so that it can be shown at the field that caused it. */
type ShapeIssue = 'shape' | 'width' | 'padding' | 'groups' | 'statistics' | 'window';

/** Inputs that do not fit a layer. The message says what was expected and found; `build` adds where. */
export class ShapeError extends Error {
  override name = 'ShapeError';
  readonly about: ShapeIssue;
  constructor(message: string, about: ShapeIssue = 'shape') {
    super(message);
    this.about = about;
  }
}

/** What is worked out of shapes, or something else where they do not fit each other. */
export function whereShapesFit<T, E>(compute: () => T, otherwise: E): T | E {
  try {
    return compute();
  } catch (error) {
    if (error instanceof ShapeError) return otherwise;
    throw error;
  }
}
