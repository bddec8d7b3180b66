/** A range a slider covers. */
export interface Range {
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

/** A value at which a result changes, and what it changes to. */
export interface ChangePoint<R> {
  readonly at: number;
  readonly result: R;
}

/**
 * Where along a range a result changes: the first value, in whole steps, at which it is another one. Most of a slider's
 * travel changes nothing, since widths and depths are rounded.
 */
export function changePoints<R>({ min, max, step }: Range, resultOf: (value: number) => R): readonly ChangePoint<R>[] {
  const points: ChangePoint<R>[] = [];
  const steps = Math.round((max - min) / step);
  let before = resultOf(min);
  for (let index = 1; index <= steps; index++) {
    const at = Number((min + index * step).toPrecision(12));
    const result = resultOf(at);
    if (result !== before) points.push({ at, result });
    before = result;
  }
  return points;
}
