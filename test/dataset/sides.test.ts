import { expect, test } from 'vitest';
import { mirroringOf, sideOf } from '../../src/dataset/sides';

const classes = (...names: string[]) => names.map((name) => ({ id: name, name }));

test.each([
  ['swipe left', 'left'],
  ['swipeLeft_2', 'left'],
  ['Wischen links', 'left'],
  ['turn-clockwise', 'right'],
  ['turn counter-clockwise', 'left'],
  ['turn anti clockwise', 'left'],
  ['droite', 'right'],
  ['hand_R', 'right'],
])('%s points %s', (name, side) => expect(sideOf(name)?.side).toBe(side));

test.each(['bright', 'leftover', 'upright', 'wave', 'left and right', 'roll', 'copyright'])(
  '%s points nowhere',
  (name) => expect(sideOf(name)).toBeNull(),
);

test('a mirror keeps, swaps or loses classes', () => {
  expect(mirroringOf(classes('wave', 'clap'))).toEqual({ kind: 'keeps' });
  const swap = mirroringOf(classes('swipe left', 'wave', 'swipe right'));
  expect(swap.kind).toBe('swaps');
  if (swap.kind === 'swaps')
    expect([...swap.partners]).toEqual([
      ['swipe left', 'swipe right'],
      ['swipe right', 'swipe left'],
    ]);
  expect(mirroringOf(classes('swipe left', 'wave')).kind).toBe('loses');
  expect(mirroringOf(classes('swipe left', 'push right')).kind).toBe('loses');
  expect(mirroringOf(classes('left', 'links', 'right')).kind).toBe('loses');
});
