import fc from 'fast-check';
import { expect, test } from 'vitest';
import { balancedRows } from '../../src/dataset/balancedRows';

test('classes come equally often, rows of a class equally often, and the same seed gives the same order', () => {
  const labels = fc.array(fc.nat(3), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(labels, fc.nat(), (given, seed) => {
      const rows = given.map((_, row) => row);
      const rowAt = balancedRows(rows, given, seed);
      const classes = new Set(given);
      const members = (label: number) => given.filter((other) => other === label).length;
      const most = Math.max(...Array.from(classes, members));
      const turns = classes.size * most;
      const drawn = Array.from({ length: turns }, (_, at) => rowAt(at));
      expect(drawn).toEqual(Array.from({ length: turns }, (_, at) => balancedRows(rows, given, seed)(at)));
      for (const label of classes) {
        const own = drawn.filter((row) => given[row] === label);
        expect(own).toHaveLength(most);
        const counts = rows.filter((row) => given[row] === label).map((row) => own.filter((one) => one === row).length);
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      }
    }),
    { numRuns: 50 },
  );
  expect(() => balancedRows([], [], 0)).toThrow('no rows');
});
