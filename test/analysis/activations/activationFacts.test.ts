import fc from 'fast-check';
import { expect, test } from 'vitest';
import { activationFacts } from '../../../src/analysis/activations/activationFacts';
import { byEnergy, energyPlane, planeOf } from '../../../src/analysis/activations/mosaic';
import { elementCount } from '../../../src/tensor/shape';
import { float32 } from '../../../src/tensor/tensor';

/** Two channels of two frames of 1 × 2: the first is dead, the second is not. */
const SMALL = float32([1, 2, 2, 1, 2], Float32Array.of(0, 0, 0, 0, 1, -3, 0, 2));

test('range, mean, deviation, zeros, dead channels and energy are those of the definition', () => {
  const facts = activationFacts(SMALL);
  expect(facts).toMatchObject({ min: -3, max: 2, mean: 0, zeros: 5 / 8, dead: 1, notFinite: 0 });
  expect(facts.deviation).toBeCloseTo(Math.sqrt(14 / 8), 12);
  expect([...facts.energy]).toEqual([0, 14 / 4]);
});

test('the histogram counts every value once, whatever the values', () => {
  const values = fc.array(fc.float({ noNaN: true, noDefaultInfinity: true, min: -100, max: 100 }), { minLength: 1 });
  fc.assert(
    fc.property(values, (list) => {
      const { histogram, min, max } = activationFacts(float32([1, list.length], Float32Array.from(list)));
      expect(histogram.reduce((a, b) => a + b, 0)).toBe(list.length);
      expect(histogram).toHaveLength(max > min ? 48 : 1);
      expect(histogram[0]).toBeGreaterThan(0);
      expect(histogram.at(-1)).toBeGreaterThan(0);
    }),
  );
});

test('what is no number is counted and left out; a channel of it is not dead', () => {
  const facts = activationFacts(float32([1, 2], Float32Array.of(Number.NaN, 4)));
  expect(facts).toMatchObject({ min: 4, max: 4, mean: 4, notFinite: 1, dead: 0 });
});

test('channels come by energy, equal ones in their own order, and a plane is a channel at a moment', () => {
  expect(byEnergy(Float64Array.of(1, 4, 1, 9))).toEqual([3, 1, 0, 2]);
  expect([...planeOf(SMALL, 1, 0).values]).toEqual([1, -3]);
  expect([...planeOf(SMALL, 1, 1).values]).toEqual([0, 2]);
  const shape = [1, 3, 2, 4, 5];
  const counted = float32(
    shape,
    Float32Array.from({ length: elementCount(shape) }, (_, i) => i),
  );
  expect(planeOf(counted, 2, 1)).toMatchObject({ height: 4, width: 5 });
  expect(planeOf(counted, 2, 1).values[7]).toBe((2 * 2 + 1) * 20 + 7);
});

test('the energy of a moment is the root of the mean square over the channels', () => {
  expect([...energyPlane(SMALL, 0).values]).toEqual([Math.fround(Math.sqrt(0.5)), Math.fround(Math.sqrt(4.5))]);
});
