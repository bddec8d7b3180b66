import { designCounts } from '../analysis/costs';
import type { DeviceProfile } from '../analysis/predictedTime';
import type { Design } from '../design/design';
import { byKey } from '../memo/byKey';
import { whereShapesFit } from '../tensor/shape';
import type { Axis } from './axes';
import type { MeasureName } from './measureNames';
import { measureNamed, subjectOf } from './measures';

/** One stretch of an axis on which nothing changes: its network, and the settings that all give it. */
export interface Plateau {
  /** The axis's own value for it. */
  readonly value: number;
  /** Least and largest setting, in steps of 0.01 for a gamma, that give the same network. Frames and pixels: the value. */
  readonly from: number;
  readonly to: number;
  /** The asked measures, in order; NaN where the network would be illegal. */
  readonly measured: readonly number[];
  /** Where the design itself stands. */
  readonly own: boolean;
}

/** The whole curve of one axis: how measures change along it while all else stays. */
export interface Curve {
  readonly axis: Axis;
  readonly measures: readonly MeasureName[];
  /** Ascending. Most of a gamma's travel changes nothing: rounding makes the curve a staircase. */
  readonly plateaus: readonly Plateau[];
}

/**
 * The curve of an axis through a design, over the values from `least` to `most` times the design's own.
 * @param range factors of the design's value; a quarter to four times by default
 */
export function curveOf(
  design: Design,
  axis: Axis,
  measures: readonly MeasureName[],
  {
    least = 1 / 4,
    most = 4,
    device = null,
  }: { readonly least?: number; readonly most?: number; readonly device?: DeviceProfile | null } = {},
): Curve {
  const own = axis.value(design);
  const span = [own * least, own * most] as const;
  const values = axis.values(design).filter((value) => value >= span[0] && value <= span[1]);
  const networkAt = byKey((value: number) => identityOf(axis.apply(design, value)));
  const plateaus = values.map((value): Plateau => {
    const [from, to] = axis.unit === '×' ? sameNetwork(networkAt, value, span) : [value, value];
    return { value, from, to, measured: measured(axis.apply(design, value), measures, device), own: value === own };
  });
  return { axis, measures, plateaus };
}

function measured(design: Design, measures: readonly MeasureName[], device: DeviceProfile | null): readonly number[] {
  const subject = subjectOf(design, device);
  return measures.map((name) => whereShapesFit(() => measureNamed(name).of(subject), Number.NaN));
}

/**
 * Hundredths around a value that the reference's rounding takes to the same network, within a span: an axis that was
 * set by hand, as blocks can be, changes nothing however far one goes.
 */
function sameNetwork(
  networkAt: (value: number) => string | null,
  value: number,
  [least, most]: readonly [number, number],
): readonly [from: number, to: number] {
  const wanted = networkAt(value);
  const same = (hundredths: number) =>
    hundredths > 0 &&
    hundredths >= least * 100 &&
    hundredths <= most * 100 &&
    wanted !== null &&
    networkAt(hundredths / 100) === wanted;
  const reach = (start: number, step: 1 | -1): number => {
    let at = start;
    while (same(at + step)) at += step;
    return at;
  };
  const [below, above] = [Math.floor(value * 100 + 1e-9), Math.ceil(value * 100 - 1e-9)];
  const from = same(below) ? reach(below, -1) / 100 : value;
  const to = same(above) ? reach(above, 1) / 100 : value;
  return [Math.min(from, value), Math.max(to, value)];
}

/** Two settings of one gamma with the same MACs and parameters round to the same network; null for an illegal one. */
function identityOf(design: Design): string | null {
  const counts = whereShapesFit(() => designCounts(design), null);
  return counts && `${counts.macs} ${counts.parameters}`;
}
