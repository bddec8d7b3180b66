import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutShort } from '../../src/files/cutShort';
import { fileKind, KIND_BYTES, withName } from '../../src/files/fileKind';

const bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const SAMPLE = readFileSync(new URL('../../public/samples/juggling.mp4', import.meta.url));

describe('a file is called what it is, whatever its name says', () => {
  test.each([
    ['', 'empty'],
    ['\xff\xd8\xff\xe0\x00\x10JFIF', 'a JPEG picture'],
    ['RIFF\x24\x00\x00\x00AVI LIST', 'an AVI video'],
    ['RIFF\x24\x00\x00\x00WAVEfmt ', 'a WAV sound'],
    ['GIF89a\x01\x00', 'a GIF animation'],
    ['\x00\x00\x00\x20ftypisom', 'an MP4 video'],
    ['\x00\x00\x00\x20ftypM4A ', 'an M4A sound'],
    ['\x1a\x45\xdf\xa3\x01', 'a WebM or Matroska video'],
    ['PK\x03\x04\x14', 'a zip archive'],
    ['\x1f\x8b\x08', 'packed with gzip'],
    ['<!DOCTYPE html><html>', 'a web page'],
    ['version https://git-lfs.github.com/spec/v1\n', 'a pointer of Git LFS, not the file itself'],
    ['a fall\na jump\n', 'text, beginning “a fall”'],
  ])('%j', (start, what) => {
    expect(fileKind(bytes(start))?.what).toBe(what);
  });

  test('a sample of the app is an MP4 video', () => {
    expect(fileKind(SAMPLE.subarray(0, KIND_BYTES))?.what).toBe('an MP4 video');
  });

  test('no bytes make it throw', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 600 }), (start) => void fileKind(start)));
  });

  test('the line for ffmpeg names the file, and a name cannot add to the line', () => {
    const avi = fileKind(bytes('RIFF\x24\x00\x00\x00AVI LIST'));
    const lineFor = (name: string) => withName(avi?.asVideo ?? '', name);
    expect(lineFor('my walk.avi')).toBe(
      'Convert it first: ffmpeg -i "my walk.avi" -c:v libx264 -pix_fmt yuv420p -an "my walk.mp4"',
    );
    // A line that wrote over the file it reads would do nothing.
    expect(lineFor('walk.mp4')).toMatch(/-i "walk\.mp4" .* "walk-h264\.mp4"$/);
    expect(lineFor('"; rm -rf $HOME `x`.avi')).not.toMatch(/rm -rf \$|`|"; rm/);
  });
});

describe('an mp4 that was cut short', () => {
  test('is found at every length but the whole', async () => {
    expect(await cutShort(new Blob([SAMPLE]))).toBeNull();
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: SAMPLE.length - 1 }), async (length) => {
        const found = await cutShort(new Blob([SAMPLE.subarray(0, length)]));
        // Cut between two boxes it cannot be told from a whole file.
        if (found) expect(found).toMatchObject({ has: length });
        else expect(BOX_ENDS).toContain(length);
      }),
    );
  });

  test('any bytes are answered', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (data) => void (await cutShort(new Blob([data])))),
    );
  });
});

/** Where the sample's boxes end. */
const BOX_ENDS: number[] = [];
for (let at = 0; at < SAMPLE.length; ) {
  at += SAMPLE.readUInt32BE(at);
  BOX_ENDS.push(at);
}
