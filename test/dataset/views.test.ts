import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NO_LABEL, steadied, stretchCsv, stretchesOf } from '../../src/dataset/steadyLabel';
import { viewsOf } from '../../src/dataset/views';
import { framesAt } from '../../src/video/framesAt';
import { clip } from './anyLibrary';

test('looks lie in the clip, the first in its middle, and the same seed draws the same', () => {
  const choice = fc.record({
    window: fc.double({ min: 0.1, max: 3, noNaN: true }),
    views: fc.integer({ min: 1, max: 8 }),
    mirror: fc.boolean(),
    seed: fc.nat(),
  });
  fc.assert(
    fc.property(
      choice,
      fc.double({ min: 0, max: 5, noNaN: true }),
      fc.double({ min: 0.1, max: 5, noNaN: true }),
      (how, from, length) => {
        const of = clip('c', 'k', 't', { from, to: from + length });
        const views = viewsOf(of, how);
        expect(views).toEqual(viewsOf(of, how));
        expect(views).toHaveLength(how.views);
        expect(views[0]).toMatchObject({ across: 0.5, down: 0.5, mirrored: false });
        for (const { start, mirrored } of views) {
          expect(start).toBeGreaterThanOrEqual(Math.max(0, from - 0.1 * how.window - 1e-9));
          expect(start).toBeLessThanOrEqual(Math.max(from, of.to - how.window) + 0.1 * how.window + 1e-9);
          if (!how.mirror) expect(mirrored).toBe(false);
        }
      },
    ),
  );
});

test('frames of a window are those shown at its times, at any and at changing rates', () => {
  const even = Float64Array.from({ length: 60 }, (_, at) => at / 30);
  expect(framesAt(even, 0, 8 / 30, 8)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(framesAt(even, 1, 2, 4)).toEqual([30, 45, 59, 59]);
  expect(framesAt(Float64Array.of(5, 5.5, 7), 0, 4, 4)).toEqual([0, 1, 2, 2]);
  expect(framesAt(Float64Array.of(0), 0, 1, 3)).toEqual([0, 0, 0]);
});

test('a label does not flicker, yet gives way to one that stays ahead', () => {
  let said = NO_LABEL;
  const changes: (number | null)[] = [];
  const answers = [
    ...Array.from({ length: 40 }, (_, at) => (at % 2 ? [0.55, 0.45] : [0.45, 0.55])),
    ...Array.from({ length: 20 }, () => [0.1, 0.9]),
  ];
  for (const answer of answers) {
    said = steadied(said, { probabilities: answer, energy: 0 }, 0.1);
    if (changes.at(-1) !== said.label) changes.push(said.label);
  }
  expect(changes).toEqual([1]);
  const other = Array.from({ length: 20 }).reduce<typeof said>(
    (before) => steadied(before, { probabilities: [0.9, 0.1], energy: 0 }, 0.1),
    said,
  );
  expect(other.label).toBe(0);
});

test('stretches cover the whole video without a gap, and their table is readable', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 40 }), (values) => {
      const answers = values.map((value, at) => ({
        time: at * 0.5 + 0.25,
        probabilities: [value, 1 - value],
        energy: 0,
      }));
      const duration = values.length * 0.5;
      const stretches = stretchesOf(answers, duration);
      expect(stretches[0]?.from).toBe(0);
      expect(stretches.at(-1)?.to).toBe(duration);
      expect(stretches.slice(1).map(({ from }) => from)).toEqual(stretches.slice(0, -1).map(({ to }) => to));
    }),
  );
  const csv = stretchCsv([{ from: 0, to: 1.5, label: 0, probability: 0.75 }], ['=1+"a", b']);
  expect(csv).toBe('from_s,to_s,class,probability\r\n0.00,1.50,"\'=1+""a"", b",0.750\r\n');
});
