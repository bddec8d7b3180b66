import { expect, test } from 'vitest';
import { createTask, createTaskSlot, type TaskStatus } from '../../src/state/task';
import { whenRested } from '../../src/state/whenRested';

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

test('a task shows which work it is at, how far it is and what stopped it; of what was cancelled it shows nothing more', async () => {
  const shown: TaskStatus<{ name: string }, { done: number }>[] = [];
  const task = createTask<{ name: string }, { done: number }>((status) => shown.push(status));
  await task.start({ name: 'a' }, async (_, onProgress) => onProgress({ done: 0.5 }));
  expect(shown.splice(0)).toEqual([{ kind: 'working', name: 'a', done: 0.5 }, { kind: 'idle' }]);
  await task.start({ name: 'b' }, () => Promise.reject(new Error('no')));
  expect(shown.splice(0)).toMatchObject([{ kind: 'failed', name: 'b', fault: { name: 'Error', message: 'no' } }]);
  let tell = (_: { done: number }) => {};
  const first = task.start({ name: 'c' }, (signal, onProgress) => {
    tell = onProgress;
    return lasting().job(signal);
  });
  expect(task.underWay()).toEqual({ name: 'c' });
  await task.start({ name: 'd' }, async () => tell({ done: 1 }));
  expect(await first).toBeNull();
  expect(shown).toEqual([{ kind: 'idle' }]);
  expect(task.underWay()).toBeNull();
});

test('what waits for a rest runs once, the last of what was asked for, and not at all where it was let go', async () => {
  const ran: string[] = [];
  const rested = whenRested(1);
  for (const name of ['a', 'b', 'c']) rested(() => ran.push(name));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(ran).toEqual(['c']);
  rested(() => ran.push('d'));
  rested.cancel();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(ran).toEqual(['c']);
});
