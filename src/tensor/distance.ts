/**
 * The relative L2 distance ‖found − truth‖₂ / ‖truth‖₂; ‖found‖₂ where the truth is zero. Infinite where one has other
 * values than numbers, or another number of them.
 */
export function relativeL2(found: ArrayLike<number>, truth: ArrayLike<number>): number {
  if (found.length !== truth.length) return Number.POSITIVE_INFINITY;
  let [difference, norm] = [0, 0];
  for (let at = 0; at < truth.length; at++) {
    const value = truth[at] as number;
    difference += ((found[at] as number) - value) ** 2;
    norm += value ** 2;
  }
  const distance = norm === 0 ? Math.sqrt(difference) : Math.sqrt(difference / norm);
  return Number.isNaN(distance) ? Number.POSITIVE_INFINITY : distance;
}

/** The largest |found − truth|, in the values' own unit; infinite where `relativeL2` is. */
export function largestDifference(found: ArrayLike<number>, truth: ArrayLike<number>): number {
  if (found.length !== truth.length) return Number.POSITIVE_INFINITY;
  let largest = 0;
  for (let at = 0; at < truth.length; at++) {
    const difference = Math.abs((found[at] as number) - (truth[at] as number));
    if (Number.isNaN(difference)) return Number.POSITIVE_INFINITY;
    largest = Math.max(largest, difference);
  }
  return largest;
}
