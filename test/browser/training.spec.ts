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
  expect(before).toEqual({ began: 0, pause: { why: 'done', step: 40, keeps: true } });

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

test('a run of a large network goes to the store in pieces of 4 MB, and comes back whole', async ({
  workers: { page },
}) => {
  const found = await page.evaluate(
    async (request) => {
      const { browserRuns } = window.workers;
      const vector = (length: number, start: number) => Float32Array.from({ length }, (_, at) => start + at);
      const run = (step: number) => ({
        request,
        kept: {
          state: {
            weights: vector(2_500_001, step),
            moments: vector(1_000_000, -step),
            buffers: vector(7, step),
            step,
          },
          watched: { first: 2, recent: [2] },
        },
        history: { steps: [], validations: [] },
        when: 1000 + step,
      });
      const entries = async () => {
        const database = await new Promise<IDBDatabase>((resolve) => {
          const opening = indexedDB.open('x3d-training');
          opening.onsuccess = () => resolve(opening.result);
        });
        const counting = database.transaction('runs').objectStore('runs').getAllKeys();
        await new Promise((resolve) => {
          counting.onsuccess = resolve;
        });
        database.close();
        return counting.result.filter((key) => JSON.stringify(key).includes(request.id)).length;
      };
      let longest = 0;
      const { put } = IDBObjectStore.prototype;
      IDBObjectStore.prototype.put = function (value, key) {
        const vectors = value instanceof Float32Array ? [value] : [value.kept.state.weights, value.kept.state.moments];
        for (const { buffer } of vectors) longest = Math.max(longest, buffer.byteLength);
        return put.call(this, value, key);
      };
      const written = [await browserRuns.write(request.id, run(1)), await browserRuns.write(request.id, run(2))];
      // The disk is full after two pieces of the next.
      let pieces = 0;
      IDBObjectStore.prototype.put = function (value, key) {
        if (value instanceof Float32Array && pieces++ === 2) throw new DOMException('', 'QuotaExceededError');
        return put.call(this, value, key);
      };
      written.push(await browserRuns.write(request.id, run(3)));
      IDBObjectStore.prototype.put = put;
      const read = await browserRuns.read(request.id);
      const { state } = run(2).kept;
      const same = (['weights', 'moments', 'buffers'] as const).map((name) =>
        state[name].every((value, at) => read?.kept.state[name][at] === value),
      );
      const lengths = [read?.kept.state.weights.length, read?.kept.state.moments.length];
      const [ids, held] = [await browserRuns.ids(), await entries()];
      await browserRuns.forget(request.id);
      return { written, longest, same, lengths, listed: ids.includes(request.id), held, left: await entries() };
    },
    { ...REQUEST, id: 'in pieces' },
  );
  expect(found).toEqual({
    written: [true, true, false],
    longest: 4_000_000,
    same: [true, true, true],
    lengths: [2_500_001, 1_000_000],
    listed: true,
    // The run, and four pieces of it as it was last written whole.
    held: 5,
    left: 0,
  });
});
