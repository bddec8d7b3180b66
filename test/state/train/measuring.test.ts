import { expect, test } from 'vitest';
import type { Design } from '../../../src/design/design';
import { trainedFamily } from '../../../src/scaling/trainedFamily';
import { trainingKey } from '../../../src/scaling/trainingKey';
import { createMeasuring, knownOf, type Measuring, type MeasuringQueue } from '../../../src/state/train/measuring';
import { trainingHere } from '../../worker/trainingHere';

const [tiny] = trainedFamily().rows;
if (!tiny) throw new Error('the table is empty');

/** The table's smallest network, written so that the table does not know it: where ReLU writes is nothing to our graphs. */
const APART: Design = {
  ...tiny.design,
  reference: { ...tiny.design.reference, act_cfg: { type: 'ReLU', inplace: false } },
};
/** Another that is soon trained. */
const OTHER: Design = { ...APART, head: tiny.design.head && { ...tiny.design.head, mid_channels: 16 } };

/** Comes when something holds of the queue. */
function until({ store }: MeasuringQueue, holds: (state: Measuring) => boolean): Promise<Measuring> {
  return new Promise((resolve) => {
    const check = (state: Measuring) => {
      if (!holds(state)) return;
      stop();
      resolve(state);
    };
    const stop = store.subscribe(check);
    check(store.getState());
  });
}

test('what is measured here equals the table, whatever rests there were; a design of the table is not trained again', {
  timeout: 120_000,
}, async () => {
  const started: ReturnType<typeof trainingHere>[] = [];
  const queue = createMeasuring(() => {
    const here = trainingHere();
    started.push(here);
    return here.training;
  });
  await queue.measure([tiny.design]);
  expect(started).toHaveLength(0);
  expect(queue.store.getState()).toMatchObject({ phase: { kind: 'done' }, jobs: [] });
  expect(knownOf(queue.store.getState(), tiny.design)).toMatchObject({ here: false });

  expect(knownOf(queue.store.getState(), APART)).toBeNull();
  const measured = queue.measure([APART, APART]);
  expect(queue.store.getState().jobs.map(({ seed }) => seed)).toEqual([0, 1]);
  await until(queue, ({ updates }) => updates > 20);
  queue.pause();
  const { updates } = queue.store.getState();
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const paused = queue.store.getState();
  expect(paused.phase).toEqual({ kind: 'paused' });
  // The update under way was finished, and no other begun.
  expect(paused.updates).toBeLessThan(240);
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(queue.store.getState().updates).toBe(paused.updates);
  expect(paused.updates).toBeGreaterThanOrEqual(updates);
  expect(paused.done).toBe(0);
  queue.resume();
  await measured;
  expect(queue.store.getState()).toMatchObject({ phase: { kind: 'done' }, done: 2, msLeft: null });
  const known = knownOf(queue.store.getState(), APART);
  expect(known).toMatchObject({ here: true, diverged: null });
  // To the bit: the hash of all weights is the table's.
  expect(known?.runs).toEqual(tiny.runs.map(({ loss, ...run }) => ({ ...run, loss: expect.closeTo(loss, 3) })));
  // The trainer is ended with its queue, and nothing of it is kept in the browser's store.
  expect(started).toHaveLength(1);
  expect(started[0]?.trainers.map((trainer) => trainer.isOpen())).toEqual([false]);
  expect(await started[0]?.runs.ids()).toEqual([]);
});

test('the newest wins, and what is cancelled leaves no trainer behind; a failure is said, and asked for again', {
  timeout: 60_000,
}, async () => {
  const started: ReturnType<typeof trainingHere>[] = [];
  const queue = createMeasuring(() => {
    const here = trainingHere();
    started.push(here);
    return here.training;
  });
  const open = () => started.flatMap(({ trainers }) => trainers).filter((trainer) => trainer.isOpen()).length;
  const first = queue.measure([APART]);
  await until(queue, ({ updates }) => updates > 0);
  const second = queue.measure([OTHER]);
  await first;
  expect(queue.store.getState()).toMatchObject({ phase: { kind: 'running' }, jobs: [{ design: OTHER }, {}] });
  await until(queue, ({ updates, jobs }) => updates > 0 && jobs[0]?.design === OTHER);
  expect(open()).toBe(1);
  queue.cancel();
  await second;
  expect(queue.store.getState()).toMatchObject({ phase: { kind: 'cancelled' }, done: 0, updates: 0 });
  expect(open()).toBe(0);
  expect(queue.store.getState().results.has(trainingKey(OTHER))).toBe(false);

  // Paused and cancelled: it does not wait for ever.
  const third = queue.measure([OTHER]);
  queue.pause();
  expect(queue.store.getState().phase.kind).toBe('paused');
  queue.cancel();
  await third;
  expect(queue.store.getState().phase.kind).toBe('cancelled');
  expect(open()).toBe(0);

  const illegal: Design = { ...OTHER, clip: { ...OTHER.clip, t: 0 } };
  await queue.measure([illegal]);
  const { phase } = queue.store.getState();
  expect(phase.kind === 'failed' && phase.message).toMatch(/\w/);
  expect(open()).toBe(0);
});
