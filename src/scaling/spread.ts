import type { Aim, Found } from './budget';

/** The logarithm of a ratio: designs that differ by less on every aim are twins, as with SE in all blocks or in none. */
const TWINS = Math.log(1.03);

/**
 * At most so many designs of a front that differ most on its aims, in the front's order: the best on each aim, then always
 * the one farthest from all that are taken; twins of these are passed over. Distances are between logarithms, each aim's
 * range counting alike.
 */
export function spread(front: readonly Found[], aims: readonly Aim[], count: number): readonly Found[] {
  if (front.length <= count) return front;
  const heights = heightsOf(front, aims);
  const places = placesOf(heights);
  const taken = new Set<number>();
  const passed = new Set<number>();
  const gaps = new Float64Array(front.length).fill(Number.POSITIVE_INFINITY);
  const take = (index: number) => {
    if (passed.has(index)) return;
    taken.add(index);
    passed.add(index);
    places.forEach((place, other) => {
      if (areTwins(heights[other] ?? [], heights[index] ?? [])) passed.add(other);
      gaps[other] = Math.min(gaps[other] ?? 0, distance(place, places[index] ?? []));
    });
  };
  aims.slice(0, count).forEach(({ better }, aim) => {
    const best = better === 'less' ? Math.min : Math.max;
    const values = places.map((place) => place[aim] ?? 0);
    take(values.indexOf(values.reduce((a, b) => best(a, b))));
  });
  while (taken.size < count && passed.size < front.length) {
    let farthest = -1;
    for (let index = 0; index < gaps.length; index++) {
      if (!passed.has(index) && (farthest < 0 || (gaps[index] ?? 0) > (gaps[farthest] ?? 0))) farthest = index;
    }
    take(farthest);
  }
  return front.filter((_, index) => taken.has(index));
}

/** Each design's logarithms of its measures, aim by aim. */
function heightsOf(front: readonly Found[], aims: readonly Aim[]): readonly (readonly number[])[] {
  return front.map(({ measured }) =>
    aims.map(({ measure }) => Math.log(Math.max(measured[measure] ?? 0, Number.MIN_VALUE))),
  );
}

/** True where no aim tells two designs apart; without an aim nothing is known of them. */
function areTwins(a: readonly number[], b: readonly number[]): boolean {
  return a.length > 0 && a.every((value, aim) => Math.abs(value - (b[aim] ?? 0)) < TWINS);
}

/** Where each design stands on every aim, from 0 to 1. */
function placesOf(heights: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const ranges = (heights[0] ?? []).map((_, aim) => {
    const logs = heights.map((height) => height[aim] ?? 0);
    const [least, most] = logs.reduce(
      ([a, b], value) => [Math.min(a, value), Math.max(b, value)],
      [Infinity, -Infinity],
    );
    return { least, extent: most - least || 1 };
  });
  return heights.map((height) => ranges.map(({ least, extent }, aim) => ((height[aim] ?? 0) - least) / extent));
}

function distance(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + (value - (b[index] ?? 0)) ** 2, 0);
}
