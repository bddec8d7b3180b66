import { expect, test } from 'vitest';
import { CANDIDATES, candidateOf, candidatesFor } from '../../src/timing/candidates';
import { compareTimes } from '../../src/timing/comparison';
import { isSettled, TOGETHER, type TrialRow, withRow } from '../../src/timing/trialRows';
import { choiceSentence, equalText, outcomeText, placeText, ratioText } from '../../src/timing/trialText';
import { FLOAT32_BOUND, hopeless, type Verdict, verdictOf } from '../../src/timing/verdict';

/** Times of `blocks` blocks A B B A in which A takes `ratio` times as long as B, each run a little different. */
function runs(ratio: number, blocks: number, noise = 0.02) {
  const wobble = (at: number) => 1 + noise * Math.sin(7 * at);
  return compareTimes(
    Array.from({ length: 2 * blocks }, (_, at) => ratio * 10 * wobble(at)),
    Array.from({ length: 2 * blocks }, (_, at) => 10 * wobble(at + 3)),
  );
}

test('a candidate is adopted only where it is equal and its interval lies above 1', () => {
  expect(verdictOf(1e-7, FLOAT32_BOUND, runs(1.5, 8))).toMatchObject({ kind: 'adopted', bound: 1e-4 });
  expect(verdictOf(1e-7, FLOAT32_BOUND, runs(0.7, 8))).toMatchObject({ kind: 'slower' });
  expect(verdictOf(1e-7, FLOAT32_BOUND, runs(1, 8, 0.2))).toMatchObject({ kind: 'no-gain' });
  // Too few to have an interval, however fast.
  expect(verdictOf(1e-7, FLOAT32_BOUND, runs(3, 4))).toMatchObject({ kind: 'no-gain', interval: null });
  // A gain that can be shown and is not worth it.
  expect(verdictOf(1e-7, FLOAT32_BOUND, runs(1.01, 12, 0))).toMatchObject({ kind: 'no-gain' });
});

test('what is wrong is refused, however fast', () => {
  for (const deviation of [1.1e-4, Number.POSITIVE_INFINITY, Number.NaN]) {
    expect(verdictOf(deviation, FLOAT32_BOUND, runs(5, 8))).toMatchObject({ kind: 'wrong', bound: 1e-4 });
  }
});

test('two runs refuse what takes much longer in both, and nothing else', () => {
  expect(hopeless(0, 1e-4, [20, 21], [10, 11])).toMatchObject({ kind: 'slower', speedup: 0.5, interval: null });
  expect(hopeless(0, 1e-4, [20, 12], [10, 11])).toBeNull();
  expect(hopeless(0, 1e-4, [5, 6], [10, 11])).toBeNull();
  expect(hopeless(0, 1e-4, [20], [10])).toBeNull();
});

test('every candidate has an id of its own, a bound and words, and is found by its id', () => {
  expect(new Set(CANDIDATES.map(({ id }) => id)).size).toBe(CANDIDATES.length);
  for (const candidate of CANDIDATES) {
    expect(candidateOf(candidate.id)).toBe(candidate);
    expect(candidate.bound).toBeGreaterThan(0);
    expect(candidate.says).not.toBe('');
  }
  expect(candidateOf('form:of another version')).toBeUndefined();
  expect(candidatesFor('webgpu', 'threads')).toEqual([]);
  // WebGPU runs no 5-D convolution by channels.
  expect(candidatesFor('webgpu', 'form').map(({ change }) => change.form)).not.toContain('plain');
});

const row = (candidate: string, place: string, verdict: Verdict): TrialRow => {
  return { target: 'wasm', candidate, place, layers: 3, against: 'form:bands', threads: 2, verdict, tries: 1, at: 1 };
};
const faster: Verdict = {
  kind: 'adopted',
  deviation: 2.4e-7,
  bound: 1e-4,
  speedup: 1.3123,
  interval: [1.222, 1.404],
  blocks: 6,
};

test('a row in words', () => {
  const adopted = row('form:rows', '54 × 13 × 40 × 40 / 2', faster);
  expect(placeText(adopted)).toBe('54 × 13 × 40 × 40, stride 2');
  expect(ratioText(adopted)).toBe('1.31× (1.22–1.40)');
  expect(equalText(adopted)).toBe('2e-7 of 1e-4');
  expect(outcomeText(adopted)).toBe('Adopted');
  const wrong = row('form:rows', 'network', { kind: 'wrong', deviation: Number.POSITIVE_INFINITY, bound: 1e-4 });
  expect([ratioText(wrong), equalText(wrong)]).toEqual(['–', 'no number of 1e-4']);
  expect(outcomeText(row('threads:1', 'network', { kind: 'unsupported', why: 'no kernel' }))).toContain('no kernel');
  expect(placeText(row('threads:1', 'network', faster))).toBe('its 3 largest shapes');
});

test('what a device adopted, and what it gains, in a sentence', () => {
  expect(choiceSentence([], 'wasm')).toContain('Nothing was tried');
  const slower = row('form:rows', 'a', { ...faster, kind: 'slower' });
  expect(choiceSentence([slower], 'wasm')).toContain('nothing is faster');
  const rows = [row('threads:1', 'network', faster), row('form:rows', 'a', faster)];
  expect(choiceSentence(rows, 'wasm')).toMatch(/1 thread.*another form for 1 shape.*not measured yet/);
  expect(choiceSentence([...rows, row(TOGETHER, 'network', faster)], 'wasm')).toMatch(/1\.31× faster.*1\.22 and 1\.40/);
  const wrong = row(TOGETHER, 'network', { kind: 'wrong', deviation: 1, bound: 1e-4 });
  expect(choiceSentence([...rows, wrong], 'wasm')).toContain('none of it is used');
  expect(choiceSentence(rows, 'webgpu')).toContain('Nothing was tried');
});

test('a candidate that is tried again in the same place replaces itself', () => {
  const first = row('form:rows', 'a', faster);
  const again = { ...first, at: 2 };
  expect(withRow([first, row('form:rows', 'b', faster)], again)).toEqual([row('form:rows', 'b', faster), again]);
});

test('what the noise left undecided is tried again, a few times; what is settled is not', () => {
  const open = row('form:rows', 'a', { ...faster, kind: 'no-gain', speedup: 1, interval: [0.6, 1.7] });
  expect(isSettled([], open)).toBe(false);
  expect(isSettled([open], open)).toBe(false);
  expect(isSettled([{ ...open, tries: 3 }], open)).toBe(true);
  expect(isSettled([row('form:rows', 'a', { ...faster, kind: 'no-gain', interval: [0.95, 1.05] })], open)).toBe(true);
  expect(isSettled([row('form:rows', 'a', { kind: 'faulted', why: '' })], open)).toBe(true);
  expect(isSettled([row('form:rows', 'b', faster)], open)).toBe(false);
});
