import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clipsOf, type Library } from '../../src/dataset/library';
import { neighboursOf } from '../../src/dataset/neighbours';
import { splitLibrary } from '../../src/dataset/splits';
import { anyLibrary, clip, take } from './anyLibrary';

test('a video is on one side, a neighbour of a held-out one on neither, and every clip is held out once at most', () => {
  fc.assert(
    fc.property(anyLibrary, fc.nat(1000), (library, seed) => {
      const { folds } = splitLibrary(library, seed);
      const takeOf = new Map(library.clips.map(({ id, takeId }) => [id, takeId]));
      const near = neighboursOf(library);
      const heldOften = new Map<string, number>();
      for (const { held, train, between } of folds) {
        expect([...held, ...train, ...between].toSorted()).toEqual(library.clips.map(({ id }) => id).toSorted());
        const [heldTakes, trainTakes] = [held, train].map(
          (side) => new Set(side.map((id) => takeOf.get(id) as string)),
        );
        for (const id of heldTakes as Set<string>) expect(trainTakes?.has(id)).toBe(false);
        for (const [a, b] of near) {
          expect(heldTakes?.has(a) && trainTakes?.has(b)).toBe(false);
          expect(heldTakes?.has(b) && trainTakes?.has(a)).toBe(false);
        }
        for (const id of held) heldOften.set(id, (heldOften.get(id) ?? 0) + 1);
      }
      expect(Math.max(0, ...heldOften.values())).toBeLessThanOrEqual(1);
    }),
  );
});

test('the same seed splits in the same way', () => {
  fc.assert(
    fc.property(anyLibrary, fc.nat(), (library, seed) => {
      expect(splitLibrary(library, seed)).toEqual(splitLibrary(library, seed));
    }),
  );
});

/** So many recordings of each class, a second apart, class after class. */
function recorded(perClass: readonly number[]): Library {
  const takes = perClass.flatMap((count, label) =>
    Array.from({ length: count }, (_, at) => take(`k${label}t${at}`, { began: label * 1e6 + at * 3000 })),
  );
  return {
    classes: perClass.map((_, label) => ({ id: `k${label}`, name: `class ${label}` })),
    takes,
    clips: takes.map(({ id }) => clip(`${id}c`, id.slice(0, 2), id)),
    mirror: true,
  };
}

test('few recordings are judged in turn, all of them; many by a fifth', () => {
  const few = splitLibrary(recorded([5, 5, 5]), 0);
  expect(few.kind).toBe('k-fold');
  expect(few.folds).toHaveLength(5);
  expect(few.unjudged).toEqual([]);
  expect(new Set(few.folds.flatMap(({ held }) => held)).size).toBe(15);
  const many = splitLibrary(recorded([20, 25]), 0);
  expect(many.kind).toBe('hold-out');
  expect(many.folds[0]?.held).toHaveLength(9);
  // One neighbour of each class lies at the edge.
  expect(many.folds[0]?.between).toHaveLength(2);
});

test('a class of two takes in a row, or of one, cannot be judged; three can', () => {
  expect(splitLibrary(recorded([2, 5]), 0).unjudged).toEqual(['k0']);
  expect(splitLibrary(recorded([1, 5]), 0).unjudged).toEqual(['k0']);
  expect(splitLibrary(recorded([3, 5]), 0).unjudged).toEqual([]);
  expect(splitLibrary(recorded([0, 0]), 0)).toMatchObject({ folds: [], unjudged: ['k0', 'k1'] });
});

test('recordings a while apart, and files, are no neighbours', () => {
  const apart = recorded([2]);
  const [first, second] = apart.takes;
  expect(neighboursOf(apart)).toEqual([['k0t0', 'k0t1']]);
  const later = { ...apart, takes: [first, { ...second, began: 1e6 }] } as Library;
  expect(neighboursOf(later)).toEqual([]);
  const files = { ...apart, takes: apart.takes.map((each) => ({ ...each, source: 'file' as const })) };
  expect(neighboursOf(files)).toEqual([]);
  expect(clipsOf(files, 'k0')).toHaveLength(2);
});
