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

/** What an expression is, as people call it. */
function wordOf(x: Expression): string {
  switch (x.operator) {
    case 'convolution': {
      const group = numberFact(x, 'group');
      return `a ${listFact(x, 'kernel').join('×')} convolution${group > 1 ? ` in ${group} groups` : ''}`;
    }
    case 'dense':
      return 'a linear layer';
    case 'bounded':
      if (x.facts.least === 0 && x.facts.most === Number.POSITIVE_INFINITY) return 'ReLU';
      return x.facts.least === 0 && x.facts.most === 6 ? 'ReLU6' : `a clip to ${x.facts.least} … ${x.facts.most}`;
    case 'clip':
      return 'the clip itself';
    case 'add':
      return 'a sum';
    case 'product':
      return 'a product';
    case 'affine':
      return 'a scale and shift';
    case 'mean':
    case 'maximum':
      return `a ${x.operator} over ${axesText(listFact(x, 'axes'))}`;
    case 'mean under a window':
    case 'maximum under a window':
      return `a ${x.operator} of ${listFact(x, 'kernel').join('×')}`;
    case 'pad':
      return `a border (${x.facts.mode})`;
    case 'reshape':
      return 'a reshape';
    case 'transpose':
      return 'a transposition';
    case 'leaky':
      return 'a leaky ReLU';
    case 'root':
      return 'a square root';
    default:
      return x.operator;
  }
}

const AXES = ['N', 'C', 'T', 'H', 'W'];

const axesText = (axes: readonly number[]): string => axes.map((axis) => AXES[axis] ?? axis).join(', ');
