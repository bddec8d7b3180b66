import type { DeviceProfile } from '../analysis/predictedTime';
import type { Design } from '../design/design';
import { withValue } from '../design/finding';
import { validate } from '../design/validate';
import { ShapeError } from '../tensor/shape';
import { AXES } from './axes';
import { type MeasureName, measureNamed, subjectOf } from './measures';

/** One side of a sweep: a number of the design, and the values it takes. */
export interface SweepSide {
  /** An axis (`gamma_s`), or the path of a number: `reference.se_ratio`, `clip.t`, `overrides.layer3.stride`. */
  readonly parameter: string;
  readonly values: readonly number[];
}

/** Two numbers of a design varied against each other, and what is measured. Plain data, so that it can go to a worker. */
export interface Sweep {
  readonly design: Design;
  readonly x: SweepSide;
  readonly y: SweepSide;
  readonly measure: MeasureName;
  readonly device: DeviceProfile | null;
}

/**
 * Rows of the matrix, one a value of y, each with one number a value of x; NaN where the design would be illegal.
 * A row at a time, so that a caller can tell how far it is, or stop.
 */
export function* sweepRows({ design, x, y, measure, device }: Sweep): Generator<readonly number[], void> {
  const { of } = measureNamed(measure);
  for (const down of y.values) {
    const row = applyParameter(design, y.parameter, down);
    yield x.values.map((across) => {
      const swept = applyParameter(row, x.parameter, across);
      if (validate(swept).some(({ severity }) => severity === 'error')) return Number.NaN;
      try {
        return of(subjectOf(swept, device));
      } catch (error) {
        if (error instanceof ShapeError) return Number.NaN;
        throw error;
      }
    });
  }
}

/** The whole matrix, `[y][x]`. */
export function sweepMatrix(sweep: Sweep): readonly (readonly number[])[] {
  return [...sweepRows(sweep)];
}

/** A design with an axis or a number at a path set. Axes come first, so `gamma_s` keeps the frame's aspect ratio. */
export function applyParameter(design: Design, parameter: string, value: number): Design {
  const axis = AXES.find(({ name }) => name === parameter);
  return axis ? axis.apply(design, value) : withValue(design, parameter, value);
}

/** A matrix as CSV: the first row has the values of x, the first column those of y; illegal designs are left empty. */
export function sweepCsv({ x, y, measure }: Sweep, matrix: readonly (readonly number[])[]): string {
  const cells = [
    [`${measure}: ${y.parameter} \\ ${x.parameter}`, ...x.values],
    ...matrix.map((row, index) => [y.values[index] ?? '', ...row.map((value) => (Number.isNaN(value) ? '' : value))]),
  ];
  return `${cells.map((row) => row.join(',')).join('\n')}\n`;
}
