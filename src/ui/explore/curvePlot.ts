import type { Axis } from '../../scaling/axes';
import type { Plateau } from '../../scaling/curve';
import { domainOf } from '../kit/charts/domain';
import { type Pixel, staircase, straightLine } from '../kit/charts/lines';
import { type Scale, scaleOf } from '../kit/charts/scales';

/** A curve in ratios to the design it goes through: 1 and 1 is where one stands. */
export interface RatioCurve {
  readonly steps: readonly {
    readonly from: number;
    readonly to: number;
    readonly value: number;
    readonly ratio: number;
    readonly own: boolean;
  }[];
}

/** Plateaus of an axis as ratios to the design's own; illegal ones are left out. */
export function ratiosOf(plateaus: readonly Plateau[]): RatioCurve {
  const own = plateaus.find((plateau) => plateau.own);
  const unit = own?.measured[0];
  if (!own || unit === undefined) return { steps: [] };
  return {
    steps: plateaus.flatMap((plateau) => {
      const ratio = (plateau.measured[0] ?? Number.NaN) / unit;
      if (!Number.isFinite(ratio)) return [];
      const { from, to, value } = plateau;
      return { from: from / own.value, to: to / own.value, value: value / own.value, ratio, own: plateau.own };
    }),
  };
}

/** Least and largest ratio of several curves: small multiples share one height. */
export function sharedHeight(curves: readonly RatioCurve[]): readonly [number, number] {
  return domainOf('log', [0.5, 2, ...curves.flatMap(({ steps }) => steps.map(({ ratio }) => ratio))], 1.15);
}

/** From a quarter to four times where one stands, the same for every axis. */
const WIDTH_DOMAIN: readonly [number, number] = [0.22, 4.6];

/** Scales of a small multiple. */
export function curveScales(
  height: readonly [number, number],
  size: { width: number; height: number },
): { readonly x: Scale; readonly y: Scale } {
  return { x: scaleOf('log', WIDTH_DOMAIN, [0, size.width]), y: scaleOf('log', height, [size.height, 0]) };
}

/** A curve's line: a staircase where settings round to the same network, else straight from value to value. */
export function curveLine(curve: RatioCurve, axis: Pick<Axis, 'unit'>, { x, y }: { x: Scale; y: Scale }): string {
  const [least, most] = WIDTH_DOMAIN;
  // A plateau reaches beyond the values that were asked for.
  const steps = curve.steps
    .filter(({ from, to }) => to > least && from < most)
    .map((step) => ({ ...step, from: Math.max(least, step.from), to: Math.min(most, step.to) }));
  const last = steps.at(-1);
  if (!last) return '';
  if (axis.unit !== '×') return straightLine(steps.map(({ value, ratio }): Pixel => [x.at(value), y.at(ratio)]));
  return staircase([
    ...steps.map(({ from, ratio }): Pixel => [x.at(from), y.at(ratio)]),
    [x.at(last.to), y.at(last.ratio)],
  ]);
}
