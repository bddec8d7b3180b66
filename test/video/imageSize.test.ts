/** Images of a folder that claim more pixels than they are: refused by their numbers before they are decoded. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { imageSize, SIZE_BYTES } from '../../src/video/imageSize';
import { imagesSource } from '../../src/video/imagesSource';
import { reading } from '../bounds/reading';
import { runs } from '../setup/runs';

/** The first bytes of a 640 × 480 image of each format, as its standard lays them out; 0x280 by 0x1e0. */
const HEADS: Readonly<Record<string, string>> = {
  png: '89504e470d0a1a0a0000000d4948445200000280000001e00802000000',
  gif: '4749463839618002e001f70000',
  bmp: '424d36100e00000000003600000028000000 80020000 20feffff 01001800',
  jpeg: 'ffd8 ffe00010 4a46494600010100000100010000 ffc20011 08 01e0 0280 03012200',
  'webp, extended': '52494646 00000000 57454250 56503858 0a000000 00000000 7f0200 df0100',
  'webp, lossless': '52494646 00000000 57454250 5650384c 00000000 2f 7fc27700',
  avif: '0000001c 66747970 61766966 00000000 6d696631 00000014 69737065 00000000 00000280 000001e0',
};
const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));

test.each(Object.entries(HEADS))('%s says its size', (_, hex) => {
  expect(imageSize(bytesOf(hex))).toEqual({ width: 640, height: 480 });
});

test('the PNG of the first sight says what it is', () => {
  const png = readFileSync(new URL('../../public/pictures/trained-1440-light.png', import.meta.url));
  expect(imageSize(png)?.width).toBeGreaterThan(100);
});

test('an absurd height is refused by its number before anything is decoded', async () => {
  const bytes = bytesOf(HEADS.png ?? '');
  new DataView(bytes.buffer).setUint32(20, 2 ** 31 - 1);
  await expect(imagesSource([new File([bytes], 'tall.png', { type: 'image/png' })], 'walk')).rejects.toThrow(
    'tall.png: It says that it has 640 × 2147483647 pixels, beyond what any video has.',
  );
});

test('of an image that came alone nothing is said of a folder', async () => {
  const [broken, tall] = [bytesOf(HEADS.png ?? '').slice(0, 20), bytesOf(HEADS.png ?? '')];
  new DataView(tall.buffer).setUint32(20, 2 ** 31 - 1);
  for (const bytes of [broken, tall]) {
    const file = new File([bytes], 'one.png', { type: 'image/png' });
    const of = (...files: readonly File[]) => imagesSource(files, 'Images').catch((error: Error) => error.message);
    expect(await of(file)).toMatch(/^one\.png: .*[Cc]hoose another image\.$/);
    expect(await of(file, file)).toMatch(/folder/);
  }
});

test.each([
  ['a JPEG picture, and it is damaged', '\xff\xd8\xff\xe0\x00\x10JFIF'],
  ['a PNG picture, and it is damaged', '\x89PNG\r\n\x1a\n'],
  ['an HEIC picture, which this browser cannot decode', '\x00\x00\x00\x20ftypheic'],
  ['an MP4 video, and no picture', '\x00\x00\x00\x20ftypisom'],
  ['text, beginning “a fall”, and no picture', 'a fall\na jump\n'],
])('what cannot be decoded is called by its own bytes: %s', async (what, start) => {
  const file = new File([Uint8Array.from(start, (letter) => letter.charCodeAt(0))], 'walk.mp4');
  await expect(imagesSource([file], 'Images')).rejects.toThrow(`walk.mp4: This is ${what}`);
});

test('whatever stands in an image, its size is told or not in time, and an empty one is none', async () => {
  expect(imageSize(new Uint8Array())).toBeNull();
  const start = fc.constantFrom(...Object.values(HEADS).map(bytesOf));
  await fc.assert(
    fc.asyncProperty(start, fc.nat(40), fc.uint8Array({ maxLength: 400 }), async (head, cut, rest) => {
      const bytes = new Uint8Array(SIZE_BYTES).fill(0xff);
      bytes.set(head.subarray(0, cut));
      bytes.set(rest, cut);
      const { outcome, sentence, ms } = await reading(async (input) => imageSize(input), bytes);
      expect(outcome, sentence).toBe('read');
      expect(ms).toBeLessThan(2000);
    }),
    runs(300),
  );
});
