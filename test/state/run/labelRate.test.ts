import { expect, test } from 'vitest';
import { rateOf } from '../../../src/state/run/runCamera';

test('labels a second are those between the first and the last', () => {
  expect(rateOf([])).toBeNull();
  expect(rateOf([100])).toBeNull();
  expect(rateOf([100, 350])).toBe(4);
  expect(rateOf([0, 100, 900, 1000])).toBe(3);
});
