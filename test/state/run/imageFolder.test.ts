import fc from 'fast-check';
import { expect, test } from 'vitest';
import { imageFolder, leftOutText, MOST_FILES } from '../../../src/state/run/imageFolder';
import { imagesSource } from '../../../src/video/imagesSource';
import { reading } from '../../bounds/reading';
import { runs } from '../../setup/runs';

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

/** Names that files of a folder may have: empty, long, turning the direction of writing, acting in a terminal, hidden. */
const anyName = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.constantFrom(
    '',
    '.',
    '..',
    'Thumbs.db',
    '__proto__',
    'constructor',
    '\u202egnp.exe',
    '\x1b[2J.png',
    'n'.repeat(100_000),
  ),
  fc.nat(10 ** 12).map((number) => `img_${number}.png`),
);

test('whatever the files of a folder are called, it is read in time, and what is said of it is short and harmless', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(anyName, fc.constantFrom('image/png', 'image/heic', 'text/plain', '')), { maxLength: 200 }),
      fc.constantFrom(1, 1, 1, 100),
      anyName,
      async (names, times, folderName) => {
        const all = Array.from({ length: times }, (_, at) => names.map(([name, type]) => found(`${at}/${name}`, type)));
        const read = async () => {
          const folder = imageFolder(all.flat(), folderName);
          expect(folder.files.length + folder.leftOut.length).toBe(times * names.length);
          for (const said of [folder.name, leftOutText(folder) ?? '']) {
            expect(said).not.toMatch(/[\p{Cc}\p{Cf}]/u);
            expect([...said].length).toBeLessThanOrEqual(500);
          }
        };
        const { outcome, sentence, ms } = await reading(read, new Uint8Array());
        expect(outcome, sentence).toBe('read');
        expect(ms).toBeLessThan(2000);
      },
    ),
    runs(300),
  );
});

test('a folder of 100 000 files is refused with a sentence, and one of the most that are looked at is read in time', async () => {
  const { file } = found('1.png');
  const all = Array.from({ length: 100_000 }, (_, at) => ({
    path: `f/${'a'.repeat(200)}${(at * 7919) % 100_000}.png`,
    file,
  }));
  expect(() => imageFolder(all, 'f')).toThrow('There are more than 20000 files in it. Choose a folder');
  const { outcome, ms } = await reading(async () => void imageFolder(all.slice(0, MOST_FILES), 'f'), new Uint8Array());
  expect(outcome).toBe('read');
  expect(ms).toBeLessThan(2000);
});
