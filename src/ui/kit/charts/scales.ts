import { scaleLinear, scaleLog } from 'd3-scale';

/** A mark on an axis. */
interface Tick {
  readonly value: number;
  /** Marks without a label only show where a logarithmic axis bends. */
  readonly labelled: boolean;
}

/** From values to pixels, and the marks between. The one door to d3-scale. */
export interface Scale {
  /** Pixels of a value; beyond the range for one beyond the domain. */
  readonly at: (value: number) => number;
  readonly valueAt: (pixel: number) => number;
  readonly ticks: readonly Tick[];
}

/** How an axis counts. */
export type ScaleKind = 'log' | 'linear';

/** Fewest pixels between two labels beside each other, and above each other. */
const LABEL_ROOM = { across: 44, up: 20 };

/**
 * A scale over a domain, low to high.
 * @param range pixels of its two ends; descending for an axis that points up
 */
export function scaleOf(
  kind: ScaleKind,
  domain: readonly [number, number],
  range: readonly [from: number, to: number],
): Scale {
  return kind === 'log' ? logScale(domain, range) : linearScale(domain, range);
}

function linearScale(domain: readonly [number, number], range: readonly [number, number]): Scale {
  const scale = scaleLinear(domain, range);
  const count = Math.max(2, Math.round(Math.abs(range[1] - range[0]) / (2 * roomOf(range))));
  return {
    at: (value) => scale(value),
    valueAt: (pixel) => scale.invert(pixel),
    ticks: scale.ticks(count).map((value) => ({ value, labelled: true })),
  };
}

function logScale(domain: readonly [number, number], range: readonly [number, number]): Scale {
  const scale = scaleLog(domain, range);
  const decades = Math.log10(domain[1] / domain[0]);
  const perDecade = Math.abs(range[1] - range[0]) / decades;
  // Which leading digits there is room to label: all of a decade's, 1 2 3 5, 1 2 5, 1 3 or 1.
  const leading = [[1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 3, 5], [1, 2, 5], [1, 3], [1]].find(
    (digits) => (perDecade * gap(digits)) / roomOf(range) >= 1,
  ) ?? [1];
  const ticks = wholeDigits(domain).map(({ value, digit }) => ({ value, labelled: leading.includes(digit) }));
  const enough = ticks.filter(({ labelled }) => labelled).length > 1;
  return {
    at: (value) => scale(value),
    valueAt: (pixel) => scale.invert(pixel),
    // Within a fraction of a decade there may be no round number at all; such an axis is all but linear.
    ticks: enough ? ticks : linearScale(domain, range).ticks,
  };
}

/** Every 1, 2, … 9 of every decade within a domain. d3's own ticks turn linear where they are asked for many. */
function wholeDigits([low, high]: readonly [number, number]): { readonly value: number; readonly digit: number }[] {
  const first = Math.floor(Math.log10(low));
  const decades = Array.from({ length: Math.ceil(Math.log10(high)) - first + 1 }, (_, index) => first + index);
  return decades
    .flatMap((power) =>
      Array.from({ length: 9 }, (_, index) => ({ value: Number(`${index + 1}e${power}`), digit: index + 1 })),
    )
    .filter(({ value }) => value >= low && value <= high);
}

function roomOf([from, to]: readonly [number, number]): number {
  return to < from ? LABEL_ROOM.up : LABEL_ROOM.across;
}

/** The narrowest step between leading digits, in decades. */
function gap(digits: readonly number[]): number {
  const ends = [...digits, 10];
  return Math.min(...digits.map((digit, index) => Math.log10((ends[index + 1] ?? 10) / digit)));
}
