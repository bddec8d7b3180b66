import type { Ledger } from '../state/files/checkpoint';

/** What a file does not give a network, by its reason: `12 are missing from the file, 463 have another shape in it`. */
export function drawnText({ missing, wrongShape }: Ledger): string {
  const is = (count: number, one: string, many: string) =>
    count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
  return [
    ...is(missing.length, 'is missing from the file', 'are missing from the file'),
    ...is(wrongShape.length, 'has another shape in it', 'have another shape in it'),
  ].join(', ');
}
