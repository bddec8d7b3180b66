import { expect, test } from 'vitest';
import { rankedClasses } from '../../../src/state/run/scores';

const views = [Float32Array.of(4, 0, 0), Float32Array.of(-4, 1, 0)];

// mmaction2's `average_clip`: `prob` is softmax(score, dim=2).mean(dim=1), `score` is score.mean(dim=1).
test('prob is the mean of the probabilities, score the softmax of the mean score; the two may disagree', () => {
  const softmax = (scores: readonly number[]) => {
    const total = scores.reduce((sum, score) => sum + Math.exp(score), 0);
    return scores.map((score) => Math.exp(score) / total);
  };
  const mean = softmax([4, 0, 0]).map((p, i) => (p + (softmax([-4, 1, 0])[i] ?? 0)) / 2);
  const byProb = rankedClasses(views, 'prob');
  expect(byProb.map(({ index }) => index)).toEqual([0, 1, 2]);
  for (const { index, probability } of byProb) expect(probability).toBeCloseTo(mean[index] ?? 0, 12);

  const byScore = rankedClasses(views, 'score');
  expect(byScore.map(({ index }) => index)).toEqual([1, 0, 2]);
  for (const { index, probability } of byScore) {
    expect(probability).toBeCloseTo(softmax([0, 0.5, 0])[index] ?? 0, 12);
  }
});

test('one view gives the same either way, and large scores do not overflow', () => {
  const one = [Float32Array.of(1000, 999, 0)];
  expect(rankedClasses(one, 'prob')).toEqual(rankedClasses(one, 'score'));
  expect(rankedClasses(one, 'prob')[0]?.probability).toBeCloseTo(1 / (1 + Math.exp(-1)), 12);
});
