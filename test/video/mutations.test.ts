/**
 * Damaged videos: bytes of small mp4 and webm files changed, files cut, pieces zeroed and pieces repeated, at random.
 * Each is opened or refused with a sentence of ours, in two seconds and a hundred megabytes.
 */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openContainer } from '../../src/video/container';
import { reading } from '../bounds/reading';

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

const golden = (name: string) => new Uint8Array(readFileSync(new URL(`../golden/video/${name}`, import.meta.url)));

/** Where the bytes lie that say what the rest means: `moov` of mp4, the head of a webm. */
function headersOf(bytes: Uint8Array): { from: number; to: number } {
  const moov = Buffer.from(bytes).indexOf('moov');
  return moov < 0 ? { from: 0, to: Math.min(600, bytes.length) } : { from: moov - 4, to: bytes.length };
}

/** One thing done to a file. `at` is a share of its headers, or of the whole. */
interface Damage {
  readonly how: 'byte' | 'word' | 'long' | 'cut' | 'zero' | 'repeat';
  readonly inHeaders: boolean;
  readonly at: number;
  readonly value: number;
  readonly length: number;
}

const damage: fc.Arbitrary<Damage> = fc.record({
  how: fc.constantFrom('byte', 'byte', 'byte', 'byte', 'word', 'word', 'long', 'cut', 'zero', 'repeat'),
  inHeaders: fc.constantFrom(true, true, true, false),
  // Anywhere alike: the first bytes would be drawn too often.
  at: fc.noBias(fc.nat(65_535)).map((at) => at / 65_536),
  value: fc.oneof(fc.constantFrom(0, 1, 0x7f, 0x80, 0xff, 0x7fffffff, 0x80000000, 0xffffffff), fc.nat(0xffff)),
  length: fc.integer({ min: 1, max: 64 }),
});

function damaged(bytes: Uint8Array, { how, inHeaders, at, value, length }: Damage): Uint8Array {
  const { from, to } = inHeaders ? headersOf(bytes) : { from: 0, to: bytes.length };
  const place = Math.max(0, Math.floor(from + at * (to - from)));
  if (how === 'cut') return bytes.slice(0, place);
  const piece = bytes.slice(place, place + length);
  if (how === 'repeat') return new Uint8Array([...bytes.slice(0, place), ...piece, ...bytes.slice(place)]);
  const other = bytes.slice();
  const view = new DataView(other.buffer);
  if (how === 'zero') other.fill(0, place, place + length);
  else if (how === 'byte' && place < other.length) other[place] = value;
  else if (how === 'word' && place + 4 <= other.length) view.setUint32(place, value);
  else if (how === 'long' && place + 8 <= other.length) view.setBigUint64(place, BigInt(value) << 24n);
  return other;
}

const open = async (bytes: Uint8Array) => (await openContainer(new Blob([bytes.slice()]), 'clip.mp4')).close();

test.each(['h264.mp4', 'vp9.webm', 'av1.webm'])(
  'whatever is damaged in %s, it is opened or refused in time',
  async (name) => {
    const whole = golden(name);
    await fc.assert(
      fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 3 }), async (damages) => {
        const bytes = damages.reduce(damaged, whole);
        const { outcome, sentence, ms, bytes: taken } = await reading(open, bytes);
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
      { numRuns: 100 },
    );
  },
  120_000,
);

test('a table that goes on beyond its box, where a count of 10⁹ lies, is refused by its name', async () => {
  const lying = golden('h264.mp4');
  const view = new DataView(lying.buffer);
  const ctts = Buffer.from(lying).indexOf('ctts') - 4;
  // Half as long as it was: the count lies in what is now outside.
  view.setUint32(ctts, 392);
  view.setUint32(ctts + 448, 1e9);
  await expect(open(lying)).rejects.toThrow(/table ctts at byte \d+ has not the entries/);
});
