/**
 * Videos that claim more than they are: every count of frames in an mp4's boxes set to up to 4 · 10⁹, frames of absurd
 * sizes, headers without a length. Each is opened or refused with a sentence, in two seconds and a hundred megabytes.
 */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openContainer } from '../../src/video/container';
import { VideoError } from '../../src/video/videoError';
import { reading } from '../bounds/reading';
import { runs } from '../setup/runs';

const golden = (name: string) => new Uint8Array(readFileSync(new URL(`../golden/video/${name}`, import.meta.url)));
const open = async (bytes: Uint8Array) => (await openContainer(new Blob([bytes.slice()]), 'clip.mp4')).close();

async function answers(bytes: Uint8Array): Promise<void> {
  const { outcome, sentence, ms, bytes: taken } = await reading(open, bytes);
  expect(outcome, sentence).not.toBe('crashed');
  expect(ms, sentence).toBeLessThan(2000);
  expect(taken, sentence).toBeLessThan(10 * bytes.length + 100e6);
  expect([...sentence].length).toBeLessThanOrEqual(500);
}

test.each(['h264.mp4', 'h264.mov', 'h264-open-gop.mp4', 'h264-rotated.mp4', 'h264-variable-rate.mp4', 'av1.webm'])(
  '%s is what it claims and opens',
  async (name) => {
    await expect(open(golden(name))).resolves.toBeUndefined();
  },
);

test('a container tells that its file was cut short, where its index of frames is there', async () => {
  const whole = new Uint8Array(readFileSync(new URL('../../public/samples/walking.mp4', import.meta.url)));
  const shortOf = async (bytes: Uint8Array) => {
    const container = await openContainer(new Blob([bytes.slice()]), 'clip.mp4');
    container.close();
    return container.short;
  };
  expect(await shortOf(whole)).toBeNull();
  expect(await shortOf(golden('vp9.webm'))).toBeNull();
  expect(await shortOf(whole.subarray(0, whole.length / 2))).toMatchObject({
    has: Math.floor(whole.length / 2),
    claims: whole.length,
  });
});

test('10.7 kB that claim 10⁹ frames are refused by that number', async () => {
  await answers(golden('claims-many-frames.mp4'));
  await expect(open(golden('claims-many-frames.mp4'))).rejects.toThrow(/says that it has 10\d{8} frames/);
});

test('headers without a length, which kept the reader busy for ever, are refused', async () => {
  const error = await open(golden('claims-no-length.webm')).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(VideoError);
  expect(error).toMatchObject({ trouble: 'damaged' });
});

const COUNTED = ['stts', 'ctts', 'stsz', 'stss', 'stsc', 'stco', 'elst'];

test('every count of an mp4 may lie', async () => {
  const whole = golden('h264.mp4');
  const places = COUNTED.map((type) =>
    whole.findIndex((_, at) => type === String.fromCharCode(...whole.subarray(at, at + 4))),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...places.filter((at) => at >= 0)),
      fc.constantFrom(8, 12, 16),
      fc.oneof(fc.constantFrom(1e6, 1e8, 1e9, 2 ** 31, 2 ** 32 - 1), fc.nat(2 ** 31 - 1)),
      async (at, offset, count) => {
        const lying = whole.slice();
        new DataView(lying.buffer).setUint32(at + offset, count);
        await answers(lying);
      },
    ),
    runs(600),
  );
});

test('a table that goes on beyond its box, where a count of 10⁹ lies, is refused by its name', async () => {
  const lying = golden('h264.mp4');
  const view = new DataView(lying.buffer);
  const ctts = Buffer.from(lying).indexOf('ctts') - 4;
  // Half as long as it was: the count lies in what is now outside.
  view.setUint32(ctts, 392);
  view.setUint32(ctts + 448, 1e9);
  await expect(open(lying)).rejects.toThrow(/table ctts at byte \d+ has not the entries/);
});

test('a chunk of 10⁹ samples is refused by that number', async () => {
  const lying = golden('h264.mp4');
  const stsc = Buffer.from(lying).indexOf('stsc') - 4;
  // After version, flags, the number of entries, and the chunk from which on the first one holds.
  new DataView(lying.buffer).setUint32(stsc + 20, 1e9);
  await answers(lying);
  await expect(open(lying)).rejects.toThrow(/says that it has 1000000000 frames/);
});

const ascii = (text: string) => [...text].map((letter) => letter.charCodeAt(0));
const joined = (...parts: readonly Iterable<number>[]) => Uint8Array.from(parts.flatMap((part) => [...part]));
const box = (type: string, ...content: readonly Iterable<number>[]): Uint8Array => {
  const inside = joined(...content);
  const head = new Uint8Array(8);
  new DataView(head.buffer).setUint32(0, inside.length + 8);
  head.set(ascii(type), 4);
  return joined(head, inside);
};

test.each<readonly [what: string, how: (moov: Uint8Array) => Uint8Array]>([
  ['behind 20 001 empty boxes', (moov) => joined(...Array.from({ length: 20_001 }, () => box('free')), moov)],
  ['nine holders deep', (moov) => box('moov', nested('edts', 9, moov.subarray(8)))],
  ['in a holder where none belongs', (moov) => box('moov', box('dinf', moov.subarray(8)))],
])('a count of 10⁹ frames that lies %s is refused', async (_, how) => {
  const whole = golden('claims-many-frames.mp4');
  const at = whole.findIndex((__, from) => ascii('moov').every((code, next) => whole[from + next] === code)) - 4;
  const length = new DataView(whole.buffer, whole.byteOffset).getUint32(at);
  const lying = joined(whole.subarray(0, 32), how(whole.subarray(at, at + length)));
  await answers(lying);
  await expect(open(lying)).rejects.toBeInstanceOf(VideoError);
});

const nested = (type: string, deep: number, inside: Uint8Array): Uint8Array =>
  deep === 0 ? inside : box(type, nested(type, deep - 1, inside));

test('blocks of seven bytes that claim 256 frames each are refused', async () => {
  const whole = golden('vp8.webm');
  const cluster = whole.findIndex((_, from) => [0x1f, 0x43, 0xb6, 0x75].every((byte, at) => whole[from + at] === byte));
  // Fixed-size lacing of 256 frames of no bytes; the cluster's and the segment's lengths are left open.
  const block = [0xa3, 0x85, 0x81, 0, 0, 0x84, 255];
  const blocks = Array.from({ length: 20_000 }, () => block).flat();
  const open8 = [0x01, 255, 255, 255, 255, 255, 255, 255];
  const segment = whole.findIndex((_, from) => [0x18, 0x53, 0x80, 0x67].every((byte, at) => whole[from + at] === byte));
  const lying = joined(whole.subarray(0, cluster), [0x1f, 0x43, 0xb6, 0x75], open8, [0xe7, 0x81, 0], blocks);
  lying.set(open8, segment + 4);
  await answers(lying);
  await expect(open(lying)).rejects.toThrow(/frames, which/);
});
