import { expect } from '@playwright/test';
import { build } from '../../src/architecture/build';
import type { Design } from '../../src/design/design';
import { openInNode } from '../../src/runtime/nodeSession';
import { motionDataset } from '../../src/training/motionData';
import { RECIPES, stretched } from '../../src/training/recipes';
import { createRun } from '../../src/training/trainingRun';
import { openTraining } from '../../src/training/trainingSession';
import { initWeights } from '../../src/weights/initialise';
import type { Driver } from './driver';

/** Updates after which weights, moments and statistics are compared. */
export const COMPARED_AT = 100;

/** Compares the run that the page has kept, all its bits, with the same run under Node. */
export async function expectNodesBits(driver: Driver, design: Design): Promise<void> {
  const found = await driver.evaluate(keptHashes, COMPARED_AT);
  expect(found).toEqual([await hashInNode(design)]);
}

/** The run that `train=distance:easy:small:100:0` names. */
async function hashInNode(design: Design): Promise<string> {
  const architecture = build(design);
  const recipe = stretched(RECIPES.small.recipe, COMPARED_AT);
  const data = { task: 'distance', knobs: 'easy', seed: 0 } as const;
  const session = await openTraining(architecture, recipe, {
    open: openInNode,
    weights: initWeights(architecture, 0),
    seed: 0,
  });
  const run = createRun(session, motionDataset(data, design.clip), recipe);
  while (run.steps() < COMPARED_AT) await run.step();
  const { weights, moments, buffers } = await session.state();
  await session.close();
  return hashOf([weights, moments, buffers]);
}

/** FNV-1a over the bits of all vectors, as `keptHashes` has it. */
function hashOf(vectors: readonly Float32Array[]): string {
  let hash = 0x811c9dc5;
  for (const { buffer, byteOffset, length } of vectors)
    for (const word of new Uint32Array(buffer, byteOffset, length)) hash = Math.imul(hash ^ word, 0x01000193);
  return (hash >>> 0).toString(16);
}

/**
 * In the page: the hash of each kept run that has come so far, its long vectors in pieces as `worker/keptRuns` lays them
 * apart. Closes over nothing.
 */
async function keptHashes(step: number): Promise<string[]> {
  interface Kept {
    readonly when: number;
    readonly kept: { readonly state: { readonly buffers: Float32Array; readonly step: number } };
  }
  const answered = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const database = await answered(indexedDB.open('x3d-training'));
  const read = <T>(ask: (runs: IDBObjectStore) => IDBRequest<T>) =>
    answered(ask(database.transaction('runs').objectStore('runs')));
  const hashes: string[] = [];
  for (const id of await read((runs) => runs.getAllKeys())) {
    if (typeof id !== 'string') continue;
    const { when, kept }: Kept = await read((runs) => runs.get(id));
    if (kept.state.step !== step) continue;
    const pieces = (name: string): Promise<Float32Array[]> =>
      read((runs) => runs.getAll(IDBKeyRange.bound([id, when, name], [id, when, name, []])));
    let hash = 0x811c9dc5;
    for (const { buffer, byteOffset, length } of [
      ...(await pieces('weights')),
      ...(await pieces('moments')),
      kept.state.buffers,
    ])
      for (const word of new Uint32Array(buffer, byteOffset, length)) hash = Math.imul(hash ^ word, 0x01000193);
    hashes.push((hash >>> 0).toString(16));
  }
  database.close();
  return hashes;
}
