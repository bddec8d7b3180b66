import { expect, test } from 'vitest';
import { LESSONS } from '../../src/lessons/lessons';
import { claimText, exactClaimText, guessText, quantityText } from '../../src/present/claimText';
import { claimsOf } from '../lessons/pieces';

test('quantities carry their unit and three digits', () => {
  const plain = (text: string) => text.replaceAll('\u202f', ' ');
  expect(plain(quantityText(1962892112, 'MACs'))).toBe('1.96 GMACs');
  expect(plain(quantityText(3794322, 'parameters'))).toBe('3.79 M parameters');
  expect(plain(quantityText(351648288, 'bytes'))).toBe('352 MB');
  expect(quantityText(216, 'times')).toBe('216 times');
  expect(quantityText(1.9996, 'times')).toBe('2 times');
  expect(plain(quantityText(0.8259, 'share'))).toBe('82.6 %');
  expect(plain(quantityText(73.1, 'per cent'))).toBe('73.1 %');
  expect(plain(quantityText(2967543760, 'number'))).toBe('2 967 543 760');
  expect(guessText(63.4, 'times')).toBe('63 times');
});

test('every claim of every lesson can be written, and asked for exactly', () => {
  for (const claim of LESSONS.flatMap(claimsOf)) {
    expect(claimText(claim)).toMatch(/\d/);
    expect(`${claimText(claim)} ${exactClaimText(claim)}`).not.toMatch(/NaN|undefined|e[+-]?\d/);
  }
});
