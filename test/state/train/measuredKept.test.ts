// @vitest-environment jsdom
import { expect, test } from 'vitest';
import type { Design } from '../../../src/design/design';
import { trainedFamily } from '../../../src/scaling/trainedFamily';
import { createMeasuring, knownOf } from '../../../src/state/train/measuring';

const { recipe, rows } = trainedFamily();
const [row] = rows;
if (!row) throw new Error('the table is empty');
const OTHER: Design = { ...row.design, clip: { ...row.design.clip, h: 40, w: 40 } };
const KEPT = { recipe, rows: [{ ...row, design: OTHER }] };

/** What a page knows of the design that was measured in an earlier visit. */
function knownAfter(text: string) {
  localStorage.setItem('x3d-studio.measured', text);
  const { store } = createMeasuring(() => {
    throw new Error('nothing is trained');
  });
  return knownOf(store.getState(), OTHER);
}

test('what was measured is there after a reload; what cannot be read, or came of another recipe, is not', () => {
  expect(knownAfter(JSON.stringify(KEPT))).toMatchObject({ here: true, runs: row.runs });
  expect(knownAfter(JSON.stringify({ ...KEPT, recipe: { ...recipe, steps: recipe.steps + 1 } }))).toBeNull();
  expect(knownAfter(JSON.stringify({ ...KEPT, rows: [{ ...row, design: { ...OTHER, clip: 7 } }] }))).toBeNull();
  expect(
    knownAfter(JSON.stringify({ ...KEPT, rows: [{ ...row, design: OTHER, runs: [{ right: 4000 }] }] })),
  ).toBeNull();
  for (const text of ['', '{', 'null', '[]', '{"recipe":7}']) expect(knownAfter(text), text).toBeNull();
});
