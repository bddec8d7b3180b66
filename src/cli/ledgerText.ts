import type { Ledger, Loaded } from '../checkpoint/fitCheckpoint';
import { INFLATED } from '../checkpoint/inflateStem';
import { groupBy } from '../tensor/groupBy';
import { holdersText, NO_NUMBERS, nonFiniteText } from '../tensor/nonFinite';
import { shapeText } from '../tensor/shape';
import { shownName } from '../text/harmless';

/** What the file gave, and what was filled in because the file's scheme leaves it out. */
export function loadedOrFilled({ loaded }: Ledger): readonly [fromFile: readonly Loaded[], filled: readonly Loaded[]] {
  return [loaded.filter(({ name }) => name !== null), loaded.filter(({ name }) => name === null)];
}

/** Which tensors were filled in, and as what; a line for each reason. */
export function filledText(filled: readonly Loaded[]): readonly string[] {
  return [...groupBy(filled, ({ note }) => note)].map(
    ([note, rows]) => `Filled in, ${note}: ${rows.map(({ key }) => key).join(', ')}.`,
  );
}

/** What was loaded otherwise than it stands in the file: the stem for a clip of more channels. */
export function inflatedText(loaded: readonly Loaded[]): readonly string[] {
  return loaded
    .filter(({ note = '' }) => note.startsWith(INFLATED))
    .map(({ name, note }) => `Loaded, ${note}: ${shownName(name ?? '')}.`);
}

/** Which tensors hold values that are no numbers, and what follows. */
export function nonFiniteLines({ loaded }: Ledger): readonly string[] {
  const rows = loaded.flatMap(({ key, name, nonFinite }) => (nonFinite ? [{ name: name ?? key, nonFinite }] : []));
  if (rows.length === 0) return [];
  const told = rows.slice(0, TOLD).map(({ name, nonFinite }) => `${shownName(name)} (${nonFiniteText(nonFinite)})`);
  const more = rows.length > TOLD ? ` and ${rows.length - TOLD} more` : '';
  return [`${holdersText(rows.length)}: ${told.join(', ')}${more}. ${NO_NUMBERS}`];
}

/** Tensors told of one by one; those left out for one harmless reason are counted beyond that. */
const TOLD = 8;

/** What of the file has no place in the network: each that may compute, then the harmless by their reason. */
export function leftOutText({ unexpected }: Ledger): readonly string[] {
  const named = ({ name, shape }: Ledger['unexpected'][number]) => `${shownName(name)} (${shapeText(shape)})`;
  const computing = unexpected.filter(({ harmless }) => harmless === null);
  const harmless = unexpected.filter((row) => row.harmless !== null);
  return [
    ...computing.map((row) => `Left out, though the file may compute with it: ${named(row)}.`),
    ...[...groupBy(harmless, (row) => row.harmless)].map(([why, rows]) =>
      rows.length > TOLD
        ? `Left out, harmless: ${rows.length} tensors, ${why}.`
        : `Left out, harmless: ${rows.map(named).join(', ')}, ${why}.`,
    ),
  ];
}
