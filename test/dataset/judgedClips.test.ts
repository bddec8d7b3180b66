import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  clipsNeeded,
  judgedClips,
  needText,
  stillVerdict,
  TOO_WIDE,
  type Verdict,
} from '../../src/dataset/judgedClips';
import { wilson } from '../../src/training/interval';

const verdict = (clipId: string, label: number, answer: number): Verdict => ({
  clipId,
  label,
  answer,
  probabilities: [],
  energy: 0,
});

test('every clip stands once in the confusion, and the sums agree', () => {
  const verdicts = fc.array(
    fc.tuple(fc.nat(20), fc.nat(2), fc.nat(2)).map(([id, label, answer]) => verdict(`c${id}`, label, answer)),
  );
  fc.assert(
    fc.property(verdicts, (all) => {
      const { accuracy, perClass, confusion } = judgedClips(all, 3);
      const ids = confusion.flat(2);
      expect(ids.toSorted()).toEqual([...new Set(all.map(({ clipId }) => clipId))].toSorted());
      expect(accuracy.trials).toBe(ids.length);
      expect(perClass.reduce((sum, { successes }) => sum + successes, 0)).toBe(accuracy.successes);
    }),
  );
});

test('a class asks for more clips as long as its interval is wide, and for enough', () => {
  fc.assert(
    fc.property(fc.nat(40), fc.nat(40), (right, wrong) => {
      const own = wilson(right, right + wrong);
      const more = clipsNeeded(own);
      if (right + wrong === 0) expect(more).toBe(5);
      else if (own.high - own.low <= TOO_WIDE) expect(more).toBe(0);
      else {
        const then = wilson(Math.round(own.share * (own.trials + more)), own.trials + more);
        expect(then.high - then.low).toBeLessThanOrEqual(TOO_WIDE);
      }
    }),
  );
  expect(needText('wave', wilson(3, 5))).toBe(
    'wave needs about 15 more clips: 3 of 5 right may mean anything from 23 % to 88 %.',
  );
  expect(needText('wave', wilson(50, 50))).toBeNull();
});

test('a single frame that does as well is found out; so is a motion, and what says neither', () => {
  const clips = Array.from({ length: 20 }, (_, at) => `c${at}`);
  const all = (answer: (at: number) => number) => clips.map((id, at) => verdict(id, at % 2, answer(at)));
  const right = all((at) => at % 2);
  expect(stillVerdict(right, right, 2).kind).toBe('looks');
  expect(
    stillVerdict(
      right,
      all(() => 0),
      2,
    ),
  ).toMatchObject({ kind: 'moves' });
  expect(
    stillVerdict(
      all(() => 0),
      all(() => 0),
      2,
    ).kind,
  ).toBe('unknown');
  expect(stillVerdict([], [], 2).kind).toBe('unknown');
  // Five of five against two and a half of five proves nothing.
  expect(stillVerdict(right.slice(0, 4), all(() => 0).slice(0, 4), 2)).toMatchObject({ p: 0.25 });
});
