import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Verdict } from '../../src/dataset/judgedClips';
import { isOfUse, ODD_NAME, oddRule, oddText, thresholdOf } from '../../src/dataset/oddRule';
import { stretchCsv, stretchesOf } from '../../src/dataset/steadyLabel';

const said = (energies: readonly number[]): Verdict[] =>
  energies.map((energy, at) => ({ clipId: `c${at}`, label: 0, answer: 0, probabilities: [1], energy }));
const energies = fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: 1, maxLength: 60 });

test('a rule holds back at most one in twenty of the clips that set it, and counts the strangers below it', () => {
  fc.assert(
    fc.property(energies, energies, (known, strange) => {
      const rule = oddRule(said(known), said(strange));
      if (!rule) throw new Error('There is a rule.');
      const { threshold, refused, lost, from } = rule;
      expect(known.filter((energy) => energy < threshold).length).toBeLessThanOrEqual(0.05 * known.length);
      expect(refused.successes).toBe(strange.filter((energy) => energy < threshold).length);
      expect([lost > 0 && lost <= 0.5, from]).toEqual([true, known.length]);
    }),
  );
});

test('a rule is used only where strangers surely lie below it more often than clips of the classes', () => {
  const known = Array.from({ length: 30 }, (_, at) => 5 + at / 30);
  const tells = oddRule(said(known), said(known.map((energy) => energy - 4)));
  const tellsNothing = oddRule(said(known), said(known));
  expect([tells, tellsNothing].map((rule) => rule && isOfUse(rule))).toEqual([true, false]);
  expect([thresholdOf(tells), thresholdOf(tellsNothing), thresholdOf(null)]).toEqual([known[1], null, null]);
  expect(oddText(tells)).toContain('30 of 30 clips of a class it had not learnt');
  expect(oddText(tellsNothing)).toContain('Its scores do not tell');
  expect([oddRule([], said(known)), oddRule(said(known), [])]).toEqual([null, null]);
});

test('a stretch of a video whose scores are low shows none of the classes, in the table too', () => {
  const answers = Array.from({ length: 12 }, (_, at) => ({
    ...{ time: at, probabilities: [0.9, 0.1] },
    energy: at >= 4 && at < 8 ? -3 : 6,
  }));
  const stretches = stretchesOf(answers, 12, 2);
  expect(stretches.map(({ label }) => label)).toEqual([0, null, 0]);
  expect(stretchCsv(stretches, ['wave', 'clap']).split('\n')[2]).toContain(`,${ODD_NAME},`);
  expect(stretchesOf(answers, 12).map(({ label }) => label)).toEqual([0]);
});
