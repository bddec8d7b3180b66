import type { Aim, Found } from './budget';

/**
 * So many designs of a front that differ most on its aims, in the front's order: the best on each aim, then always the one
 * farthest from all that are taken. Distances are between logarithms, each aim's range counting alike.
 */
export function spread(front: readonly Found[], aims: readonly Aim[], count: number): readonly Found[] {
  if (front.length <= count) return front;
  const places = placesOf(front, aims);
  const taken = new Set<number>();
  const gaps = new Float64Array(front.length).fill(Number.POSITIVE_INFINITY);
  const take = (index: number) => {
    taken.add(index);
    places.forEach((place, other) => {
      gaps[other] = Math.min(gaps[other] ?? 0, distance(place, places[index] ?? []));
    });
  };
  aims.slice(0, count).forEach(({ better }, aim) => {
    const best = better === 'less' ? Math.min : Math.max;
    const values = places.map((place) => place[aim] ?? 0);
    take(values.indexOf(values.reduce((a, b) => best(a, b))));
  });
  while (taken.size < count) {
    let farthest = -1;
    for (let index = 0; index < gaps.length; index++) {
      if (!taken.has(index) && (farthest < 0 || (gaps[index] ?? 0) > (gaps[farthest] ?? 0))) farthest = index;
    }
    take(farthest);
  }
  return front.filter((_, index) => taken.has(index));
}

/** Where each design stands on every aim, from 0 to 1. */
function placesOf(front: readonly Found[], aims: readonly Aim[]): readonly (readonly number[])[] {
  const columns = aims.map(({ measure }) => {
    const logs = front.map(({ measured }) => Math.log(Math.max(measured[measure] ?? 0, Number.MIN_VALUE)));
    const [least, most] = logs.reduce(
      ([a, b], value) => [Math.min(a, value), Math.max(b, value)],
      [Infinity, -Infinity],
    );
    return logs.map((value) => (value - least) / (most - least || 1));
  });
  return front.map((_, index) => columns.map((column) => column[index] ?? 0));
}

function distance(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + (value - (b[index] ?? 0)) ** 2, 0);
}
