import { expect, test } from 'vitest';
import { imagesSource, inOrder } from '../../src/video/imagesSource';

const file = (name: string, type = 'image/png') => new File(['-'], name, { type });

test('numbers in names count as numbers', () => {
  const names = ['img_10.png', 'img_2.png', 'img_1.png', 'cover.png'].map((name) => file(name));
  expect(inOrder(names).map(({ name }) => name)).toEqual(['cover.png', 'img_1.png', 'img_2.png', 'img_10.png']);
});

test('a folder without images is refused', async () => {
  await expect(imagesSource([file('notes.txt', 'text/plain')], 'holiday')).rejects.toThrow(
    'holiday: None of its 1 files is an image. Choose a folder of png, jpeg or webp files.',
  );
});
