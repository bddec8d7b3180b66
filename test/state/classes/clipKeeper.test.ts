import { expect, test } from 'vitest';
import { EMPTY_LIBRARY } from '../../../src/dataset/library';
import { createClipKeeper } from '../../../src/state/classes/clipKeeper';
import type { KeyValues } from '../../../src/state/keyValues';
import { clip, take } from '../../dataset/anyLibrary';

/** A browser's store, which may be full, or refused. */
function storeOf(state: { fault: string | null } = { fault: null }) {
  const stored = new Map<string, unknown>();
  const check = () => {
    if (state.fault) throw new DOMException('', state.fault);
  };
  const values: KeyValues = {
    get: async (key) => {
      if (state.fault === 'SecurityError') check();
      return stored.get(key);
    },
    set: async (entries) => {
      check();
      for (const [key, value] of entries) stored.set(key, value);
    },
    delete: async (keys) => {
      for (const key of keys) stored.delete(key);
    },
    keys: async () => {
      if (state.fault === 'SecurityError') check();
      return [...stored.keys()];
    },
  };
  return { stored, values, state };
}

const VIDEO = new Blob(['video']);
const LIBRARY = { ...EMPTY_LIBRARY, takes: [take('t')], clips: [clip('c', 'k', 't')] };

test('a full store keeps nothing more, says so, and what is added stays usable until the tab closes', async () => {
  const { values, state, stored } = storeOf();
  let told = 0;
  const keeper = createClipKeeper(values, () => {
    told++;
  });
  await keeper.keepTake('t', VIDEO, LIBRARY);
  expect(keeper.whyNotLasting()).toBeNull();
  state.fault = 'QuotaExceededError';
  await keeper.keepTake('u', VIDEO, LIBRARY);
  expect(keeper.whyNotLasting()).toContain('no more room');
  expect(told).toBe(1);
  expect(stored.has('take/u')).toBe(false);
  expect(await (await keeper.take('u'))?.text()).toBe('video');
  // Emptying gives room, and the warning goes.
  state.fault = null;
  await keeper.sweep(LIBRARY);
  expect(keeper.whyNotLasting()).toBeNull();
  expect(await keeper.take('u')).toBeNull();
  expect(await keeper.take('t')).not.toBeNull();
});

test('once there is room again, what had found none is written, the data set last; where there is none still, it is said', async () => {
  const { values, state, stored } = storeOf({ fault: 'QuotaExceededError' });
  const keeper = createClipKeeper(values, () => {});
  await keeper.keepTake('t', VIDEO, LIBRARY);
  await keeper.keepFeatures('net', 'c', new Map());
  await keeper.sweep(LIBRARY);
  expect(keeper.whyNotLasting()).toContain('no more room');
  state.fault = null;
  await keeper.sweep(LIBRARY);
  expect([...stored.keys()]).toEqual(['take/t', 'features/net/c', 'library']);
  expect(keeper.whyNotLasting()).toBeNull();
});

test('a store that is refused is said to be, and clips are kept in memory', async () => {
  const { values } = storeOf({ fault: 'SecurityError' });
  const keeper = createClipKeeper(values, () => {});
  expect(await keeper.library()).toBeUndefined();
  await keeper.keepTake('t', VIDEO, LIBRARY);
  expect(keeper.whyNotLasting()).toContain('keeps nothing here');
  expect(await keeper.library()).toEqual(LIBRARY);
});

test('a recording whose tab closed is found again, as far as it was written, and only once', async () => {
  const { values } = storeOf();
  const recording = { id: 'r', classId: 'k', began: 5, type: 'video/webm' };
  const before = createClipKeeper(values, () => {});
  for (const [number, text] of ['one ', 'two ', 'three'].entries())
    await before.keepPiece(recording, number + 1, new Blob([text]));
  const after = createClipKeeper(values, () => {});
  const [cut, ...others] = await after.cutRecordings();
  expect(others).toEqual([]);
  expect(cut).toMatchObject(recording);
  expect(await cut?.video.text()).toBe('one two three');
  await after.dropPieces('r');
  expect(await after.cutRecordings()).toEqual([]);
});

test('sweeping lets go of videos, strips and features of what is gone, and of nothing else', async () => {
  const { values, stored } = storeOf();
  const keeper = createClipKeeper(values, () => {});
  const strip = { picture: VIDEO, frames: 8, width: 1, height: 1 };
  for (const id of ['t', 'gone']) {
    await keeper.keepTake(id, VIDEO, LIBRARY);
    await keeper.keepStrip(`${id}/0.000-2.000`, strip);
  }
  await keeper.keepFeatures('net', 'c', new Map([['look', Float32Array.of(1)]]));
  await keeper.keepFeatures('net', 'old', new Map());
  await keeper.sweep(LIBRARY);
  expect([...stored.keys()].toSorted()).toEqual(['features/net/c', 'library', 'strip/t/0.000-2.000', 'take/t']);
  expect(await keeper.features('net', 'c')).toEqual(new Map([['look', Float32Array.of(1)]]));
  await keeper.empty();
  expect(stored.size).toBe(0);
});
