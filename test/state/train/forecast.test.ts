// @vitest-environment jsdom
import { expect, test } from 'vitest';
import { forecastOf, keepSpeed } from '../../../src/state/train/forecast';
import { RECIPES } from '../../../src/training/recipes';
import { tinyDesign } from '../../../src/training/tinyDesign';

const { recipe } = RECIPES.small;
const design = tinyDesign(8, { t: 8, h: 32, w: 32 });

test('a forecast is the usual speed until something was trained here, then its own', () => {
  const before = forecastOf(design, recipe);
  expect(before.measuredHere).toBe(false);
  expect(before.ms).toBeGreaterThan(50);
  expect(before.ms).toBeLessThan(200);
  keepSpeed(design, recipe, 33);
  const after = forecastOf(design, recipe);
  expect(after.measuredHere).toBe(true);
  expect(after.ms).toBeCloseTo(33);
  // Twice the clips, twice the time.
  expect(forecastOf(design, { ...recipe, batch: 32 }).ms).toBeCloseTo(66);
  // What is frozen is computed forwards alone, and nothing of it is kept.
  const late = forecastOf(design, { ...recipe, scope: { frozenStages: 5 } });
  expect(late.ms).toBeGreaterThan(33 / 3);
  expect(late.ms).toBeLessThan(33 / 2);
  expect(late.memory).toBeLessThan(after.memory / 1.5);
});

test('the memory of a step is near what was measured under Node: 164 MB at 32 × 32, 375 MB at 64 × 64, where rows are written clip by clip', () => {
  const memoryAt = (side: number) => forecastOf(tinyDesign(8, { t: 8, h: side, w: side }), recipe).memory / 1e6;
  expect(Math.abs(memoryAt(32) / 164 - 1)).toBeLessThan(0.1);
  expect(Math.abs(memoryAt(64) / 375 - 1)).toBeLessThan(0.1);
});
