import fc from 'fast-check';
import type { Clip, Library, Take } from '../../src/dataset/library';

/** A recording or a file of a data set that is made up. */
export function take(id: string, more: Partial<Take> = {}): Take {
  return {
    ...{
      id,
      name: id,
      source: 'camera',
      began: 0,
      duration: 2,
      width: 320,
      height: 240,
      bytes: 1000,
      type: 'video/webm',
    },
    ...more,
  };
}

/** A clip of a whole take. */
export function clip(id: string, classId: string, takeId: string, more: Partial<Clip> = {}): Clip {
  return { id, name: id, classId, takeId, from: 0, to: 2, ...more };
}

/** Data sets of 1 to 4 classes with recordings close together or far apart, and files cut into clips of several classes. */
export const anyLibrary: fc.Arbitrary<Library> = fc
  .record({
    classes: fc.integer({ min: 1, max: 4 }),
    takes: fc.array(
      fc.record({
        source: fc.constantFrom('camera' as const, 'camera' as const, 'file' as const),
        gap: fc.constantFrom(1_000, 5_000, 50_000, 500_000),
        cuts: fc.array(fc.nat(3), { minLength: 1, maxLength: 3 }),
      }),
      { maxLength: 30 },
    ),
  })
  .map(({ classes, takes }) => {
    let began = 1e12;
    const made = takes.map(({ source, gap, cuts }, at) => {
      began += 2_000 + gap;
      const id = `t${at}`;
      return {
        take: take(id, { source, began }),
        clips: cuts.map((label, cut) =>
          clip(`${id}c${cut}`, `k${label % classes}`, id, { from: cut * 0.5, to: cut * 0.5 + 0.5 }),
        ),
      };
    });
    return {
      classes: Array.from({ length: classes }, (_, label) => ({ id: `k${label}`, name: `class ${label}` })),
      takes: made.map((each) => each.take),
      clips: made.flatMap((each) => each.clips),
      mirror: true,
    };
  });
