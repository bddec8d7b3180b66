import type { Tensor } from '../../src/tensor/tensor';

/** ‖found − expected‖ / ‖expected‖ of one output; infinite where shapes or types differ. */
export function relativeL2(found: Tensor | undefined, expected: Tensor | undefined): number {
  if (found?.dtype !== 'float32' || expected?.dtype !== 'float32') return Number.POSITIVE_INFINITY;
  if (found.shape.join() !== expected.shape.join()) return Number.POSITIVE_INFINITY;
  let [difference, magnitude] = [0, 0];
  expected.data.forEach((value, i) => {
    difference += (value - (found.data[i] ?? Number.NaN)) ** 2;
    magnitude += value ** 2;
  });
  return magnitude === 0 ? Math.sqrt(difference) : Math.sqrt(difference / magnitude);
}

/** The largest relative L2 over all outputs, which must be the same on both sides. */
export function worstParity(found: ReadonlyMap<string, Tensor>, expected: ReadonlyMap<string, Tensor>): number {
  if ([...found.keys()].join() !== [...expected.keys()].join()) return Number.POSITIVE_INFINITY;
  return Math.max(...[...expected].map(([name, tensor]) => relativeL2(found.get(name), tensor)));
}
