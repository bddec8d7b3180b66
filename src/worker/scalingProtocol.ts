import type { DeviceProfile } from '../analysis/predictedTime';
import type { Design } from '../design/design';
import type { AxisName } from '../scaling/axes';
import type { Budget, BudgetProgress } from '../scaling/budget';
import type { Plateau } from '../scaling/curve';
import type { Candidate, Stuck } from '../scaling/double';
import type { MeasureName } from '../scaling/measureNames';
import type { Sweep } from '../scaling/sweep';
import type { Exchange } from './messages';

/** The scaling worker: what takes thousands of designs, each counted in closed form. It keeps nothing. */
export interface ScalingProtocol {
  /** What each axis offers for a step that multiplies MACs by about `factor`, in the axes' order. */
  offers: Exchange<{ design: Design; factor: number; device: DeviceProfile | null }, readonly StepAnswer[]>;
  /** What each axis offers to shrink a design onto a target; empty where it is not above it. */
  contractions: Exchange<{ design: Design; targetMacs: number; device: DeviceProfile | null }, readonly StepAnswer[]>;
  /** Every axis's curve through a design, in the measures asked for. */
  curves: Exchange<
    { design: Design; measures: readonly MeasureName[]; device: DeviceProfile | null },
    readonly AxisCurve[]
  >;
  /** Searches a grid for the designs that fit; the front so far on the way, all of it at the end. */
  budget: Exchange<Budget, BudgetProgress, BudgetProgress>;
  /** The matrix of a sweep, `[y][x]`; NaN where a design would be illegal. */
  sweep: Exchange<Sweep, readonly (readonly number[])[], { done: number; total: number }>;
}

/** An `Offer` of scaling/double.ts, its axis by name. */
export interface StepAnswer {
  readonly axis: AxisName;
  readonly candidate: Candidate | null;
  readonly stuck: Stuck | null;
}

/** A `Curve` of scaling/curve.ts, its axis by name. */
interface AxisCurve {
  readonly axis: AxisName;
  readonly plateaus: readonly Plateau[];
}
