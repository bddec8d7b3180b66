import type { DeviceProfile } from '../analysis/predictedTime';
import { withSqueezeStyle } from '../design/changes';
import type { Design } from '../design/design';
import { whereShapesFit } from '../tensor/shape';
import { axisNamed } from './axes';
import { type Grid, gridSize, OWN, type Values } from './grid';
import type { MeasureName } from './measureNames';
import { type Measure, measureNamed, type Subject, subjectOf } from './measures';

/** A bound on a measure: `at most 2e9 MACs`. */
export interface Limit {
  readonly measure: MeasureName;
  readonly bound: 'at most' | 'at least';
  readonly value: number;
}

/** A measure that is to be small, or large. */
export interface Aim {
  readonly measure: MeasureName;
  readonly better: 'less' | 'more';
}

/** What is searched for: designs over a grid that keep the limits and are not beaten on the aims. Plain data. */
export interface Budget {
  /** Gives all that the grid does not vary. */
  readonly base: Design;
  readonly grid: Grid;
  readonly limits: readonly Limit[];
  readonly aims: readonly Aim[];
  readonly device: DeviceProfile | null;
}

/** A design within the limits, with the measures that limits and aims name. */
export interface Found {
  readonly design: Design;
  readonly measured: Readonly<Partial<Record<MeasureName, number>>>;
}

/** How far a search is, and its best so far. */
export interface BudgetProgress {
  readonly tried: number;
  readonly total: number;
  /** Designs within the limits so far. */
  readonly fitting: number;
  /** All of them, in the order they were tried; grows while the search goes on. */
  readonly all: FoundTable;
  /** Not beaten by any other fitting design so far: no worse on every aim and better on one would beat it. */
  readonly front: readonly Found[];
}

/** Designs of a grid as columns of numbers, which travel and are kept cheaply. */
export interface FoundTable {
  /** Numbers of the designs in the grid: `designAt` makes them. */
  readonly designs: readonly number[];
  /** Columns of measures: MACs, parameters, and what limits and aims name. */
  readonly columns: Readonly<Partial<Record<MeasureName, readonly number[]>>>;
}

/**
 * Searches a grid, all of it, in an order that jumps about, so that the first front already spans the grid. Yields after
 * every `slice` designs; the caller decides how often to show it, and when to stop. The last yield is the result.
 *
 * Without an accuracy there is no best design: every measure here is a cost or a size. What fits best, the aims
 * say.
 */
export function* searchBudget(budget: Budget, slice = 64): Generator<BudgetProgress, void> {
  const { base, grid, limits, aims, device } = budget;
  const total = gridSize(grid);
  const stride = coprimeNear(total, Math.round(total * GOLDEN));
  const names = new Set<MeasureName>(['macs', 'parameters', ...[...limits, ...aims].map(({ measure }) => measure)]);
  const shown = [...names].map(measureNamed);
  const designs: number[] = [];
  const columns: Partial<Record<MeasureName, number[]>> = {};
  for (const { name } of shown) columns[name] = [];
  const all = { designs, columns };
  let rivals: readonly Scored[] = [];
  for (let tried = 1, index = 0; tried <= total; tried++, index = (index + stride) % total) {
    const subject = subjectOf(designAt(base, grid, index), device);
    const found = whereShapesFit(() => fits(subject, limits, shown), null);
    if (found) {
      designs.push(index);
      for (const { name } of shown) columns[name]?.push(found.measured[name] ?? Number.NaN);
      rivals = joined(rivals, scored(found, aims));
    }
    if (tried % slice !== 0 && tried !== total) continue;
    yield { tried, total, fitting: designs.length, all, front: rivals.map((rival) => rival.found) };
  }
}

/** The fractional part of the golden ratio: steps of this share of a circle spread most evenly over it. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** The design with a number in a grid, whose first list varies slowest. */
export function designAt(base: Design, grid: Grid, index: number): Design {
  let rest = index;
  const pick = <T>(values: Values<T>): T | typeof OWN => {
    const value = values[rest % values.length];
    if (value === undefined) throw new Error('A list of the grid is empty.');
    rest = Math.floor(rest / values.length);
    return value;
  };
  const side = pick(grid.side);
  const { clip } = side === OWN ? base : axisNamed('gamma_s').apply(base, side);
  const t = pick(grid.frames) ?? base.clip.t;
  const se = pick(grid.se);
  const squeeze = se === OWN ? {} : withSqueezeStyle(base.reference, se);
  const own = base.reference;
  const spatial_strides = (pick(grid.strides) ?? own.spatial_strides).slice(0, own.num_stages);
  const gamma_d = pick(grid.gamma_d) ?? own.gamma_d;
  const gamma_b = pick(grid.gamma_b) ?? own.gamma_b;
  const gamma_w = pick(grid.gamma_w) ?? own.gamma_w;
  return {
    ...base,
    reference: { ...own, gamma_w, gamma_b, gamma_d, spatial_strides, ...squeeze },
    clip: { ...clip, t },
  };
}

/** The measures of a design within the limits; null for one that breaks a limit. @throws ShapeError where building would */
function fits(subject: Subject, limits: readonly Limit[], shown: readonly Measure[]): Found | null {
  const measured: Partial<Record<MeasureName, number>> = {};
  for (const limit of limits) {
    const value = measureNamed(limit.measure).of(subject);
    if (!keeps(limit, value)) return null;
    measured[limit.measure] = value;
  }
  for (const { name, of } of shown) measured[name] ??= of(subject);
  return { design: subject.design, measured };
}

function keeps({ bound, value }: Limit, found: number): boolean {
  return bound === 'at most' ? found <= value : found >= value;
}

/** A design of the front, and how it does on each aim: less is better. */
interface Scored {
  readonly found: Found;
  readonly scores: readonly number[];
}

function scored(found: Found, aims: readonly Aim[]): Scored {
  const scores = aims.map(
    ({ measure, better }) => (found.measured[measure] ?? Number.NaN) * (better === 'less' ? 1 : -1),
  );
  return { found, scores };
}

/** A front with one more design: it stays out where it is beaten, and drops those it beats. Equals stay side by side. */
function joined(front: readonly Scored[], added: Scored): readonly Scored[] {
  for (const { scores } of front) if (beats(scores, added.scores)) return front;
  return [...front.filter(({ scores }) => !beats(added.scores, scores)), added];
}

/** True where the first is no worse on every aim, and better on one. */
function beats(a: readonly number[], b: readonly number[]): boolean {
  let better = false;
  for (let aim = 0; aim < a.length; aim++) {
    const x = a[aim] ?? Number.NaN;
    const y = b[aim] ?? Number.NaN;
    if (!(x <= y)) return false;
    better ||= x < y;
  }
  return better;
}

/** A step near the wanted one that visits every place of a circle of `total` before any twice. */
function coprimeNear(total: number, wanted: number): number {
  let step = Math.max(1, wanted);
  while (divisor(step, total) !== 1) step += 1;
  return step % Math.max(1, total) || 1;
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}
