import { expect, test } from 'vitest';
import { withClass, withClassName } from '../../../src/dataset/edits';
import { createApp } from '../../../src/state/app';
import { createClipKeeper } from '../../../src/state/classes/clipKeeper';
import { createCollection } from '../../../src/state/classes/collection';
import type { KeyValues } from '../../../src/state/keyValues';
import type { Studio } from '../../../src/worker/client';
import { RequestError } from '../../../src/worker/failure';

/** A browser's store that takes so many videos, and what lies in it. */
function storeOf(room = Number.POSITIVE_INFINITY, stored = new Map<string, unknown>()) {
  const values: KeyValues = {
    get: async (key) => stored.get(key),
    set: async (entries) => {
      const videos = [...stored.keys(), ...entries.map(([key]) => key)].filter((key) => key.startsWith('take/'));
      if (new Set(videos).size > room) throw new DOMException('', 'QuotaExceededError');
      for (const [key, value] of entries) stored.set(key, value);
    },
    delete: async (keys) => {
      for (const key of keys) stored.delete(key);
    },
    keys: async () => [...stored.keys()],
  };
  return { values, stored };
}

/** What a browser's decoder says of videos: those whose text is `broken` it refuses, in the sentence that people read. */
const decoder = {
  async request(_: string, { file, name }: { readonly file: Blob; readonly name: string }) {
    if ((await file.text()) === 'broken')
      throw new RequestError({ name: 'VideoError', message: `${name} is damaged.`, fields: {}, stack: '' });
    return {
      facts: { duration: 2, width: 320, height: 240 },
      strip: { picture: new Blob(['strip']), frames: 8, width: 1, height: 1 },
    };
  },
} as unknown as Studio;

function collectionOver({ values }: Pick<ReturnType<typeof storeOf>, 'values'>) {
  const app = createApp();
  const keeper = createClipKeeper(values, () => app.classes.setState({ whyNotLasting: keeper.whyNotLasting() }));
  const collection = createCollection({ ...app, keeper, studio: () => decoder, space: async () => null });
  const said = () => app.notices.getState().notices.map(({ text }) => text);
  return { app, keeper, collection, said, state: () => app.classes.getState() };
}

const wave = { id: 'wave', name: 'wave' };
const files = (count: number, broken = -1) =>
  Array.from({ length: count }, (_, at) => new File([at === broken ? 'broken' : 'video'], `${at}.mp4`));

test('one broken video among a hundred is told by its name, and the others are there', async () => {
  const { collection, state } = collectionOver(storeOf());
  await collection.load();
  collection.edit((library) => withClass(library, wave));
  await collection.addVideos([{ classId: 'wave', files: files(100, 41) }]);
  const { library, refusals, adding } = state();
  expect(library.clips).toHaveLength(99);
  expect(refusals).toEqual([{ name: '41.mp4', sentence: '41 is damaged.' }]);
  expect(adding).toBeNull();
  const placed = Object.assign(new File(['broken'], '1.mp4'), { webkitRelativePath: 'set/wave/1.mp4' });
  await collection.addVideos([{ classId: 'wave', files: [placed] }]);
  expect(state().refusals.map(({ name }) => name)).toEqual(['set/wave/1.mp4']);
  // All of them are one step of undo, and what was edited before stays another.
  collection.undo();
  expect(state().library.clips).toHaveLength(0);
  expect(state().library.classes).toEqual([wave]);
  collection.redo();
  expect(state().library.clips).toHaveLength(99);
});

test('where the browser’s room ends amid many videos, all of them can be used, and it is said that the last do not last', async () => {
  const store = storeOf(6);
  const { collection, state } = collectionOver(store);
  await collection.load();
  collection.edit((library) => withClass(library, wave));
  await collection.addVideos([{ classId: 'wave', files: files(10) }]);
  const { library, refusals, whyNotLasting } = state();
  expect(refusals).toEqual([]);
  expect(library.clips).toHaveLength(10);
  expect(whyNotLasting).toContain('no more room');
  for (const { takeId } of library.clips) expect(await (await collection.video(takeId))?.text()).toBe('video');
  // An edit is kept, as it takes no room; another visit finds what had room, and says what had not.
  collection.edit((before) => withClassName(before, 'wave', 'waving'));
  const again = collectionOver(store);
  await again.collection.load();
  for (const { takeId } of again.state().library.clips) expect(await again.collection.video(takeId)).not.toBeNull();
  expect(again.state().library.classes).toEqual([{ ...wave, name: 'waving' }]);
  expect(again.state().library.clips).toHaveLength(6);
  expect(again.said().join()).toContain('4 clips were not kept');
});

test('what a closed tab had recorded so far is a clip at the next visit, which is said; too little of it is said too', async () => {
  const store = storeOf();
  const first = collectionOver(store);
  await first.collection.load();
  first.collection.edit((library) => withClass(library, wave));
  const recording = { id: 'r', classId: 'wave', began: 5, type: 'video/webm' };
  await first.keeper.keepPiece(recording, 1, new Blob(['vid']));
  await first.keeper.keepPiece(recording, 2, new Blob(['eo']));
  await first.keeper.keepPiece({ ...recording, id: 's' }, 1, new Blob(['broken']));
  const { collection, state, said } = collectionOver(store);
  await collection.load();
  const { library } = state();
  expect(library.clips.map(({ classId }) => classId)).toEqual(['wave']);
  expect(await (await collection.video(library.clips[0]?.takeId ?? ''))?.text()).toBe('video');
  expect(said().join()).toContain('has been kept');
  expect(said().join()).toContain('Record it again');
  expect([...store.stored.keys()].filter((key) => /^(piece|recording)/.test(key))).toEqual([]);
});
