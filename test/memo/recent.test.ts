import fc from 'fast-check';
import { expect, test } from 'vitest';
import { recent } from '../../src/memo/recent';

test('the answers about what was asked last are kept, and no more', () => {
  const questions = fc.array(fc.nat(6), { maxLength: 60 });
  fc.assert(
    fc.property(questions, fc.integer({ min: 1, max: 5 }), (asked, most) => {
      const keys = Array.from({ length: 7 }, (_, index) => ({ index }));
      let computed = 0;
      const answer = recent(most, ({ index }: { index: number }) => {
        computed++;
        return { index };
      });
      let last: number[] = [];
      for (const index of asked) {
        const before = computed;
        expect(answer(keys[index] as { index: number })).toEqual({ index });
        expect(computed - before, asked.join()).toBe(last.includes(index) ? 0 : 1);
        last = [index, ...last.filter((other) => other !== index)].slice(0, most);
      }
    }),
  );
});

test('an answer that is kept is the same object', () => {
  const key = {};
  const answer = recent(2, () => ({}));
  expect(answer(key)).toBe(answer(key));
});
