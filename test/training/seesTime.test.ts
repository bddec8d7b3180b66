import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { build } from '../../src/architecture/build';
import { bytesSource } from '../../src/checkpoint/byteSource';
import { fitCheckpoint } from '../../src/checkpoint/fitCheckpoint';
import { openCheckpoint } from '../../src/checkpoint/openCheckpoint';
import { referenceNames } from '../../src/checkpoint/referenceNames';
import { completeDesign } from '../../src/design/complete';
import { openInNode } from '../../src/runtime/nodeSession';
import { evaluate, withinEachPair } from '../../src/training/evaluation';
import { mostByChance } from '../../src/training/interval';
import { motionDataset } from '../../src/training/motionData';
import { DEFAULT_RECIPE } from '../../src/training/recipe';
import { RECIPES, stretched } from '../../src/training/recipes';
import { tinyDesign } from '../../src/training/tinyDesign';
import { createRun } from '../../src/training/trainingRun';
import { openTraining } from '../../src/training/trainingSession';
import { initWeights } from '../../src/weights/initialise';

const BATCH = 16;
const TRAINED = new URL('../../public/trained/', import.meta.url);

/** Clips asked about for each class. In shuffled frames few are called by either name of a pair: fewer would say nothing. */
const EACH = 40;

test.each(['eight-directions', 'nine-motions'])(
  'a network that learnt motion cannot tell opposites in shuffled frames, and takes clips played backwards for their opposite: %s',
  async (name) => {
    const card = JSON.parse(readFileSync(new URL(`${name}.json`, TRAINED), 'utf8'));
    const architecture = build(completeDesign(card.design));
    const file = await openCheckpoint(bytesSource(new Uint8Array(readFileSync(new URL(card.file, TRAINED)))));
    const { weights } = await fitCheckpoint(referenceNames(file), architecture, { seed: 0 });
    const options = { open: openInNode, weights, seed: 0 };
    const session = await openTraining(architecture, { ...DEFAULT_RECIPE, batch: BATCH }, options);
    const dataset = motionDataset({ ...card.data, knobs: 'easy' }, architecture.design.clip);
    const { classes, partners } = dataset;
    if (partners === null) throw new Error('The motion world has partners.');
    const asked = { split: 'test', count: classes.length * EACH, batch: BATCH } as const;
    const [plain, shuffled, backwards] = [
      await evaluate(session, dataset, asked),
      await evaluate(session, dataset, { ...asked, variation: 'shuffled' }),
      await evaluate(session, dataset, { ...asked, variation: 'backwards' }),
    ];
    await session.close();
    const pairs = withinEachPair(shuffled, partners);
    expect(pairs).toHaveLength(4);
    for (const { pair, share } of pairs) {
      const words = `${pair.map((index) => classes[index]).join(' or ')}: ${share.successes} of ${share.trials}`;
      const most = mostByChance(share.trials, 1 / 2);
      expect(share.trials, words).toBeGreaterThan(5);
      expect(share.successes, words).toBeLessThanOrEqual(most);
      expect(share.trials - share.successes, words).toBeLessThanOrEqual(most);
    }
    // The confusion of the same clips played backwards: what was called by its name is called by its partner's.
    const right = plain.labels.flatMap((label, clip) => (plain.answers[clip] === label ? [clip] : []));
    const swapped = right.filter((clip) => backwards.answers[clip] === partners[plain.labels[clip] as number]);
    expect(right.length / plain.labels.length).toBeGreaterThan(0.9);
    expect(swapped.length / right.length).toBeGreaterThan(0.9);
    for (const [label, row] of backwards.confusion.entries()) expect(row.indexOf(Math.max(...row))).toBe(label);
  },
);

test('an X2D, which gets one frame, learns nothing of motion: it stays at chance', async () => {
  const size = { t: 1, h: 32, w: 32 };
  const design = tinyDesign(8, size);
  const recipe = { ...stretched(RECIPES.small.recipe, 100), batch: BATCH };
  const session = await openTraining(build(design), recipe, {
    ...{ open: openInNode, seed: 0 },
    weights: initWeights(build(design), 0),
  });
  const dataset = motionDataset({ task: 'directions', knobs: 'easy', seed: 0 }, size);
  const run = createRun(session, dataset, recipe);
  while (run.steps() < recipe.steps) await run.step();
  const { accuracy } = await evaluate(session, dataset, { split: 'test', count: 8 * 16, batch: BATCH });
  await session.close();
  expect(accuracy.successes).toBeLessThanOrEqual(mostByChance(accuracy.trials, 1 / 8));
});
