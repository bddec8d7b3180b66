import { MOST_AXES } from '../onnx/decodeTensor';
import { type Shape, ShapeError } from '../tensor/shape';

/** Numbers of a constant: float32 or float64; sizes, axes and indices as int32. */
export type Numbers = Float32Array | Float64Array | Int32Array;

/** What an expression says beside its arguments and numbers; compared exactly but for rounding. */
export type Fact = string | number | readonly number[];

/**
 * A value of a graph as what it is computed from: an operator of a small language, its arguments, and what it needs to
 * know. Equal expressions of one table are one object, so that `x · σ(x)` is told by identity. The same function is
 * written by many graphs; the constructors of `algebra.ts` bring all of them to one form.
 *
 * | operator | computes |
 * |---|---|
 * | `clip` | the graph's input |
 * | `constant` | `data` |
 * | `convolution` | `weight` [out, in/group, …kernel] and `bias`, with `strides`, `before` (zeros), `dilations`, `group` |
 * | `dense` | [M, K] → [M, out]: `weight` [out, K] and `bias` |
 * | `affine` | x · `scale` + `shift`, along `axis` where those have more than one value |
 * | `add`, `product` | of two values; a product has a `coefficient` |
 * | `mean`, `maximum` | over `axes`, which stay with size 1 |
 * | `bounded` | between `least` and `most`: ReLU is 0 to infinity |
 * | `reshape`, `transpose`, `pad` | the same numbers elsewhere |
 * | another small word | a function of each element: `sigmoid`, `swish`, `gelu`, `leaky`, … |
 * | `onnx:…` | an operator without a rule here, with all its attributes |
 */
export interface Expression {
  readonly operator: string;
  readonly inputs: readonly Expression[];
  readonly shape: Shape;
  readonly facts: Readonly<Record<string, Fact>>;
  readonly numbers: Readonly<Record<string, Numbers>>;
  /** Name of the first node that computes it; the layer's path in our own graphs. */
  readonly node: string;
  /** Order of making: arguments come first. */
  readonly order: number;
}

/** What the constructors say of a new expression. */
type Draft = Pick<Expression, 'operator' | 'inputs' | 'shape'> & Partial<Pick<Expression, 'facts' | 'numbers'>>;

/** Makes expressions, each once. */
export interface Table {
  /** Raises the bound on numbers by those a file brings. */
  brings(count: number): void;
  /** The node that is being read: what is made now is computed there. */
  at(node: string): void;
  /** @throws ShapeError where it has more axes, or all have more numbers, than a network's graph */
  make(draft: Draft): Expression;
}

/**
 * Numbers that the constants and weights of a graph may have beside those of its file: a few nodes can ask for any
 * number. Each of a file's may be worked on four times, as by casts, transposes, folded norms and scales.
 */
const MOST_NUMBERS = { alone: 2 ** 22, each: 5 };

export function createTable(): Table {
  const known = new Map<string, Expression>();
  const numbered = new WeakMap<Numbers, number>();
  let arrays = 0;
  let node = '';
  let left = MOST_NUMBERS.alone;
  const numberOf = (values: Numbers): string => {
    if (values.length <= 4) return [...values].join();
    let number = numbered.get(values);
    if (number === undefined) {
      arrays += 1;
      number = arrays;
      numbered.set(values, number);
      left -= values.length;
      if (left < 0) throw new ShapeError('the graph works out far more numbers than it holds');
    }
    return `#${number}`;
  };
  return {
    brings(count) {
      left += MOST_NUMBERS.each * count;
    },
    at(name) {
      node = name;
    },
    make({ operator, inputs, shape, facts = {}, numbers = {} }) {
      if (shape.length > MOST_AXES) throw new ShapeError(`${shape.length} axes are more than any operator has`);
      const key = [
        operator,
        inputs.map(({ order }) => order).join(),
        shape.join(),
        ...Object.entries(facts).map(([name, fact]) => `${name}=${fact}`),
        ...Object.entries(numbers).map(([name, values]) => `${name}:${numberOf(values)}`),
      ].join('|');
      const before = known.get(key);
      if (before) return before;
      const made: Expression = { operator, inputs, shape, facts, numbers, node, order: known.size };
      known.set(key, made);
      return made;
    },
  };
}

export function numberFact({ facts }: Expression, name: string): number {
  const fact = facts[name];
  return typeof fact === 'number' ? fact : Number.NaN;
}

export function listFact({ facts }: Expression, name: string): readonly number[] {
  const fact = facts[name];
  return Array.isArray(fact) ? fact : [];
}

/** Numbers that an expression may have; empty where it has none. */
export function numbersOf({ numbers }: Expression, name: string): Numbers {
  return numbers[name] ?? NONE;
}

const NONE = new Float32Array();
