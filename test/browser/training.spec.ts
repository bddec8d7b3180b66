import { build } from '../../src/architecture/build';
import { openInNode } from '../../src/runtime/nodeSession';
import { motionDataset } from '../../src/training/motionData';
import { RECIPES, stretched } from '../../src/training/recipes';
import { tinyDesign } from '../../src/training/tinyDesign';
import { createRun } from '../../src/training/trainingRun';
import { openTraining } from '../../src/training/trainingSession';
import { stateDictFrom } from '../../src/training/trainingState';
import { weightHash } from '../../src/training/weightHash';
import { initWeights } from '../../src/weights/initialise';
import type { TrainingRequest } from '../../src/worker/trainerProtocol';
import { expect, test } from './workersPage';

const SIZE = { t: 4, h: 24, w: 24 };
const DATA = { kind: 'motion', task: 'directions', knobs: 'hard', seed: 7 } as const;
const REQUEST: TrainingRequest = {
  id: 'same bits',
  design: tinyDesign(8, SIZE),
  recipe: { ...stretched(RECIPES.small.recipe, 100), batch: 4 },
  data: DATA,
  seed: 3,
};

/** The run as the command line makes it. */
async function hashInNode({ design, recipe, seed }: TrainingRequest): Promise<string> {
  const architecture = build(design);
  const start = initWeights(architecture, seed);
  const session = await openTraining(architecture, recipe, { open: openInNode, weights: start, seed });
  const run = createRun(session, motionDataset(DATA, SIZE), recipe);
  while (run.steps() < recipe.steps) await run.step();
  return weightHash(stateDictFrom(session.layout, await session.state(), start));
}

test('a hundred steps in the page, paused, kept and gone on with after a reload, and under Node: the same bits', async ({
  workers: { page },
}) => {
  test.setTimeout(400_000);
  const inNode = hashInNode(REQUEST);
  const before = await page.evaluate(async (request) => {
    const training = window.workers.startTraining();
    const run = await training.open(request);
    const pause = await run.train({ steps: 40, validate: { every: 20, clips: 8 } }, { onProgress: () => {} });
    training.end();
    return { began: run.facts.step, pause };
  }, REQUEST);
  expect(before).toEqual({ began: 0, pause: { why: 'done', step: 40 } });

  await page.reload();
  await page.waitForFunction(() => 'workers' in window);
  const after = await page.evaluate(async (request) => {
    const { startTraining, weightHash } = window.workers;
    const training = startTraining();
    const run = await training.open(request);
    let longest = 0;
    let last = performance.now();
    const beat = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 10);
    const pause = await run.train({ steps: null, validate: null }, { onProgress: () => {} });
    clearInterval(beat);
    const hash = weightHash(await run.request('weights', null));
    training.end();
    return { began: run.facts.step, losses: run.facts.history.steps.length, pause, hash, longest };
  }, REQUEST);
  expect(after).toMatchObject({ began: 40, losses: 40, pause: { why: 'done', step: 100 } });
  expect(after.hash).toBe(await inNode);
});
