import { expect, test } from 'vitest';
import { imageFolder, leftOutText } from '../../../src/state/run/imageFolder';
import { imagesSource } from '../../../src/video/imagesSource';

const found = (path: string, type = 'image/png') => ({
  path,
  file: new File(['-'], path.slice(path.lastIndexOf('/') + 1), { type }),
});

test('numbers in paths count as numbers, folders before what comes after them', () => {
  const paths = ['b/img_1.png', 'a/img_10.png', 'a/img_2.png', 'a/cover.png'];
  const { files } = imageFolder(
    paths.map((path) => found(path)),
    'walk',
  );
  expect(files.map(({ name }) => name)).toEqual(['cover.png', 'img_2.png', 'img_10.png', 'img_1.png']);
});

test('what is no frame is left out, counted by reason and named', () => {
  const folder = imageFolder(
    [
      found('walk/1.png'),
      found('walk/.DS_Store', ''),
      found('walk/__MACOSX/1.png'),
      found('walk/2.heic', 'image/heic'),
      ...['a', 'b', 'c', 'd'].map((name) => found(`walk/${name}.txt`, 'text/plain')),
    ],
    'walk',
  );
  expect(folder.files.map(({ name }) => name)).toEqual(['1.png']);
  expect(leftOutText(folder)).toBe(
    'Left out: 2 as hidden (walk/__MACOSX/1.png, walk/.DS_Store), 1 as undecodable (walk/2.heic), 4 as no image (walk/a.txt, walk/b.txt, walk/c.txt, …).',
  );
  expect(leftOutText(imageFolder([found('1.png')], 'walk'))).toBeNull();
});

test('a folder without images is refused', async () => {
  await expect(imagesSource([], 'holiday')).rejects.toThrow(
    'holiday: It holds no image that can be decoded. Choose a folder of png, jpeg or webp files.',
  );
});
