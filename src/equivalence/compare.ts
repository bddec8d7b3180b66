import { sameShape } from '../tensor/shape';
import { near } from './algebra';
import { type Expression, type Fact, listFact, type Numbers, numbersOf } from './expression';

/** A place where two settled expressions part: what the one has, what the other, and in which way they differ. */
export interface Mismatch {
  readonly found: Expression | null;
  readonly expected: Expression | null;
  /** Where both are of one operator: the facts and numbers that are not the same. */
  readonly unlike: readonly string[];
}

/** Pairs that are looked at before two graphs are called too different to be compared. */
const MOST_PAIRS = 100_000;

/** Mismatches that are looked for; more say nothing more. */
const MOST_MISMATCHES = 40;

/** Relative to the largest value: what rounding explains where both sides were computed from the same float32 numbers. */
const ROUNDING = 2e-6;

const COMMUTATIVE: ReadonlySet<string> = new Set(['add', 'product']);

/** A comparison that remembers what it has compared. */
interface Comparison {
  /** True where both compute the same numbers, but for rounding. */
  same(found: Expression, expected: Expression): boolean;
  /** Where they part: empty exactly where they are the same. */
  mismatches(found: Expression, expected: Expression): readonly Mismatch[];
}

/** A comparison of settled expressions of one table. It proves: where it finds no mismatch, there is none. */
export function createComparison(): Comparison {
  const known = new Map<string, boolean>();
  const same = (a: Expression, b: Expression): boolean => {
    if (a === b) return true;
    const key = `${a.order},${b.order}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    if (known.size > MOST_PAIRS) return false;
    const result =
      a.operator === b.operator &&
      sameShape(a.shape, b.shape) &&
      unlike(a, b).length === 0 &&
      pairings(a, b).some((pairs) => pairs.every(([x, y]) => same(x, y)));
    known.set(key, result);
    return result;
  };
  const mismatches = (found: Expression, expected: Expression): readonly Mismatch[] => {
    const list: Mismatch[] = [];
    const visited = new Set<string>();
    const walk = (a: Expression, b: Expression): void => {
      const key = `${a.order},${b.order}`;
      if (list.length >= MOST_MISMATCHES || visited.has(key) || same(a, b)) return;
      visited.add(key);
      const [first] = a.inputs;
      const [second] = b.inputs;
      const inserted = a.inputs.find((input) => same(input, b));
      const left = b.inputs.find((input) => same(a, input));
      if (inserted) list.push({ found: a, expected: null, unlike: [] });
      else if (left) list.push({ found: null, expected: b, unlike: [] });
      else if (a.operator === b.operator) {
        const parts = unlike(a, b).filter((name) => !followsFromShape(name, a, b));
        if (parts.length > 0) list.push({ found: a, expected: b, unlike: parts });
        for (const [x, y] of closest(a, b, same)) walk(x, y);
      } else if (first && first.operator === b.operator && second?.operator !== a.operator) {
        list.push({ found: a, expected: null, unlike: [] });
        walk(first, b);
      } else if (second && second.operator === a.operator && first?.operator !== b.operator) {
        list.push({ found: null, expected: b, unlike: [] });
        walk(a, second);
      } else {
        list.push({ found: a, expected: b, unlike: [] });
        if (first && second && a.inputs.length === 1 && b.inputs.length === 1) walk(first, second);
      }
    };
    walk(found, expected);
    if (list.length === 0 && !same(found, expected)) list.push({ found, expected, unlike: [] });
    return list;
  };
  return { same, mismatches };
}

/** Facts of a pool or a convolution that differ because something before it gave another shape: that is named, not they. */
function followsFromShape(name: string, a: Expression, b: Expression): boolean {
  const [x, y] = [a.inputs[0], b.inputs[0]];
  const isPool = a.operator === 'mean' || a.operator === 'maximum';
  return !!x && !!y && !sameShape(x.shape, y.shape) && ((name === 'axes' && isPool) || name === 'after');
}

type Pairs = readonly (readonly [Expression, Expression])[];

/** The ways to set the inputs of one against those of the other: a sum may be written either way round. */
function pairings(a: Expression, b: Expression): readonly Pairs[] {
  if (a.inputs.length !== b.inputs.length) return [];
  const straight = pairsOf(a.inputs, b.inputs);
  return COMMUTATIVE.has(a.operator) ? [straight, pairsOf(a.inputs.toReversed(), b.inputs)] : [straight];
}

function pairsOf(a: readonly Expression[], b: readonly Expression[]): Pairs {
  return a.flatMap((x, at) => {
    const y = b[at];
    return y ? [[x, y] as const] : [];
  });
}

/** The pairing with the most inputs that are the same, else the most alike. */
function closest(a: Expression, b: Expression, same: Comparison['same']): Pairs {
  const all = pairings(a, b);
  const worth = (pairs: Pairs) => pairs.reduce((sum, [x, y]) => sum + (same(x, y) ? 100 : likeness(x, y, 4)), 0);
  return all.length === 0
    ? pairsOf(a.inputs, b.inputs)
    : all.reduce((best, next) => (worth(next) > worth(best) ? next : best));
}

/** How alike two expressions that are not the same look from above: operators, and weights. */
function likeness(a: Expression, b: Expression, depth: number): number {
  if (a.operator !== b.operator) return 0;
  const [x, y] = [numbersOf(a, 'weight'), numbersOf(b, 'weight')];
  // A glance at the first few tells.
  const startsAlike = sameNumbers(x.subarray(0, 16), y.subarray(0, 16));
  const weights = x.length === y.length && x.length > 0 && startsAlike ? 10 : 0;
  const below = depth > 0 ? pairsOf(a.inputs, b.inputs).reduce((sum, [p, q]) => sum + likeness(p, q, depth - 1), 0) : 0;
  return 1 + weights + below;
}

/** Names of the facts and numbers in which two expressions of one operator differ. */
function unlike(a: Expression, b: Expression): readonly string[] {
  const facts = new Set([...Object.keys(a.facts), ...Object.keys(b.facts)]);
  const numbers = new Set([...Object.keys(a.numbers), ...Object.keys(b.numbers)]);
  return [
    ...[...facts].filter((name) => !sameFact(a.facts[name], b.facts[name])),
    ...[...numbers].filter((name) => !sameNumbers(numbersOf(a, name), numbersOf(b, name))),
    ...(a.operator === 'convolution' && after(a).join() !== after(b).join() ? ['after'] : []),
  ];
}

function sameFact(a: Fact | undefined, b: Fact | undefined): boolean {
  if (typeof a === 'number' && typeof b === 'number') return near(a, b);
  return String(a) === String(b);
}

/** Zeros after each axis that a convolution reads. */
export function after(x: Expression): readonly number[] {
  const [input] = x.inputs;
  const { shape } = x;
  return listFact(x, 'kernel').map((kernel, axis) => {
    const reach = (kernel - 1) * (listFact(x, 'dilations')[axis] ?? 1) + 1;
    const end = ((shape[axis + 2] ?? 1) - 1) * (listFact(x, 'strides')[axis] ?? 1) + reach;
    return Math.max(0, end - (input?.shape[axis + 2] ?? 0) - (listFact(x, 'before')[axis] ?? 0));
  });
}

/** Equal but for rounding; numbers that are not there are zeros. */
function sameNumbers(a: Numbers, b: Numbers): boolean {
  if (a === b) return true;
  if (a.length !== b.length && a.length > 0 && b.length > 0) return false;
  let largest = 0;
  let apart = 0;
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const [x, y] = [a[index] ?? 0, b[index] ?? 0];
    if (Number.isNaN(x) !== Number.isNaN(y)) return false;
    if (!Number.isFinite(x) || !Number.isFinite(y)) {
      if (!Object.is(x, y)) return false;
      continue;
    }
    largest = Math.max(largest, Math.abs(x), Math.abs(y));
    apart = Math.max(apart, Math.abs(x - y));
  }
  return apart <= ROUNDING * largest;
}
