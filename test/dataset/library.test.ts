import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  EditError,
  SHORTEST,
  unusedTakes,
  withClass,
  withClassName,
  withClipIn,
  withClipName,
  withCut,
  withoutClass,
  withoutClips,
  withoutUnused,
  withRange,
  withTake,
} from '../../src/dataset/edits';
import { EMPTY_LIBRARY, MOST_CLASSES } from '../../src/dataset/library';
import { LibraryError, readLibrary } from '../../src/dataset/readLibrary';
import { anyLibrary, clip, take } from './anyLibrary';

const edited = fc.tuple(anyLibrary, fc.nat(), fc.nat(), fc.double({ noNaN: true }), fc.double({ noNaN: true }));

test('whatever is edited, clips lie in takes and classes that are there, and it reads back as it was', () => {
  fc.assert(
    fc.property(edited, ([library, at, to, from, end]) => {
      const id = library.clips[at % Math.max(1, library.clips.length)]?.id ?? 'none';
      const classId = library.classes[to % library.classes.length]?.id ?? '';
      const edits = [
        withRange(library, id, from, end),
        withCut(library, id, { id: 'cut', name: 'cut', classId, from, to: end }),
        withClipIn(library, id, classId),
        withoutClips(library, new Set([id])),
        withoutClass(library, classId),
        withoutUnused(withoutClips(library, new Set([id]))),
      ];
      for (const result of edits) {
        for (const { from: begin, to: stop, takeId, classId: own } of result.clips) {
          const held = result.takes.find((each) => each.id === takeId);
          expect(held).toBeDefined();
          expect(result.classes.some((each) => each.id === own)).toBe(true);
          expect(begin).toBeGreaterThanOrEqual(0);
          expect(stop).toBeLessThanOrEqual(held?.duration ?? 0);
          expect(stop - begin).toBeGreaterThanOrEqual(SHORTEST - 1e-9);
        }
        expect(readLibrary(JSON.parse(JSON.stringify(result)))).toEqual(result);
      }
    }),
  );
});

test('names are tidy, and of classes no two are the same', () => {
  const one = withClass(EMPTY_LIBRARY, { id: 'a', name: '  wave\n hand ' });
  expect(one.classes).toEqual([{ id: 'a', name: 'wave hand' }]);
  expect(() => withClass(one, { id: 'b', name: 'Wave  Hand' })).toThrow(EditError);
  expect(() => withClassName(one, 'a', ' ')).toThrow('A class needs a name.');
  expect(withClassName(one, 'a', 'WAVE HAND').classes[0]?.name).toBe('WAVE HAND');
  const withOne = withTake(one, take('t'), [clip('c', 'a', 't')]);
  expect(() => withClipName(withOne, 'c', '\n')).toThrow('A clip needs a name.');
  expect(() => withClipIn(withOne, 'c', 'gone')).toThrow(EditError);
  const full = Array.from({ length: MOST_CLASSES }).reduce<typeof one>(
    (library, _, at) => withClass(library, { id: `k${at}`, name: `k${at}` }),
    EMPTY_LIBRARY,
  );
  expect(() => withClass(full, { id: 'more', name: 'more' })).toThrow(`at most ${MOST_CLASSES}`);
});

test('takes stay when their clips go, until what is unused is asked for', () => {
  const library = withTake(withClass(EMPTY_LIBRARY, { id: 'a', name: 'a' }), take('t'), [
    clip('c', 'a', 't', { to: 9 }),
  ]);
  expect(library.clips[0]?.to).toBe(2);
  expect(unusedTakes(library)).toEqual([]);
  const less = withoutClips(library, new Set(['c']));
  expect(unusedTakes(less).map(({ id }) => id)).toEqual(['t']);
  expect(withoutUnused(less).takes).toEqual([]);
});

test('what storage or an archive holds is a data set, or refused in a sentence; nothing odd gets in', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      try {
        readLibrary(value);
      } catch (error) {
        expect(error).toBeInstanceOf(LibraryError);
      }
    }),
  );
  const odd = {
    classes: [{ id: '__proto__', name: 'a\u202eb' }, { id: 'a', name: '' }, { id: '../x', name: 'x' }, null],
    takes: [{ ...take('t'), duration: Number.NaN }, take('u')],
    clips: [clip('c', '__proto__', 'u'), clip('d', 'nowhere', 'u'), clip('e', '__proto__', 't')],
  };
  const read = readLibrary(odd);
  expect(read.classes).toEqual([{ id: '__proto__', name: 'a\\u202eb' }]);
  expect(read.takes.map(({ id }) => id)).toEqual(['u']);
  expect(read.clips.map(({ id }) => id)).toEqual(['c']);
});
