import { broadcastShape } from '../onnx/axes';
import { type Shape, ShapeError, sameShape } from '../tensor/shape';
import { longAxes, sameAxis, sameButForOnes } from './axes';
import { type Expression, type Fact, listFact, type Numbers, numberFact, numbersOf, type Table } from './expression';
import { constant, pool, reshape, transpose } from './layout';

/** Two numbers that are one, but for the rounding of float32; no bound (infinity) is near to any. */
export const near = (a: number, b: number): boolean =>
  a === b || (Number.isFinite(a - b) && Math.abs(a - b) <= 1e-6 * Math.max(Math.abs(a), Math.abs(b), 1e-3));

/** x · scale + shift. */
export interface Line {
  /** Along which axis scale and shift lie, where they are longer than 1. */
  readonly axis: number;
  readonly scale: Numbers;
  readonly shift: Numbers;
}

/** The number at an index of a list, or the one that stands for all. */
export const valueAt = (values: Numbers, index: number): number => values[values.length === 1 ? 0 : index] ?? 0;

/** One value where all are the same. */
function shortened(values: Numbers): Numbers {
  const [first = 0] = values;
  return values.length > 1 && values.every((value) => value === first) ? Float64Array.of(first) : values;
}

/** Convolutions and matrix products take what is multiplied and added after them into their own numbers. */
export const absorbs = ({ operator }: Expression): boolean => operator === 'convolution' || operator === 'dense';

/** x · scale + shift; the same over an expression of that kind is one. */
export function affine(table: Table, x: Expression, line: Line): Expression {
  const [scale, shift] = [shortened(line.scale), shortened(line.shift)];
  const long = Math.max(scale.length, shift.length);
  const axis = long === 1 ? 0 : line.axis;
  if (long > 1 && x.shape[axis] !== long) throw new ShapeError(`${long} values along axis ${axis} of [${x.shape}]`);
  const [source, ...others] = x.inputs;
  if (long === 1 && scale[0] === 1 && shift[0] === 0) return x;
  if (!source) {
    if (x.operator === 'constant' && long === 1)
      return constant(
        table,
        Float64Array.from(numbersOf(x, 'data'), (value) => value * valueAt(scale, 0) + valueAt(shift, 0)),
        x.shape,
      );
    return made(table, x, { axis, scale, shift });
  }
  if (x.operator === 'affine') {
    const before = lineOf(x);
    const size = Math.max(long, before.scale.length, before.shift.length);
    if (long === 1 || before.axis === axis || Math.max(before.scale.length, before.shift.length) === 1) {
      const each = Array.from({ length: size }, (_, index) => index);
      return affine(table, source, {
        axis: long === 1 ? before.axis : axis,
        scale: Float64Array.from(each, (index) => valueAt(scale, index) * valueAt(before.scale, index)),
        shift: Float64Array.from(
          each,
          (index) => valueAt(scale, index) * valueAt(before.shift, index) + valueAt(shift, index),
        ),
      });
    }
  }
  if (x.operator === 'reshape') {
    if (long === 1) return reshape(table, affine(table, source, { axis, scale, shift }), x.shape);
    const inner = sameButForOnes(source.shape, x.shape) ? sameAxis(axis, x.shape, source.shape) : null;
    if (inner !== null) return reshape(table, affine(table, source, { axis: inner, scale, shift }), x.shape);
  }
  if (x.operator === 'transpose') {
    const order = listFact(x, 'order');
    return transpose(table, affine(table, source, { axis: order[axis] ?? 0, scale, shift }), order);
  }
  if (long === 1 && x.operator === 'bounded' && valueAt(scale, 0) > 0) {
    const bound = (name: string) => numberFact(x, name) * valueAt(scale, 0) + valueAt(shift, 0);
    return bounded(table, affine(table, source, { axis, scale, shift }), bound('least'), bound('most'));
  }
  const [other] = others;
  if (long === 1 && x.operator === 'product' && other && valueAt(shift, 0) === 0)
    return scaledProduct(table, source, other, numberFact(x, 'coefficient') * valueAt(scale, 0), x.shape);
  return made(table, x, { axis, scale, shift });
}

function made(table: Table, x: Expression, { axis, scale, shift }: Line): Expression {
  const facts: Record<string, Fact> = scale.length === 1 && shift.length === 1 ? {} : { axis };
  return table.make({ operator: 'affine', inputs: [x], shape: x.shape, facts, numbers: { scale, shift } });
}

/** What an affine expression multiplies by and adds. */
export function lineOf(x: Expression): Line {
  return { axis: numberFact(x, 'axis') || 0, scale: numbersOf(x, 'scale'), shift: numbersOf(x, 'shift') };
}

/** A number times a value, plus a number. */
export function linear(table: Table, x: Expression, scale: number, shift = 0): Expression {
  return affine(table, x, { axis: 0, scale: Float64Array.of(scale), shift: Float64Array.of(shift) });
}

/** `y` as a number times `x` plus a number, where both are the same but for that; else null. */
export function ratio(y: Expression, x: Expression): { readonly factor: number; readonly term: number } | null {
  if (y === x) return { factor: 1, term: 0 };
  const [baseY, lineY] = y.operator === 'affine' ? [y.inputs[0], lineOf(y)] : [y, IDENTITY];
  const [baseX, lineX] = x.operator === 'affine' ? [x.inputs[0], lineOf(x)] : [x, IDENTITY];
  if (baseX !== baseY) return null;
  const size = Math.max(lineY.scale.length, lineY.shift.length, lineX.scale.length, lineX.shift.length);
  const longest = Array.from({ length: size }, (_, index) => index);
  const lead = longest.find((index) => valueAt(lineX.scale, index) !== 0);
  if (lead === undefined) return null;
  const factor = valueAt(lineY.scale, lead) / valueAt(lineX.scale, lead);
  const term = valueAt(lineY.shift, lead) - factor * valueAt(lineX.shift, lead);
  const holds = longest.every(
    (index) =>
      near(valueAt(lineY.scale, index), factor * valueAt(lineX.scale, index)) &&
      near(valueAt(lineY.shift, index), factor * valueAt(lineX.shift, index) + term),
  );
  return holds ? { factor, term: near(term, 0) || Math.abs(term) < 1e-9 ? 0 : term } : null;
}

const IDENTITY: Line = { axis: 0, scale: Float64Array.of(1), shift: Float64Array.of(0) };

/** A function of each element; it does not care how elements are arranged. */
export function each(
  table: Table,
  operator: string,
  x: Expression,
  facts: Readonly<Record<string, Fact>> = {},
): Expression {
  const [source] = x.inputs;
  if (source && x.operator === 'reshape') return reshape(table, each(table, operator, source, facts), x.shape);
  if (source && x.operator === 'transpose')
    return transpose(table, each(table, operator, source, facts), listFact(x, 'order'));
  return table.make({ operator, inputs: [x], shape: x.shape, facts });
}

/** A value kept between two bounds: ReLU from 0 to infinity. */
export function bounded(table: Table, x: Expression, least: number, most: number): Expression {
  if (least === Number.NEGATIVE_INFINITY && most === Number.POSITIVE_INFINITY) return x;
  const [source] = x.inputs;
  if (source && x.operator === 'bounded') {
    const within = (value: number) => Math.min(Math.max(value, least), most);
    return bounded(table, source, within(numberFact(x, 'least')), within(numberFact(x, 'most')));
  }
  return each(table, 'bounded', x, { least, most });
}

/** Leaky ReLU and PReLU: `slope` of what is below zero, one or one along an axis. */
export function leaky(table: Table, x: Expression, slope: Numbers, axis: number): Expression {
  const short = shortened(slope);
  if (short.length === 1) return each(table, 'leaky', x, { slope: valueAt(short, 0) });
  return table.make({ operator: 'leaky', inputs: [x], shape: x.shape, facts: { axis }, numbers: { slope: short } });
}

/** 1 / x. */
export function reciprocal(table: Table, x: Expression): Expression {
  const [exp] = x.inputs;
  const [inside] = exp?.inputs ?? [];
  // 1 / (1 + exp(−z)) is σ(z).
  if (x.operator === 'affine' && exp?.operator === 'exp' && inside) {
    const { scale, shift } = lineOf(x);
    if (scale.length === 1 && shift.length === 1 && scale[0] === 1 && shift[0] === 1)
      return each(table, 'sigmoid', linear(table, inside, -1));
  }
  return each(table, 'reciprocal', x);
}

/** A constant as numbers along one axis of a shape that it does not widen; null for any other. */
function along(x: Expression, shape: Shape): { readonly axis: number; readonly values: Numbers } | null {
  if (x.operator !== 'constant') return null;
  const whole = broadcastShape(x.shape, shape);
  const long = longAxes(x.shape);
  if (!whole || !sameShape(whole, shape) || long.length > 1) return null;
  const [axis = 0] = long;
  return { axis: axis + shape.length - x.shape.length, values: numbersOf(x, 'data') };
}

/** x + y. */
export function add(table: Table, x: Expression, y: Expression): Expression {
  const [left, right] = [along(x, y.shape), along(y, x.shape)];
  if (right) return affine(table, x, { axis: right.axis, scale: Float64Array.of(1), shift: right.values });
  if (left) return affine(table, y, { axis: left.axis, scale: Float64Array.of(1), shift: left.values });
  if (x === y) return linear(table, x, 2);
  const inside = bothReshaped(x, y);
  if (inside) return reshape(table, add(table, ...inside), x.shape);
  return table.make({ operator: 'add', inputs: [x, y], shape: broadcast(x, y) });
}

/** x · y, with what is known as a word of its own told: swish, GELU. */
export function multiply(table: Table, x: Expression, y: Expression): Expression {
  const [left, right] = [along(x, y.shape), along(y, x.shape)];
  if (right) return affine(table, x, { axis: right.axis, scale: right.values, shift: Float64Array.of(0) });
  if (left) return affine(table, y, { axis: left.axis, scale: left.values, shift: Float64Array.of(0) });
  const inside = bothReshaped(x, y);
  if (inside) return reshape(table, multiply(table, ...inside), x.shape);
  const [first, second] = [taken(table, x), taken(table, y)];
  const coefficient = first.coefficient * second.coefficient;
  const word = gated(table, first.rest, second.rest) ?? gated(table, second.rest, first.rest);
  if (word) return linear(table, word, coefficient);
  return scaledProduct(table, first.rest, second.rest, coefficient, broadcast(x, y));
}

function scaledProduct(table: Table, x: Expression, y: Expression, coefficient: number, shape: Shape): Expression {
  return table.make({ operator: 'product', inputs: [x, y], shape, facts: { coefficient } });
}

/** A factor without the number it is multiplied by, unless a convolution will take that. */
function taken(table: Table, x: Expression): { readonly coefficient: number; readonly rest: Expression } {
  const [source, other] = x.inputs;
  if (source && x.operator === 'affine' && !absorbs(source)) {
    const { scale, shift } = lineOf(x);
    const [factor = 1] = scale;
    if (scale.length === 1 && shift.length === 1 && factor !== 0)
      return { coefficient: factor, rest: linear(table, source, 1, valueAt(shift, 0) / factor) };
  }
  if (source && x.operator === 'bounded') {
    // A clip to 0 … 6 is six times one to 0 … 1: hard swish is written with either.
    const [least, most] = [numberFact(x, 'least'), numberFact(x, 'most')];
    const width = most - least;
    if (Number.isFinite(width) && width > 0)
      return {
        coefficient: width,
        rest: bounded(table, linear(table, source, 1 / width), least / width, most / width),
      };
  }
  if (source && other && x.operator === 'product')
    return { coefficient: numberFact(x, 'coefficient'), rest: scaledProduct(table, source, other, 1, x.shape) };
  return { coefficient: 1, rest: x };
}

/** A value times a gate of itself, as the function it is: z · σ(z) is swish, z · (1 + erf(z/√2)) twice GELU. */
function gated(table: Table, x: Expression, gate: Expression): Expression | null {
  const [inside] = gate.inputs;
  if (gate.operator === 'sigmoid' && inside) {
    const relation = ratio(x, inside);
    return relation?.term === 0 ? linear(table, each(table, 'swish', inside), relation.factor) : null;
  }
  const [argument] = inside?.inputs ?? [];
  if (gate.operator !== 'affine' || !inside || !argument) return null;
  const { scale, shift } = lineOf(gate);
  if (scale.length !== 1 || shift.length !== 1 || scale[0] !== 1 || shift[0] !== 1) return null;
  const relation = ratio(x, argument);
  if (relation?.term !== 0) return null;
  if (inside.operator === 'erf') {
    // √2 is rounded in the file: z is x/√2 where both agree to that.
    const isWhole = near(relation.factor, Math.SQRT2);
    const z = isWhole ? x : linear(table, argument, Math.SQRT2);
    return linear(table, each(table, 'gelu', z), isWhole ? 2 : relation.factor * Math.SQRT2);
  }
  // z · (1 + tanh z) is 2z · σ(2z).
  if (inside.operator === 'tanh')
    return linear(table, each(table, 'swish', linear(table, argument, 2)), relation.factor);
  return null;
}

/** Operators of one input that care where an element lies, or are made elsewhere. */
const PLACED: ReadonlySet<string> = new Set([
  ...['affine', 'convolution', 'dense', 'reshape', 'transpose', 'pad', 'slice', 'mean', 'maximum'],
  ...['instance norm', 'softmax', 'log softmax', 'mean under a window', 'maximum under a window'],
]);

/** An expression over other inputs, which may now be reshaped or moved. */
export function remade(table: Table, x: Expression, inputs: readonly Expression[]): Expression {
  const [first, second] = inputs;
  if (!first) return x;
  if (x.operator === 'mean' || x.operator === 'maximum') return pool(table, x.operator, first, listFact(x, 'axes'));
  if (x.operator === 'transpose') return transpose(table, first, listFact(x, 'order'));
  if (x.operator === 'add' && second) return add(table, first, second);
  if (x.operator === 'product' && second) {
    const inside = bothReshaped(first, second);
    const coefficient = numberFact(x, 'coefficient');
    if (inside) return reshape(table, scaledProduct(table, ...inside, coefficient, inside[0].shape), x.shape);
    return scaledProduct(table, first, second, coefficient, x.shape);
  }
  if (inputs.length === 1 && !PLACED.has(x.operator) && Object.keys(x.numbers).length === 0)
    return each(table, x.operator, first, x.facts);
  return table.make({ ...x, inputs });
}

/** What two values are reshaped from, where both are one shape in another shape. */
function bothReshaped(x: Expression, y: Expression): readonly [Expression, Expression] | null {
  const [a, b] = [x.inputs[0], y.inputs[0]];
  if (!a || !b || x.operator !== 'reshape' || y.operator !== 'reshape') return null;
  return sameShape(a.shape, b.shape) && sameShape(x.shape, y.shape) ? [a, b] : null;
}

function broadcast(x: Expression, y: Expression): Shape {
  const shape = broadcastShape(x.shape, y.shape);
  if (!shape) throw new ShapeError(`[${x.shape}] and [${y.shape}] do not broadcast`);
  return shape;
}
