import { expect, test } from 'vitest';
import { newest } from '../../src/video/camera';

/** Something that remembers having been closed. */
function picture(name: string) {
  const it = {
    name,
    closed: false,
    close: () => {
      it.closed = true;
    },
  };
  return it;
}

test('who waits gets the next picture', async () => {
  const latest = newest<ReturnType<typeof picture>>();
  const waiting = latest.take();
  latest.put(picture('first'));
  expect((await waiting)?.name).toBe('first');
  expect(latest.counts()).toEqual({ given: 1, dropped: 0 });
});

test('what nobody took in time is closed and counted as dropped', async () => {
  const latest = newest<ReturnType<typeof picture>>();
  const pictures = ['a', 'b', 'c'].map(picture);
  for (const each of pictures) latest.put(each);
  expect((await latest.take())?.name).toBe('c');
  expect(pictures.map(({ closed }) => closed)).toEqual([true, true, false]);
  expect(latest.counts()).toEqual({ given: 3, dropped: 2 });
});

test('after the end nothing is held and nobody waits', async () => {
  const latest = newest<ReturnType<typeof picture>>();
  const held = picture('held');
  latest.put(held);
  latest.end();
  expect(held.closed).toBe(true);
  expect(await latest.take()).toBeNull();
  const late = picture('late');
  latest.put(late);
  expect(late.closed).toBe(true);

  const other = newest<ReturnType<typeof picture>>();
  const waiting = other.take();
  other.end();
  expect(await waiting).toBeNull();
});
