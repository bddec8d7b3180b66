import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KNOBS, type KnobName, type Knobs, LEVELS, type LevelName } from '../../../src/motion/knobs';
import { TASKS, type TaskName } from '../../../src/motion/tasks';
import { readTrainCode, trainCode } from '../../../src/state/codes/trainCode';
import { recipeOf, withSetting } from '../../../src/state/train/recipeSettings';
import { levelOf, type TrainChoice } from '../../../src/state/train/train';
import { RECIPES, type RecipeName } from '../../../src/training/recipes';

const names = Object.keys(KNOBS) as KnobName[];
const byHand: fc.Arbitrary<Knobs> = fc
  .array(fc.integer({ min: 0, max: 100 }), { minLength: names.length, maxLength: names.length })
  .map((values) => Object.fromEntries(names.map((name, at) => [name, (values[at] ?? 0) / 100])) as unknown as Knobs);

const anyChoice: fc.Arbitrary<TrainChoice> = fc.record({
  task: fc.constantFrom(...(Object.keys(TASKS) as TaskName[])),
  level: fc.oneof(fc.constantFrom(...(Object.keys(LEVELS) as LevelName[])), byHand.map(levelOf)),
  recipe: fc.constantFrom(...(Object.keys(RECIPES) as RecipeName[])),
  set: fc.record(
    {
      lr: fc.double({ min: 1e-6, max: 10, noNaN: true }),
      batch: fc.integer({ min: 1, max: 128 }),
      frozen: fc.integer({ min: -1, max: 4 }),
    },
    { requiredKeys: ['lr'] },
  ),
  steps: fc.integer({ min: 1, max: 100_000 }),
  seed: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
});

test('what is learnt comes back from its text, levels by name and knobs by hand', () => {
  fc.assert(
    fc.property(anyChoice, (choice) => {
      expect(readTrainCode(trainCode(choice))).toEqual(choice);
    }),
    { numRuns: 60 },
  );
});

test('numbers of a recipe set by hand come into the recipe, and its own do not count as set', () => {
  const choice = readTrainCode('four:easy:sgd~lr0.02~frozen1:40:0');
  if (!choice) throw new Error('not read');
  expect(recipeOf(choice)).toMatchObject({
    schedule: { rate: 0.02 },
    scope: { frozenStages: 1 },
    steps: 40,
    batch: 16,
  });
  expect(withSetting(choice, 'batch', 16)).toEqual({ lr: 0.02, frozen: 1 });
  expect(withSetting(choice, 'batch', 1e6)).toEqual({ lr: 0.02, frozen: 1, batch: 128 });
  expect(withSetting({ recipe: 'sgd', steps: 40 }, 'lr', 0.1)).toEqual({});
});

test('knobs of a level are that level again', () => {
  expect(levelOf({ ...LEVELS.hard })).toBe('hard');
  expect(readTrainCode('four:easy.noise10:small:10:0')?.level).toBe('easy');
});

test.each([
  'four:easy.noise101:small:10:0',
  'four:easy.constructor5:small:10:0',
  'four:medium.noise5:small:10:0',
  'four:constructor:small:10:0',
  'four:easy.:small:10:0',
  'four:easy:small~lr:10:0',
  'four:easy:small~batch0.5:10:0',
  'four:easy:small~batch1000:10:0',
  'four:easy:small~constructor1:10:0',
])('a text that says nothing of the kind is refused: %s', (text) => {
  expect(readTrainCode(text)).toBeNull();
});
