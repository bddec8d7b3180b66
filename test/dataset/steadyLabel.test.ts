import { expect, test } from 'vitest';
import { NO_LABEL, type SteadyLabel, steadied } from '../../src/dataset/steadyLabel';

/** An answer that comes a quarter of a second after the one before. */
const next = (said: SteadyLabel, answer: readonly number[]): SteadyLabel =>
  steadied(said, { probabilities: answer, energy: 0 }, 0.25);
const fed = (answers: readonly (readonly number[])[]): SteadyLabel => answers.reduce(next, NO_LABEL);

test('the first answer is taken as it is', () => {
  expect(fed([[0.2, 0.8]])).toMatchObject({ probabilities: [0.2, 0.8], label: 1 });
});

test('one stray answer changes nothing that is said, three in a row do', () => {
  const steady = fed([
    [0.9, 0.1],
    [0.9, 0.1],
    [0.3, 0.7],
  ]);
  expect(steady.label).toBe(0);
  expect(
    [
      [0.1, 0.9],
      [0.1, 0.9],
      [0.1, 0.9],
    ].reduce(next, steady).label,
  ).toBe(1);
});

test('two classes that take turns at the top do not flicker', () => {
  const turns = Array.from({ length: 20 }, (_, turn) => (turn % 2 ? [0.45, 0.55] : [0.55, 0.45]));
  const labels = turns.map((_, end) => fed(turns.slice(0, end + 1)).label);
  expect(new Set(labels).size).toBe(1);
});

test('smoothed probabilities stay a distribution, and answers of another network begin anew', () => {
  const steady = fed([
    [0.5, 0.3, 0.2],
    [0, 1, 0],
    [0.1, 0.1, 0.8],
  ]);
  expect(steady.probabilities.reduce((sum, value) => sum + value)).toBeCloseTo(1, 12);
  expect(next(steady, [0.4, 0.6])).toMatchObject({ probabilities: [0.4, 0.6], label: 1 });
});
