import { after, type Mismatch } from '../equivalence/compare';
import { type Expression, listFact, numberFact } from '../equivalence/expression';
import { titled } from '../text/numberText';

/** A sentence on one place where a graph computes something else than a network. */
export function mismatchText({ found, expected, unlike }: Mismatch): string {
  if (found && !expected) return `${titled(wordOf(found))} stands here, where the network has nothing.`;
  if (!found && expected)
    return `The network has ${wordOf(expected)} before this (${expected.node}), and the graph has none.`;
  if (!found || !expected) return 'The graph computes something else here.';
  const place = found.node === expected.node ? '' : ` (${expected.node})`;
  if (unlike.join() === 'axes' && POOLS.has(found.operator))
    return `${titled(wordOf(found))} stands where the network has ${wordOf(expected)}${place}.`;
  const areClips = found.operator === 'bounded' && expected.operator === 'bounded';
  if (unlike.length === 0 || areClips)
    return `${titled(wordOf(found))} stands where the network has ${wordOf(expected)}${place}.`;
  const parts = unlike.map((name) => partText(name, found, expected));
  return `${titled(wordOf(found))} with ${parts.join('; ')}${place}.`;
}

const POOLS: ReadonlySet<string> = new Set(['mean', 'maximum']);

/** How each fact or list of numbers is called. */
const PARTS: ReadonlyMap<string, string> = new Map(
  Object.entries<string>({
    before: 'zeros before',
    after: 'zeros after',
    group: 'groups',
    slope: 'a slope of',
    order: 'axes in the order',
  }),
);

function partText(name: string, found: Expression, expected: Expression): string {
  const fact = (x: Expression) => (name === 'after' ? after(x) : x.facts[name]);
  const [there, here] = [fact(found), fact(expected)];
  if (there === undefined && here === undefined) return `another ${name} than the network would be given`;
  const text = (value: unknown) => (Array.isArray(value) ? value.join('×') : String(value ?? 'none'));
  return `${PARTS.get(name) ?? name} ${text(there)} where the network has ${text(here)}`;
}

/** Operators by the words people have for them; the others are words already. */
const WORDS: ReadonlyMap<string, string> = new Map(
  Object.entries<string>({
    dense: 'a linear layer',
    clip: 'the clip itself',
    add: 'a sum',
    product: 'a product',
    affine: 'a scale and shift',
    reshape: 'a reshape',
    transpose: 'a transposition',
    leaky: 'a leaky ReLU',
    root: 'a square root',
  }),
);

/** What an expression is, as people call it. */
function wordOf(x: Expression): string {
  const { operator, facts } = x;
  const sizes = listFact(x, 'kernel').join('×');
  if (operator === 'convolution') {
    const group = numberFact(x, 'group');
    return `a ${sizes} convolution${group > 1 ? ` in ${group} groups` : ''}`;
  }
  if (operator === 'bounded') {
    if (facts.least === 0 && facts.most === Number.POSITIVE_INFINITY) return 'ReLU';
    return facts.least === 0 && facts.most === 6 ? 'ReLU6' : `a clip to ${facts.least} … ${facts.most}`;
  }
  if (POOLS.has(operator)) return `a ${operator} over ${axesText(listFact(x, 'axes'))}`;
  if (operator.endsWith(' under a window')) return `a ${operator.replace('under a window', `of ${sizes}`)}`;
  return operator === 'pad' ? `a border (${facts.mode})` : (WORDS.get(operator) ?? operator);
}

const AXES = ['N', 'C', 'T', 'H', 'W'];

const axesText = (axes: readonly number[]): string => axes.map((axis) => AXES[axis] ?? axis).join(', ');
