/**
 * Videos that claim more than they are: every count of frames in an mp4's boxes set to up to 4 · 10⁹, frames of absurd
 * sizes, headers without a length. Each is opened or refused with a sentence, in two seconds and a hundred megabytes.
 */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkBlocks, checkBoxes } from '../../src/video/claimedFrames';
import { openContainer } from '../../src/video/container';
import { ebmlNumber } from '../../src/video/ebml';
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

test('a version of mediabunny that reads boxes or blocks in another way reads no video, instead of trusting each', () => {
  expect(() => checkBoxes({}, 1000, 'clip.mp4')).toThrow(/no traverseBox/);
  expect(() => checkBlocks({ expandLacedBlocks() {} }, 1000, 'clip.webm')).toThrow(/no decodeBlockData/);
});

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
  await expect(open(lying)).rejects.toThrow(/table ctts at byte \d+ lacks some of the entries/);
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
const joined = (...parts: readonly Iterable<number>[]) =>
  Uint8Array.from(Buffer.concat(parts.map((part) => (part instanceof Uint8Array ? part : Uint8Array.from(part)))));
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
  ['in metadata', (moov) => box('moov', box('meta', [0, 0, 0, 0], moov.subarray(8)))],
  ["in metadata of QuickTime's", (moov) => box('moov', box('meta', box('free'), moov.subarray(8)))],
  ["in a user's data", (moov) => box('moov', box('udta', box('meta', [0, 0, 0, 0], moov.subarray(8))))],
  ['in a description of sound', (moov) => box('moov', box('wave', moov.subarray(8)))],
])('a count of 10⁹ frames that lies %s is refused', async (_, how) => {
  const whole = golden('claims-many-frames.mp4');
  const at = whole.findIndex((__, from) => ascii('moov').every((code, next) => whole[from + next] === code)) - 4;
  const length = new DataView(whole.buffer, whole.byteOffset).getUint32(at);
  const lying = joined(whole.subarray(0, 32), how(whole.subarray(at, at + length)));
  await answers(lying);
  await expect(open(lying)).rejects.toBeInstanceOf(VideoError);
});

test('a second table of 10⁹ frames in the description of the samples is refused', async () => {
  const [whole, lying] = [golden('h264.mp4'), golden('claims-many-frames.mp4')];
  const start = (bytes: Uint8Array, type: string) =>
    Buffer.from(bytes).indexOf(type, Buffer.from(bytes).indexOf('moov')) - 4;
  const lengthAt = (bytes: Uint8Array, at: number) => new DataView(bytes.buffer, bytes.byteOffset).getUint32(at);
  const from = start(lying, 'stbl');
  const table = lying.slice(from, from + lengthAt(lying, from));
  const end = start(whole, 'avc1') + lengthAt(whole, start(whole, 'avc1'));
  for (const type of ['moov', 'trak', 'mdia', 'minf', 'stbl', 'stsd', 'avc1']) {
    const at = start(whole, type);
    new DataView(whole.buffer).setUint32(at, lengthAt(whole, at) + table.length);
  }
  const both = joined(whole.subarray(0, end), table, whole.subarray(end));
  await answers(both);
  await expect(open(both)).rejects.toThrow(/says that it has 10\d{8} frames/);
});

const nested = (type: string, deep: number, inside: Uint8Array): Uint8Array =>
  deep === 0 ? inside : box(type, nested(type, deep - 1, inside));

const EBML_HEAD = { segment: [0x18, 0x53, 0x80, 0x67], cluster: [0x1f, 0x43, 0xb6, 0x75] };
const placeOf = (bytes: Uint8Array, id: readonly number[]) =>
  bytes.findIndex((_, from) => id.every((byte, at) => bytes[from + at] === byte));
/** A length of eight bytes; that of all ones is left open. */
const open8 = [0x01, 255, 255, 255, 255, 255, 255, 255];
const sized = (id: readonly number[], ...content: readonly Iterable<number>[]): Uint8Array => {
  const inside = joined(...content);
  return joined(id, [0x10 | (inside.length >> 24), inside.length >> 16, inside.length >> 8, inside.length], inside);
};

/** A webm of these clusters, its length left open. */
function webmOf(...clusters: readonly Iterable<number>[]): Uint8Array {
  const whole = golden('vp8.webm');
  const webm = joined(whole.subarray(0, placeOf(whole, EBML_HEAD.cluster)), ...clusters);
  webm.set(open8, placeOf(webm, EBML_HEAD.segment) + 4);
  return webm;
}

/** Fixed-size lacing of 256 frames of no bytes. */
const LACED = [0xa3, 0x85, 0x81, 0, 0, 0x84, 255];
const time = (at: number) => [0xe7, 0x84, at >> 24, at >> 16, at >> 8, at];

test('blocks of seven bytes that claim 256 frames each are refused', async () => {
  const lying = webmOf(EBML_HEAD.cluster, open8, [0xe7, 0x81, 0], Array.from({ length: 20_000 }, () => LACED).flat());
  await answers(lying);
  await expect(open(lying)).rejects.toThrow(/frames, which/);
});

test('blocks that claim 256 frames each are refused when each has a cluster of its own', async () => {
  const clusters = Array.from({ length: 40_000 }, (_, at) => sized(EBML_HEAD.cluster, time(at), LACED));
  const lying = webmOf(...clusters);
  await answers(lying);
  await expect(open(lying)).rejects.toThrow(/frames, which/);
});

/** The webm's track with a header that is left out of every frame (ContentCompAlgo 3), and small blocks. */
function stripped(header: Uint8Array, blocks: Iterable<number>): Uint8Array {
  const whole = golden('vp8.webm');
  const compression = sized([0x50, 0x34], [0x42, 0x54, 0x81, 3], sized([0x42, 0x55], header));
  const encodings = sized([0x6d, 0x80], sized([0x62, 0x40], compression));
  // The first is what the list of places calls it.
  const tracks = Buffer.from(whole).lastIndexOf(Uint8Array.of(0x16, 0x54, 0xae, 0x6b));
  const contentOf = (at: number, id: number) => {
    const length = ebmlNumber(whole, at + id, false);
    const from = at + id + (length?.length ?? 0);
    return { from, to: from + (length?.value ?? 0) };
  };
  const track = contentOf(contentOf(tracks, 4).from, 1);
  const entry = sized([0xae], whole.subarray(track.from, track.to), encodings);
  const cluster = sized(EBML_HEAD.cluster, time(0), blocks);
  const webm = joined(whole.subarray(0, tracks), sized([0x16, 0x54, 0xae, 0x6b], entry), cluster);
  webm.set(open8, placeOf(webm, EBML_HEAD.segment) + 4);
  return webm;
}

test('a megabyte that is left out of each of a thousand frames is not put back', async () => {
  const block = [0xa3, 0x85, 0x81, 0, 0, 0x80, 0];
  const lying = stripped(new Uint8Array(1e6), Array.from({ length: 1000 }, () => block).flat());
  await answers(lying);
  await expect(open(lying)).rejects.toThrow(/leaves 1000000 bytes out of every frame/);
});

test('four bytes that are left out of every frame are put back, and count the frames of a block', async () => {
  const block = [0xa3, 0x85, 0x81, 0, 0, 0x80, 0];
  await expect(
    open(stripped(new Uint8Array(4), Array.from({ length: 10 }, () => block).flat())),
  ).resolves.toBeUndefined();
  const laced = [0xa3, 0x85, 0x81, 0, 0, 0x84, 0];
  const lying = stripped(Uint8Array.of(255), Array.from({ length: 20_000 }, () => laced).flat());
  await answers(lying);
  await expect(open(lying)).rejects.toThrow(/frames, which/);
});
