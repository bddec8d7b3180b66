/**
 * One property for every reader of what comes from outside: whatever is given to it, it answers within two seconds and
 * asks for no more memory than ten times the input and 100 MB, by reading it or by a sentence of at most 500 characters
 * in which nothing acts and no engine speaks.
 */
import { afterAll, expect, test } from 'vitest';
import { GENERATORS } from './generators';
import { isMeantFor, READERS, reading } from './reading';

const MOST_MS = 2000;
const MEMORY = { times: 10, bytes: 100e6 };
const LONG = process.env.X3D_LONG === '1';
const SIZES = LONG ? [10, 100, 1000, 10_000, 100_000] : [10, 20_000];

const counts = { tried: 0, read: 0, refused: 0, crashed: 0, slow: 0, slowestMs: 0, slowest: '' };
afterAll(() => console.log(`bounds: ${JSON.stringify(counts)}`));

/** What the engine or a library would say. */
const FOREIGN_WORDS =
  /call stack|is not a function|undefined|\bNaN\b|not iterable|Invalid (array|string|typed)|Unexpected|\[object|heap/i;

test.each([...GENERATORS])('%s: every reader answers within its bounds', async (name, make) => {
  for (const size of SIZES) {
    const input = make(size);
    for (const [reader, read] of READERS) {
      // What a reader is not for, it need only be given once.
      if (!isMeantFor(reader, name) && size !== SIZES[0]) continue;
      const { outcome, sentence, ms, bytes } = await reading(read, input);
      const what = `${reader} of ${name}, size ${size} (${input.length} bytes): ${sentence}`;
      counts.tried++;
      counts[outcome]++;
      if (ms > MOST_MS) counts.slow++;
      if (ms > counts.slowestMs) [counts.slowestMs, counts.slowest] = [Math.round(ms), `${reader}, ${name}, ${size}`];
      expect(outcome, what).not.toBe('crashed');
      expect(ms, what).toBeLessThan(MOST_MS);
      expect(bytes, what).toBeLessThan(MEMORY.times * input.length + MEMORY.bytes);
      expect([...sentence].length, what).toBeLessThanOrEqual(500);
      expect(sentence).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      expect(sentence).not.toMatch(FOREIGN_WORDS);
    }
  }
});
