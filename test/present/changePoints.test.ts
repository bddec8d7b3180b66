import fc from 'fast-check';
import { expect, test } from 'vitest';
import { roundRepeats, roundWidth } from '../../src/architecture/rounding';
import { changePoints } from '../../src/present/changePoints';

const range = { min: 0.25, max: 4, step: 0.01 };

test('between two neighbouring points nothing changes, and at each point something does', () => {
  const resultOf = (value: number) => roundWidth(24, value).result;
  const points = changePoints(range, resultOf);
  expect(points.length).toBeGreaterThan(5);
  fc.assert(
    fc.property(fc.integer({ min: 25, max: 400 }), (hundredths) => {
      const value = hundredths / 100;
      const last = points.findLast(({ at }) => at <= value);
      expect(resultOf(value)).toBe(last?.result ?? resultOf(range.min));
    }),
  );
});

test('the next step of X3D’s width lies at 1.12, where 24 becomes 32 by the 0.9 rule', () => {
  const [next] = changePoints(range, (value) => roundWidth(24, value).result).filter(({ at }) => at > 1);
  expect(next).toEqual({ at: 1.12, result: 32 });
  expect(roundWidth(24, 1.12)).toMatchObject({ nearest: 24, bumped: true });
});

test('the depth 2.2 of layer3 stays at 11 blocks up to 2.2 and has 12 from there on', () => {
  const points = changePoints({ min: 0.1, max: 10, step: 0.1 }, (value) => roundRepeats(5, value).result);
  expect(points.find(({ at }) => at > 2.2)).toEqual({ at: 2.3, result: 12 });
});
