import { afterEach, beforeEach, expect, test } from 'vitest';
import { presetNamed } from '../../src/design/presets';
import type { Client } from '../../src/worker/channel';
import { RequestError } from '../../src/worker/failure';
import { createLastingStudio } from '../../src/worker/lastingStudio';
import type { StudioProtocol } from '../../src/worker/messages';
import { goldenFile, weightSet } from '../golden/checkpoints/pack';
import { startStudio } from './workers';

let lives: Client<StudioProtocol>[];
let studio: Client<StudioProtocol>;

beforeEach(() => {
  lives = [];
  studio = createLastingStudio(() => {
    const life = startStudio();
    lives.push(life);
    return life;
  });
});
afterEach(() => studio.end());

/** Ends the worker as an uncaught error in it would. */
const crash = () =>
  lives.at(-1)?.end(new RequestError({ name: 'WorkerCrash', message: 'A worker broke down.', fields: {}, stack: '' }));

const source = () => studio.request('exportSource', { design: presetNamed('XS').design, language: 'pytorch' });

test('nothing is started before something is asked', async () => {
  expect(lives).toHaveLength(0);
  await source();
  await source();
  expect(lives).toHaveLength(1);
});

test('what was asked of a worker that breaks down fails; the next request starts another', async () => {
  const asked = source();
  await Promise.resolve();
  crash();
  await expect(asked).rejects.toMatchObject({ name: 'WorkerCrash' });
  expect(await source()).toHaveProperty('text');
  expect(lives).toHaveLength(2);
});

test('a checkpoint survives: the next worker opens it again, under the number the page knows', async () => {
  const { design } = weightSet('fmt');
  const file = new Blob([goldenFile('fmt_slowfast.pyth')]);
  const first = await studio.request('openCheckpoint', { file, onScreen: design });
  const { checkpoint } = await studio.request('openCheckpoint', { file, onScreen: design });
  expect(checkpoint).not.toBe(first.checkpoint);
  const before = await studio.request('ledger', { checkpoint, design });
  crash();
  expect(await studio.request('ledger', { checkpoint, design })).toEqual(before);
  const weights = { kind: 'checkpoint', checkpoint, seed: 0 } as const;
  expect((await studio.request('loadWeights', { design, weights })).drawn).toEqual([]);
});

test('a checkpoint that was closed stays closed after a crash', async () => {
  const { checkpoint } = await studio.request('openCheckpoint', {
    file: new Blob([goldenFile('fmt_slowfast.pyth')]),
    onScreen: presetNamed('S').design,
  });
  await studio.request('closeCheckpoint', { checkpoint });
  crash();
  await expect(studio.request('ledger', { checkpoint, design: presetNamed('S').design })).rejects.toThrow(
    'is not open',
  );
});

test('once ended it stays so', async () => {
  await source();
  studio.end();
  await expect(source()).rejects.toMatchObject({ name: 'AbortError' });
  expect(lives).toHaveLength(1);
});
