import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromFloat16, toFloat16 } from '../../src/tensor/float16';

test('every finite binary16 pattern is its own nearest', () => {
  for (let pattern = 0; pattern < 0x7c00; pattern++) {
    expect(toFloat16(fromFloat16(pattern))).toBe(pattern);
    if (pattern > 0) expect(toFloat16(-fromFloat16(pattern))).toBe(pattern | 0x8000);
  }
});

test('a number goes to the nearest pattern, ties to the even one', () => {
  fc.assert(
    fc.property(fc.float({ min: -65000, max: 65000, noNaN: true }), (value) => {
      const found = toFloat16(value) & 0x7fff;
      const error = (pattern: number) => Math.abs(fromFloat16(pattern) - Math.abs(value));
      for (const other of [found - 1, found + 1]) {
        if (other < 0 || other >= 0x7c00) continue;
        expect(error(found)).toBeLessThanOrEqual(error(other));
        if (error(found) === error(other)) expect(found % 2).toBe(0);
      }
    }),
  );
});

test.each([
  [65504, 0x7bff],
  [65519.996, 0x7bff],
  [65520, 0x7c00],
  [1e9, 0x7c00],
  [Number.POSITIVE_INFINITY, 0x7c00],
  [Number.NaN, 0x7e00],
  [2 ** -24, 1],
  [2 ** -25, 0],
  [2 ** -25 * 1.0001, 1],
  [-0, 0x8000],
])('%d is %i', (value, pattern) => expect(toFloat16(value)).toBe(pattern));
