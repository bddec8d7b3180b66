import type { Ledger } from '../state/files/checkpoint';
import { nonFiniteText } from '../tensor/nonFinite';
import type { Shape } from '../tensor/shape';

/** What can become of a tensor. */
export type Fate = 'loaded' | 'missing' | 'unexpected' | 'wrongShape' | 'drawn';

/** Every fate, in the order of the counts: what it is called, and what it means. */
export const FATES: readonly {
  readonly fate: Fate;
  readonly label: string;
  readonly sentence: string;
  /** Nothing to worry about, however many. */
  readonly fine?: boolean;
}[] = [
  { fate: 'loaded', label: 'loaded', fine: true, sentence: 'From the file, under the reference’s name.' },
  {
    fate: 'missing',
    label: 'missing',
    sentence: 'In the network, not in the file: random, as PyTorch’s constructor makes it.',
  },
  { fate: 'unexpected', label: 'unexpected', sentence: 'In the file, and nowhere in the network: left out.' },
  { fate: 'wrongShape', label: 'wrong shape', sentence: 'In both, with another shape: not loaded, random instead.' },
  { fate: 'drawn', label: 'random', sentence: 'What is missing and what has another shape: it gets random values.' },
];

interface LedgerRow {
  /** The reference's name; the file's own for what is unexpected. */
  readonly key: string;
  /** As the file spells it. */
  readonly name?: string | null;
  readonly shape: Shape;
  /** Path of the layer it belongs to; absent where it belongs to none. */
  readonly path?: string;
  readonly note: string;
}

/** The tensors of one fate, as the ledger tells of them. */
export function rowsOf(ledger: Ledger, fate: Fate): readonly LedgerRow[] {
  const { loaded, missing, unexpected, wrongShape } = ledger;
  switch (fate) {
    case 'loaded':
      return loaded.map(({ key, name, shape, dtype, note, nonFinite }) => ({
        key,
        name,
        shape,
        path: layerOf(key),
        // The network computes in float32 and counts batches in int64.
        note: [nonFinite && nonFiniteText(nonFinite), ['float32', 'int64'].includes(dtype) ? '' : `was ${dtype}`, note]
          .filter(Boolean)
          .join('; '),
      }));
    case 'missing':
      return missing.map(({ key, shape, statistics }) => ({
        key,
        shape,
        path: layerOf(key),
        note: statistics ? 'norm statistics: they stay 0 and 1' : '',
      }));
    case 'unexpected':
      return unexpected.map(({ name, shape, harmless }) => ({
        key: name,
        shape,
        note: harmless ?? 'may be part of what the file computes',
      }));
    case 'wrongShape': {
      // What would make all of them fit stands above the rows once.
      const [one] = suggestionsOf(ledger);
      const said = one?.count === wrongShape.length;
      return wrongShape.map(({ key, name, expected, found, wouldFit }) => ({
        key,
        name,
        shape: found,
        path: layerOf(key),
        note: `expected ${expected.join('×')}${wouldFit && !said ? `; ${wouldFit} would fit` : ''}`,
      }));
    }
    case 'drawn':
      return [
        ...rowsOf(ledger, 'missing').map((row) => ({ ...row, note: 'missing' })),
        ...wrongShape.map(({ key, expected }) => ({
          key,
          shape: expected,
          path: layerOf(key),
          note: 'of wrong shape',
        })),
      ];
  }
}

/** A change of one field that would make tensors of the wrong shape fit. */
interface Suggestion {
  /** `gamma_b 3`. */
  readonly text: string;
  /** Path in the design: `reference.gamma_b`. */
  readonly field: string;
  readonly value: number;
  readonly count: number;
}

/** The changes the ledger offers, the most helpful first. */
export function suggestionsOf({ wrongShape }: Ledger): readonly Suggestion[] {
  const counts = new Map<string, number>();
  for (const { wouldFit } of wrongShape) if (wouldFit) counts.set(wouldFit, (counts.get(wouldFit) ?? 0) + 1);
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([text, count]) => {
      const [name = '', value = ''] = text.split(' ');
      return { text, field: name.includes('.') ? name : `reference.${name}`, value: Number(value), count };
    });
}

/** `layer1.0.conv1.bn.weight` belongs to `layer1.0.conv1.bn`. */
function layerOf(key: string): string {
  return key.slice(0, key.lastIndexOf('.'));
}
