import { fnv1a, inDrawnOrder, sfc32 } from '../weights/generator';

/**
 * An endless order of rows to learn from in which every class comes equally often, however many rows it has: turns over the
 * classes in a drawn order, each giving its next row, its rows drawn anew when all have come.
 * @param rows rows to learn from
 * @param labels class of every row, from 0
 * @returns the row that comes at a place from 0; the same seed gives the same order
 */
export function balancedRows(rows: readonly number[], labels: readonly number[], seed: number): (at: number) => number {
  const classes = [...new Set(rows.map((row) => labels[row] as number))].toSorted((a, b) => a - b);
  if (classes.length === 0) throw new RangeError('There are no rows to learn from.');
  const own = new Map(classes.map((label) => [label, rows.filter((row) => labels[row] === label)]));
  const known = new Map<string, readonly number[]>();
  const drawn = (name: string, items: readonly number[]): readonly number[] => {
    const found = known.get(name) ?? inDrawnOrder(items, sfc32(fnv1a(name), seed));
    known.set(name, found);
    return found;
  };
  return (at) => {
    const turn = Math.floor(at / classes.length);
    const label = drawn(`turn ${turn}`, classes)[at % classes.length] as number;
    const members = own.get(label) as readonly number[];
    const epoch = Math.floor(turn / members.length);
    return drawn(`class ${label}, epoch ${epoch}`, members)[turn % members.length] as number;
  };
}
