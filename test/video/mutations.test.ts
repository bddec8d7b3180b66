/**
 * Damaged videos: of every sample a thousand, one damage or up to three each, at random: bits and bytes changed, files
 * cut, pieces zeroed and repeated, lengths of boxes and elements and counts of tables replaced. Each is opened or refused
 * with a sentence of ours, in two seconds and ten times its size and a hundred megabytes.
 */
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openContainer } from '../../src/video/container';
import { reading } from '../bounds/reading';
import { runs } from '../setup/runs';

const MOST_MS = 2000;
const MOST_MEMORY = 100e6;

const counts = { tried: 0, read: 0, refused: 0, crashed: 0, slow: 0, slowestMs: 0, most: 0 };
afterAll(() => console.log(`damaged videos: ${JSON.stringify(counts)}`));

// mediabunny tells the console what it passes over.
beforeAll(() => {
  vi.spyOn(console, 'warn').mockImplementation(() => {});
  vi.spyOn(console, 'error').mockImplementation(() => {});
});
afterAll(() => vi.restoreAllMocks());

const FOLDER = new URL('../golden/video/', import.meta.url);
const golden = (name: string) => new Uint8Array(readFileSync(new URL(name, FOLDER)));

/** The same webm as an mkv: another name in the EBML header, which is four bytes longer for it. */
function asMkv(webm: Uint8Array): Uint8Array {
  const name = Buffer.from(webm).indexOf('webm');
  const mkv = new Uint8Array([
    ...webm.subarray(0, name),
    ...new TextEncoder().encode('matroska'),
    ...webm.subarray(name + 4),
  ]);
  // DocType's length, and that of the header, whose last byte stands before its first element.
  mkv[name - 1] = 0x88;
  const first = Buffer.from(webm).indexOf(Uint8Array.of(0x42, 0x86));
  mkv[first - 1] = (mkv[first - 1] ?? 0) + 4;
  return mkv;
}

const SAMPLES: ReadonlyMap<string, () => Uint8Array> = new Map([
  ...readdirSync(FOLDER)
    .filter((name) => /\.(mp4|mov|webm)$/.test(name))
    .map((name) => [name, () => golden(name)] as const),
  ['vp9.mkv', () => asMkv(golden('vp9.webm'))],
]);

/** Where the bytes lie that say what the rest means: `moov` of mp4, the head of a webm. */
function headersOf(bytes: Uint8Array): { from: number; to: number } {
  const moov = Buffer.from(bytes).indexOf('moov');
  return moov < 0 ? { from: 0, to: Math.min(600, bytes.length) } : { from: moov - 4, to: bytes.length };
}

/** The names of boxes: each is preceded by its length, and a table's count follows eight bytes later. */
const BOXES =
  'ftyp moov mvhd trak tkhd edts elst mdia mdhd hdlr minf stbl stsd avc1 avcC stts ctts stss stsc stsz stco mdat'.split(
    ' ',
  );
/** The names of EBML elements, each followed by its length: header, segment, what that holds, a track, a block. */
const ELEMENTS = [
  ...['1a45dfa3', '18538067', '114d9b74', '1549a966', '1654ae6b', '1f43b675', '1c53bb6b'],
  ...['4286', '4282', '4dbb', 'ae', 'e0', 'b0', 'ba', 'e7', 'a3', 'a0', 'a1', 'bb', 'b7', 'ec'],
];

/** Where a length or a count stands: behind names of boxes, or of elements. */
function fieldsOf(bytes: Uint8Array): { readonly lengths: readonly number[]; readonly tables: readonly number[] } {
  const buffer = Buffer.from(bytes);
  const places = (name: Buffer) => {
    const all: number[] = [];
    for (let at = buffer.indexOf(name); at >= 0 && all.length < 20; at = buffer.indexOf(name, at + 1)) all.push(at);
    return all;
  };
  const boxes = BOXES.flatMap((name) => places(Buffer.from(name)));
  if (buffer.readUInt32BE(0) !== 0x1a45dfa3) {
    return { lengths: boxes.map((at) => at - 4), tables: boxes.map((at) => at + 8) };
  }
  const lengths = ELEMENTS.flatMap((name) => places(Buffer.from(name, 'hex')).map((at) => at + name.length / 2));
  return { lengths, tables: lengths };
}

/** One thing done to a file. `at` is a share of its headers, of the whole, or of what there is of its kind. */
interface Damage {
  readonly how: 'bit' | 'byte' | 'word' | 'long' | 'cut' | 'zero' | 'repeat' | 'length' | 'count';
  readonly inHeaders: boolean;
  readonly at: number;
  readonly value: number;
  readonly length: number;
}

const damage: fc.Arbitrary<Damage> = fc.record({
  how: fc.constantFrom(
    'bit',
    'bit',
    'byte',
    'byte',
    'byte',
    'word',
    'long',
    'cut',
    'zero',
    'repeat',
    'length',
    'length',
    'count',
  ),
  inHeaders: fc.constantFrom(true, true, true, false),
  // Anywhere alike: the first bytes would be drawn too often.
  at: fc.noBias(fc.nat(65_535)).map((at) => at / 65_536),
  value: fc.oneof(
    fc.constantFrom(0, 1, 2, 8, 0x7f, 0x80, 0xff, 0x7fffffff, 0x80000000, 0xffffffff, 0x01ffffff, 0x10000000),
    fc.nat(0xffff),
  ),
  length: fc.integer({ min: 1, max: 64 }),
});

/** One damage more often than several. */
const damages = fc.oneof(
  damage.map((one) => [one]),
  fc.array(damage, { minLength: 1, maxLength: 3 }),
);

function damaged(bytes: Uint8Array, { how, inHeaders, at, value, length }: Damage): Uint8Array {
  const { from, to } = inHeaders ? headersOf(bytes) : { from: 0, to: bytes.length };
  const fields = how === 'length' ? fieldsOf(bytes).lengths : how === 'count' ? fieldsOf(bytes).tables : null;
  const place = fields
    ? Math.max(0, fields[Math.floor(at * fields.length)] ?? 0)
    : Math.max(0, Math.floor(from + at * (to - from)));
  if (how === 'cut') return bytes.slice(0, place);
  const piece = bytes.slice(place, place + length);
  if (how === 'repeat') return new Uint8Array([...bytes.slice(0, place), ...piece, ...bytes.slice(place)]);
  const other = bytes.slice();
  const view = new DataView(other.buffer);
  if (how === 'zero') other.fill(0, place, place + length);
  else if (how === 'bit' && place < other.length) other[place] = (other[place] ?? 0) ^ (1 << (value % 8));
  // The length of an EBML element may have a byte, that of a box has four.
  else if (how === 'byte' || (how === 'length' && length > 32))
    other.set([value & 0xff].slice(0, other.length - place), place);
  else if (how === 'long' && place + 8 <= other.length) view.setBigUint64(place, BigInt(value) << 24n);
  else if (place + 4 <= other.length) view.setUint32(place, value);
  return other;
}

const open = async (bytes: Uint8Array, name = 'clip.mp4') =>
  (await openContainer(new Blob([bytes.slice()]), name)).close();

test.each([...SAMPLES])(
  'whatever is damaged in %s, it is opened or refused in time',
  async (name, sample) => {
    const whole = sample();
    await fc.assert(
      fc.asyncProperty(damages, async (done) => {
        const bytes = done.reduce(damaged, whole);
        const { outcome, sentence, ms, bytes: taken } = await reading((input) => open(input, name), bytes);
        counts.tried++;
        counts[outcome]++;
        if (ms > MOST_MS) counts.slow++;
        counts.slowestMs = Math.max(counts.slowestMs, Math.round(ms));
        counts.most = Math.max(counts.most, taken);
        expect(outcome, sentence).not.toBe('crashed');
        expect(ms, sentence).toBeLessThan(MOST_MS);
        expect(taken, sentence).toBeLessThan(10 * bytes.length + MOST_MEMORY);
        expect([...sentence].length).toBeLessThanOrEqual(500);
      }),
      runs(1000),
    );
  },
  600_000,
);

test.each([
  [
    'a part whose length cannot be read',
    (webm: Uint8Array) => webm.fill(0, segmentPart(webm) + 4, segmentPart(webm) + 5),
  ],
  ['nothing known behind damage', (webm: Uint8Array) => webm.slice(0, segmentPart(webm)).fill(0xa9, 48)],
  [
    'a piece repeated within a cluster',
    (webm: Uint8Array) => new Uint8Array([...webm.subarray(0, 6718), ...webm.subarray(6693)]),
  ],
])('%s, where the reader looked for the next element without end, is answered', async (_, damage) => {
  const { outcome, ms } = await reading(open, damage(golden('vp9.webm')));
  expect(outcome).not.toBe('crashed');
  expect(ms).toBeLessThan(MOST_MS);
});

/** Where the tracks of a webm begin. */
const segmentPart = (webm: Uint8Array) => Buffer.from(webm).lastIndexOf(Uint8Array.of(0x16, 0x54, 0xae, 0x6b));

test('an mkv opens as the webm it was made of', async () => {
  await expect(open(asMkv(golden('vp9.webm')), 'clip.mkv')).resolves.toBeUndefined();
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
