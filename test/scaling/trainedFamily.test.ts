import { expect, test } from 'vitest';
import { build } from '../../src/architecture/build';
import { TASKS } from '../../src/motion/tasks';
import { FamilyError, readTrainedFamily, rowOf, trainedFamily } from '../../src/scaling/trainedFamily';
import table from '../../src/scaling/trainedFamily.json';
import { trainingKey } from '../../src/scaling/trainingKey';
import { FAMILY_SEEDS, familyRequest, familyTask } from '../../src/state/train/familyTraining';

const { recipe, rows } = trainedFamily();
const chance = recipe.clips / TASKS[familyTask()].classes.length;
/** Five standard deviations of guessing: of a hundred numbers, one leaves that by chance once in ten thousand times. */
const spread = 5 * Math.sqrt(chance * (1 - chance / recipe.clips));

test('at least 40 designs that differ are trained from two seeds each, by a recipe that the app knows', () => {
  expect(rows.length).toBeGreaterThanOrEqual(40);
  expect(new Set(rows.map(({ design }) => trainingKey(design))).size).toBe(rows.length);
  const hashes = rows.flatMap(({ runs }) => runs.map(({ hash }) => hash));
  expect(new Set(hashes).size).toBe(hashes.length);
  for (const { design, runs } of rows) {
    expect(runs.map(({ seed }) => seed)).toEqual(FAMILY_SEEDS);
    expect(familyRequest(design, 0)).toMatchObject({
      design,
      recipe: { steps: recipe.steps, batch: recipe.batch },
      data: { task: 'four', knobs: 'easy', seed: 0 },
    });
  }
});

test('who sees one frame only guesses, from every seed, however large; shuffling one frame changes nothing', () => {
  const still = rows.filter(({ design }) => design.clip.t === 1);
  expect(still.length).toBeGreaterThanOrEqual(10);
  const macs = still.map(({ design }) => build(design).layers.length);
  expect(Math.max(...macs)).toBeGreaterThan(Math.min(...macs));
  for (const { design, runs } of still)
    for (const { right, shuffled, backwards, loss } of runs) {
      expect(Math.abs(right - chance), JSON.stringify(design.clip)).toBeLessThan(spread);
      expect(Math.abs(backwards - chance)).toBeLessThan(spread);
      expect(shuffled).toBe(right);
      expect(loss).toBeCloseTo(Math.log(4), 1);
    }
});

test('of shuffled clips no more can be right than their axis tells: left and right are each other’s half', () => {
  // Who sees the axis and no order names half of the clips rightly.
  const most = recipe.clips / 2 + 5 * Math.sqrt(recipe.clips / 4);
  for (const { design, runs } of rows)
    for (const { shuffled } of runs)
      expect(shuffled, JSON.stringify(design)).toBeLessThan(design.clip.t > 2 ? most : recipe.clips);
});

test('many learn: with eight frames far more than guessing, and played backwards the opposite direction', () => {
  const [eight] = rows.filter(
    ({ design }) => design.clip.t === 8 && design.clip.h === 24 && design.reference.gamma_b > 1,
  );
  for (const { right, backwards } of eight?.runs ?? []) {
    expect(right / recipe.clips).toBeGreaterThan(0.8);
    expect(backwards / recipe.clips).toBeGreaterThan(0.8);
  }
  expect(rows.filter(({ runs }) => runs.every(({ right }) => right > chance + spread)).length).toBeGreaterThan(20);
});

test('a design is found however its numbers were written', () => {
  const [first] = rows;
  if (!first) throw new Error('the table is empty');
  const { reference, clip } = first.design;
  // Eight channels and one block a stage, by other numbers; frames of a clip of one are any distance apart.
  const other = {
    ...first.design,
    reference: { ...reference, gamma_w: 0.3334, gamma_d: 0.4 },
    clip: { ...clip, interval: 7, n: 3 },
  };
  expect(rowOf(other)).toBe(first);
  expect(rowOf({ ...other, clip: { ...other.clip, h: 40 } })).toBeNull();
  expect(rowOf({ ...other, reference: { ...reference, zero_init_residual: true } })).toBeNull();
});

test.each([
  ['rows', (broken: typeof table) => Object.assign(broken, { rows: {} })],
  ['rows[1].runs[0].right', (broken: typeof table) => Object.assign(broken.rows[1]?.runs[0] ?? {}, { right: 401 })],
  ['rows[1].runs[0].hash', (broken: typeof table) => Object.assign(broken.rows[1]?.runs[0] ?? {}, { hash: 7 })],
  ['rows[2].design', (broken: typeof table) => Object.assign(broken.rows[2]?.design.clip ?? {}, { t: 0 })],
  ['recipe.steps', (broken: typeof table) => Object.assign(broken.recipe, { steps: '240' })],
])('a table that says something else at %s is refused, with the place', (place, breaks) => {
  const broken = structuredClone(table);
  breaks(broken);
  expect(() => readTrainedFamily(broken)).toThrow(FamilyError);
  expect(() => readTrainedFamily(broken)).toThrow(`trainedFamily.json, ${place}: `);
});
