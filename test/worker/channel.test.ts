import { afterEach, expect, test, vi } from 'vitest';
import { connectWorker } from '../../src/worker/channel';
import type { Exchange } from '../../src/worker/messages';
import { threadWorker } from './workers';

interface Asking {
  ask: Exchange<null, string>;
}

afterEach(() => vi.useRealTimers());

test('a worker that ends without a word before it has begun is noticed, and what was asked of it fails', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const client = connectWorker<Asking>(threadWorker(`require('node:worker_threads').parentPort.close();`));
  const asked = client.request('ask', null);
  asked.catch(() => {});
  await vi.advanceTimersByTimeAsync(19_000);
  expect(client.isOpen()).toBe(true);
  await vi.advanceTimersByTimeAsync(1000);
  await expect(asked).rejects.toMatchObject({
    name: 'WorkerCrash',
    message: 'A worker broke down: it did not begin within 20 seconds. Try again.',
  });
  expect(client.isOpen()).toBe(false);
});

test('one that has begun may take as long as it needs, also where there are no locks', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const worker = threadWorker(`
    const { parentPort } = require('node:worker_threads');
    parentPort.postMessage({ type: 'alive', lock: null });
    parentPort.on('message', ({ id }) => parentPort.postMessage({ type: 'result', id, result: 'late' }));`);
  const client = connectWorker<Asking>(worker);
  expect(await client.request('ask', null)).toBe('late');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(await client.request('ask', null)).toBe('late');
  client.end();
});
