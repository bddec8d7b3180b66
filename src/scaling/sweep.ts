import type { DeviceProfile } from '../analysis/predictedTime';
import type { Design } from '../design/design';
import { validate } from '../design/validate';
import { whereShapesFit } from '../tensor/shape';
import type { MeasureName } from './measureNames';
import { measureNamed, subjectOf } from './measures';
import { type VariedValue, variedNamed } from './varied';

/** One side of a sweep: what is varied, and the values it takes. */
interface SweepSide {
  /** A name of `VARIED`: `gamma_s`, `reference.se_ratio`, `layer3.stride`. */
  readonly parameter: string;
  readonly values: readonly VariedValue[];
}

/** Two things of a design varied against each other, and what is measured. Plain data, so that it can go to a worker. */
export interface Sweep {
  readonly design: Design;
  readonly x: SweepSide;
  readonly y: SweepSide;
  readonly measure: MeasureName;
  readonly device: DeviceProfile | null;
}

/** What a side of a sweep covers: its values between two numbers, so many at most; a choice is always taken whole. */
export interface SweepRange {
  readonly parameter: string;
  readonly least: number;
  readonly most: number;
  readonly count: number;
}

/** The side that covers a range of a design: values spread evenly, the design's own among them. */
export function sideOf(design: Design, { parameter, least, most, count }: SweepRange): SweepSide {
  const varied = variedNamed(parameter);
  const all = varied.values(design);
  if (varied.usual === null) return { parameter, values: all };
  const own = varied.value(design);
  const within = [...new Set([...all, own])]
    .filter((value) => typeof value === 'number')
    .filter((value) => value >= least && value <= most)
    .toSorted((a, b) => a - b);
  if (within.length <= count) return { parameter, values: within };
  const step = (within.length - 1) / Math.max(1, count - 1);
  const taken = new Set(Array.from({ length: count }, (_, index) => Math.round(index * step)));
  const at = typeof own === 'number' ? within.indexOf(own) : -1;
  if (at >= 0 && !taken.has(at)) {
    const nearest = [...taken].reduce((best, index) => (Math.abs(index - at) < Math.abs(best - at) ? index : best));
    taken.delete(nearest);
    taken.add(at);
  }
  return { parameter, values: within.filter((_, index) => taken.has(index)) };
}

/**
 * Rows of the matrix, one a value of y, each with one number a value of x; NaN where the design would be illegal.
 * A row at a time, so that a caller can tell how far it is, or stop.
 */
export function* sweepRows({ design, x, y, measure, device }: Sweep): Generator<readonly number[], void> {
  const { of } = measureNamed(measure);
  const [across, up] = [variedNamed(x.parameter), variedNamed(y.parameter)];
  for (const value of y.values) {
    const row = up.apply(design, value);
    yield x.values.map((other) => {
      const swept = across.apply(row, other);
      if (validate(swept).some(({ severity }) => severity === 'error')) return Number.NaN;
      return whereShapesFit(() => of(subjectOf(swept, device)), Number.NaN);
    });
  }
}

export function designOfCell({ design, x, y }: Sweep, across: VariedValue, up: VariedValue): Design {
  return variedNamed(x.parameter).apply(variedNamed(y.parameter).apply(design, up), across);
}
