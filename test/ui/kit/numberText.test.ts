import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compact, compactText, exactText, plainText, signedText, timeText } from '../../../src/ui/kit/numberText';

test.each([
  [3_794_322, '3.79\u202fM'],
  [1_964_000_000, '1.96\u202fG'],
  [999_950, '1.00\u202fM'],
  [1000, '1.00\u202fk'],
  [400, '400'],
  [0, '0'],
  [13, '13'],
  [0.25, '0.250'],
])('%d is read as %s', (value, text) => {
  expect(compactText(value)).toBe(text);
});

test('a compact number has three significant digits and is never further off than they allow', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1000, max: 2 ** 50 }), (value) => {
      const { digits, prefix } = compact(value);
      const back = Number(digits) * 1000 ** ['', 'k', 'M', 'G', 'T', 'P'].indexOf(prefix);
      expect(digits.replace('.', '')).toHaveLength(3);
      expect(Math.abs(back - value) / value).toBeLessThanOrEqual(0.00501);
    }),
  );
});

test('an exact number keeps every digit, in groups of three', () => {
  expect(exactText(3_794_322)).toBe('3\u202f794\u202f322');
  fc.assert(
    fc.property(fc.integer({ min: 0 }), (value) => {
      expect(exactText(value).replaceAll('\u202f', '')).toBe(String(value));
    }),
  );
});

test('differences carry their sign, times their unit, products no dust', () => {
  expect([signedText(1200), signedText(-340)]).toEqual(['+1.20\u202fk', '\u2212340']);
  expect([timeText(0.84), timeText(12.4), timeText(3200)]).toEqual(['840\u202fµs', '12.4\u202fms', '3.20\u202fs']);
  expect([plainText(24 * 1.1), plainText(1e-5), plainText(0)]).toEqual(['26.4', '1e-5', '0']);
});
