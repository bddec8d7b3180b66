import { expect, test } from 'vitest';
import { createTaskSlot } from '../../src/state/task';

/** A job that lasts until it is ended, or its signal is given. */
function lasting() {
  let end = () => {};
  const job = (signal: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      end = resolve;
      signal.addEventListener('abort', () => reject(signal.reason));
    });
  return { job, end: () => end() };
}

test('a job begins at once, and what became of it is told', async () => {
  const slot = createTaskSlot();
  let begun = false;
  const done = slot.start(async () => {
    begun = true;
  });
  expect(begun).toBe(true);
  expect(await done).toEqual({ kind: 'done' });
  const error = new Error('no');
  expect(await slot.start(() => Promise.reject(error))).toEqual({ kind: 'failed', error });
});

test('what is cancelled is no fault; cancelling nothing does nothing', async () => {
  const slot = createTaskSlot();
  slot.cancel();
  const outcome = slot.start(lasting().job);
  slot.cancel();
  expect(await outcome).toEqual({ kind: 'cancelled' });
});

test('of several the newest has the say, whichever ends last', async () => {
  const slot = createTaskSlot();
  const stubborn = lasting();
  // It heeds no signal, and ends after the newest.
  const first = slot.start(() => stubborn.job(new AbortController().signal));
  const second = slot.start(lasting().job);
  const third = lasting();
  const newest = slot.start(third.job);
  expect(await second).toBeNull();
  third.end();
  expect(await newest).toEqual({ kind: 'done' });
  stubborn.end();
  expect(await first).toBeNull();
});
