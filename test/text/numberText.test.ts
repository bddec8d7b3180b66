import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  amountText,
  compact,
  compactText,
  countText,
  exactText,
  plainText,
  shareText,
  signedText,
  timeText,
} from '../../src/text/numberText';

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
  expect([signedText(-340, 'B'), signedText(1.2e6, 'B')]).toEqual(['−340\u202fB', '+1.20\u202fMB']);
  expect([amountText(392, 'B'), amountText(1.96e9, 'MACs')]).toEqual(['392\u202fB', '1.96\u202fGMACs']);
  expect([timeText(0.84), timeText(12.4), timeText(3200)]).toEqual(['840\u202fµs', '12.4\u202fms', '3.20\u202fs']);
  expect([timeText(99_400), timeText(280_000)]).toEqual(['99.4\u202fs', '4\u202fmin 40\u202fs']);
  expect([plainText(24 * 1.1), plainText(1e-5), plainText(0)]).toEqual(['26.4', '1e-5', '0']);
});

test('below nothing stands a minus, not a hyphen', () => {
  expect([compactText(-12), compactText(-1200), exactText(-1234.5)]).toEqual(['−12', '−1.20\u202fk', '−1\u202f234.5']);
});

test('a share is whole from ten per cent on, and no row of zeros near nothing', () => {
  expect([1, 0.4123, 0.0998, 0.0034, 0.000_004_88, 0].map(shareText)).toEqual([
    '100 %',
    '41 %',
    '10 %',
    '0.3 %',
    '< 0.1 %',
    '0 %',
  ]);
});

test('one is one, and more are more', () => {
  expect([countText(1, 'block'), countText(0, 'block'), countText(1500, 'layer')]).toEqual([
    '1 block',
    '0 blocks',
    '1\u202f500 layers',
  ]);
});
