import type { Costs } from '../analysis/costs';
import { bytesOf } from '../analysis/quantities';
import type { Part } from '../architecture/walk';
import { labelOf } from '../diagram/looks';

/** Asks whether a part of the network matches what was typed. */
type Match = (part: Part, costs: Costs) => boolean;

/** Costs by the names one may type. */
const COSTS: ReadonlyMap<string, (costs: Costs) => number> = new Map(
  Object.entries<(costs: Costs) => number>({
    params: (costs) => costs.parameters,
    parameters: (costs) => costs.parameters,
    macs: (costs) => costs.macs,
    flops: (costs) => 2 * costs.macs,
    // Both of the outputs, in the app's one unit for them.
    bytes: (costs) => bytesOf(costs.activations),
    activations: (costs) => bytesOf(costs.activations),
  }),
);

const COMPARISONS: ReadonlyMap<string, (a: number, b: number) => boolean> = new Map(
  Object.entries<(a: number, b: number) => boolean>({
    '>': (a, b) => a > b,
    '>=': (a, b) => a >= b,
    '<': (a, b) => a < b,
    '<=': (a, b) => a <= b,
    '=': (a, b) => a === b,
  }),
);

const PREFIXES: ReadonlyMap<string, number> = new Map([
  ['k', 1e3],
  ['m', 1e6],
  ['g', 1e9],
]);

/**
 * Reads a search: words that must all match. A word is a cost (`macs>1e8`, `params<=5k`), an output shape or the end of
 * one (`216x13x10x10`, `10x10`), a pattern between slashes (`/conv[12]$/`), or a piece of a path or kind.
 */
export function parseSearch(text: string): Match {
  const matches = text.trim().split(/\s+/).filter(Boolean).map(parseWord);
  return (part, costs) => matches.every((match) => match(part, costs));
}

function parseWord(word: string): Match {
  return costWord(word) ?? shapeWord(word) ?? patternWord(word) ?? nameWord(word);
}

function costWord(word: string): Match | null {
  const [, name = '', comparison = '', digits = '', prefix = ''] =
    /^([a-z]+)(>=|<=|>|<|=)([\d.]+(?:e\d+)?)([kmg]?)$/i.exec(word) ?? [];
  const [of, compare] = [COSTS.get(name.toLowerCase()), COMPARISONS.get(comparison)];
  if (!of || !compare) return null;
  const bound = Number(digits) * (PREFIXES.get(prefix.toLowerCase()) ?? 1);
  return (_, costs) => compare(of(costs), bound);
}

function shapeWord(word: string): Match | null {
  if (!/^\d+([x×]\d+)+$/.test(word)) return null;
  const sizes = word.split(/[x×]/).map(Number);
  return ({ output }) => sizes.every((size, index) => size === output[output.length - sizes.length + index]);
}

function patternWord(word: string): Match | null {
  const [, source] = /^\/(.+)\/$/.exec(word) ?? [];
  if (source === undefined) return null;
  try {
    const pattern = new RegExp(source, 'i');
    return (part) => pattern.test(part.path) || pattern.test(labelOf(part));
  } catch {
    // Half-typed patterns are not regular expressions yet; they are looked for as they stand.
    return null;
  }
}

function nameWord(word: string): Match {
  const piece = word.toLowerCase();
  return (part) => part.path.toLowerCase().includes(piece) || labelOf(part).toLowerCase().includes(piece);
}
