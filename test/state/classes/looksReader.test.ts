import { expect, test } from 'vitest';
import type { ClipLook } from '../../../src/state/classes/looks';
import { createLooksReader } from '../../../src/state/classes/looksReader';
import { float32 } from '../../../src/tensor/tensor';
import type { Studio } from '../../../src/worker/client';
import { clip } from '../../dataset/anyLibrary';

const SIZE = { t: 2, h: 2, w: 2 };
const BYTES = 4 * 3 * 8;

/** Two looks at each of so many clips, and a studio whose pictures tell which look they are of. */
function looksOf(clips: number) {
  const looks = Array.from({ length: 2 * clips }, (_, at): ClipLook => {
    const view = { start: at, across: 0.5, down: 0.5, mirrored: false, still: false };
    return { clip: CLIPS[at >> 1] ?? clip(`c${at >> 1}`, 'k', 't'), name: `${at}`, view, label: 0, use: 'more' };
  });
  const decoded: number[] = [];
  const studio = {
    request: async (_: 'readViews', { views }: { readonly views: readonly { readonly start: number }[] }) => {
      decoded.push(...views.map(({ start }) => start));
      return float32(
        [views.length, 3, 2, 2, 2],
        new Float32Array(24 * views.length).map((__, at) => views[Math.floor(at / 24)]?.start ?? 0),
      );
    },
  } as unknown as Studio;
  return { looks, decoded, studio };
}

const CLIPS = Array.from({ length: 8 }, (_, at) => clip(`c${at}`, 'k', `t${at}`));

const placeOf = (studio: Studio, video: Blob | null = new Blob(['video'])) => ({
  ...{ studio, clip: SIZE, channels: 3 as const, window: 1, signal: new AbortController().signal },
  keeper: { take: async () => video },
});

test('looks come in the order asked for, are decoded once while they are kept, and no more are kept than fit', async () => {
  const { looks, decoded, studio } = looksOf(8);
  const read = createLooksReader(placeOf(studio), 4 * BYTES);
  const order = [3, 0, 3, 1].map((at) => looks[at] as ClipLook);
  const { shape, data } = await read(order);
  expect(shape).toEqual([4, 3, 2, 2, 2]);
  expect([0, 24, 48, 72].map((at) => data[at])).toEqual([3, 0, 3, 1]);
  expect(decoded.toSorted()).toEqual([0, 1, 3]);
  await read(order);
  expect(decoded).toHaveLength(3);
  // Room for four: the two that were read longest ago are decoded again, the others are not.
  await read(looks.slice(4, 7));
  decoded.length = 0;
  await read([looks[1], looks[4], looks[5], looks[6]] as ClipLook[]);
  expect(decoded).toEqual([]);
  await read([looks[0]] as ClipLook[]);
  expect(decoded).toEqual([0]);
});

test('a clip whose video is gone is told by its name', async () => {
  const { looks, studio } = looksOf(1);
  await expect(createLooksReader(placeOf(studio, null))(looks)).rejects.toThrow('c0: its video is not in the browser');
});
