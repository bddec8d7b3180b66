import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { presetNamed } from '../../src/design/presets';
import { type Client, connectWorker } from '../../src/worker/channel';
import { RequestError } from '../../src/worker/failure';
import { createLastingStudio } from '../../src/worker/lastingStudio';
import type { StudioProtocol } from '../../src/worker/studioProtocol';
import { goldenFile, weightSet } from '../golden/checkpoints/pack';
import { startStudio, threadWorker } from './workers';

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
  expect(checkpoint).not.toEqual(first.checkpoint);
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

describe('a worker that does not hear a Cancel', () => {
  /** A studio in a thread of its own whose handler of one request spins for ever. */
  const spinning = (method: string, onStuck = () => {}) => {
    const script = `
      const { parentPort } = require('node:worker_threads');
      parentPort.postMessage({ type: 'alive', lock: null });
      parentPort.on('message', ({ type, id, method }) => {
        if (type === 'request' && method === ${JSON.stringify(method)}) for (;;);
        if (type === 'cancel') parentPort.postMessage({ type: 'heard', id });
      });`;
    return connectWorker<StudioProtocol>(threadWorker(script), { obeysWithin: 200, onStuck });
  };

  test.each(['openCheckpoint', 'prepare', 'openSource', 'readClip', 'loadWeights', 'exportSource'] as const)(
    'while %s spins, Cancel frees at once, and a good file opens within two seconds',
    async (method) => {
      let first = true;
      studio.end();
      studio = createLastingStudio(() => {
        const life = first ? spinning(method) : startStudio();
        first = false;
        lives.push(life);
        return life;
      });
      const cancel = new AbortController();
      const stuck = studio.request(method, {} as never, { signal: cancel.signal });
      // Asked before the Cancel, of the worker that is stuck: it must not fail with what was stopped.
      const bystander = studio.request('exportSource', { design: presetNamed('XS').design, language: 'pytorch' });
      bystander.catch(() => {});
      // Until both have reached the worker.
      await new Promise((resolve) => setTimeout(resolve, 50));
      cancel.abort(new DOMException('Cancelled.', 'AbortError'));
      await expect(stuck).rejects.toMatchObject({ name: 'AbortError' });
      const start = performance.now();
      await vi.waitFor(() => expect(lives[0]?.isOpen()).toBe(false), { timeout: 5000, interval: 10 });
      const { checkpoint } = await studio.request('openCheckpoint', {
        file: new Blob([goldenFile('fmt_slowfast.pyth')]),
        onScreen: presetNamed('S').design,
      });
      expect(checkpoint).toEqual({ studioFile: 1 });
      expect(performance.now() - start).toBeLessThan(LOADED * 2000);
      expect(await bystander).toHaveProperty('text');
    },
  );

  test('gives its place to the next one before anybody asks', async () => {
    let first = true;
    studio.end();
    studio = createLastingStudio((onStuck) => {
      const life = first ? spinning('prepare', onStuck) : startStudio();
      first = false;
      lives.push(life);
      return life;
    });
    const cancel = new AbortController();
    const stuck = studio.request('prepare', {} as never, { signal: cancel.signal });
    await new Promise((resolve) => setTimeout(resolve, 50));
    cancel.abort(new DOMException('Cancelled.', 'AbortError'));
    await expect(stuck).rejects.toMatchObject({ name: 'AbortError' });
    await vi.waitFor(() => expect(lives).toHaveLength(2), { timeout: 5000, interval: 10 });
    expect(lives[0]?.isOpen()).toBe(false);
    expect(await source()).toHaveProperty('text');
    expect(lives).toHaveLength(2);
  });

  test('while it is still being loaded it is not ended, since another would only begin later', async () => {
    const loading = connectWorker<StudioProtocol>(threadWorker('setInterval(() => {}, 1000)'), { obeysWithin: 20 });
    const cancel = new AbortController();
    const asked = loading.request('prepare', {} as never, { signal: cancel.signal });
    cancel.abort(new DOMException('Cancelled.', 'AbortError'));
    await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(loading.isOpen()).toBe(true);
    loading.end();
  });

  test('one that hears it lives on', async () => {
    const cancel = new AbortController();
    const asked = studio.request(
      'exportSource',
      { design: presetNamed('XS').design, language: 'pytorch' },
      { signal: cancel.signal },
    );
    cancel.abort();
    await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
    await source();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(lives).toHaveLength(1);
    expect(lives[0]?.isOpen()).toBe(true);
  });
});

/** Nine others may share the machine with a test: their load is not the worker's. */
const LOADED = 3;
