import { elementCount, type Shape, ShapeError } from '../tensor/shape';
import { absorbs, affine, type Line, lineOf, remade, valueAt } from './algebra';
import { type Expression, listFact, type Numbers, numberFact, numbersOf, type Table } from './expression';
import { reshape, transpose } from './layout';

/** What a convolution is but for its input. Kernel sizes are the weight's. */
interface Window {
  /** [out, in/group, …kernel] */
  readonly weight: Numbers;
  readonly weightShape: Shape;
  /** [out]; empty for none. */
  readonly bias: Numbers;
  readonly strides: readonly number[];
  /** Zeros before each axis of space. Those after follow from the output's shape: others are never read. */
  readonly before: readonly number[];
  readonly after: readonly number[];
  readonly dilations: readonly number[];
  readonly group: number;
}

/** A convolution over any number of axes of space. A border of zeros before it is its own. */
export function convolution(table: Table, x: Expression, window: Window): Expression {
  const [source] = x.inputs;
  if (source && x.operator === 'pad' && x.facts.mode === 'constant' && numberFact(x, 'value') === 0) {
    const [before, after] = [listFact(x, 'before'), listFact(x, 'after')];
    const space = (list: readonly number[]) => list.slice(2);
    if ([0, 1].every((axis) => before[axis] === 0 && after[axis] === 0))
      return convolution(table, source, {
        ...window,
        before: window.before.map((size, axis) => size + (space(before)[axis] ?? 0)),
        after: window.after.map((size, axis) => size + (space(after)[axis] ?? 0)),
      });
  }
  const [n = 0, channels = 0, ...sizes] = x.shape;
  const [out = 0, perGroup = 0, ...kernel] = window.weightShape;
  const { strides, before, after, group } = window;
  if (channels !== perGroup * group || out % group !== 0 || kernel.length !== sizes.length)
    throw new ShapeError(`a weight [${window.weightShape}] in ${group} groups does not fit [${x.shape}]`);
  const dilations = kernel.map((size, axis) => (size === 1 ? 1 : (window.dilations[axis] ?? 1)));
  const shape = sizes.map((size, axis) => {
    const reach = ((kernel[axis] ?? 1) - 1) * (dilations[axis] ?? 1) + 1;
    return Math.floor((size + (before[axis] ?? 0) + (after[axis] ?? 0) - reach) / (strides[axis] ?? 1)) + 1;
  });
  if (shape.some((size) => !(size >= 1))) throw new ShapeError(`a kernel [${kernel}] is larger than [${x.shape}]`);
  return table.make({
    operator: 'convolution',
    inputs: [x],
    shape: [n, out, ...shape],
    facts: { kernel, strides, before, dilations, group },
    numbers: { weight: window.weight, ...(window.bias.length > 0 && { bias: window.bias }) },
  });
}

/** x [M, K] times a weight [out, K], plus a bias. */
function dense(table: Table, x: Expression, weight: Numbers, out: number, bias?: Numbers): Expression {
  const [rows = 0, columns = 0] = x.shape;
  if (x.shape.length !== 2 || weight.length !== out * columns)
    throw new ShapeError(`a weight of ${weight.length} values does not fit [${x.shape}]`);
  return table.make({
    operator: 'dense',
    inputs: [x],
    shape: [rows, out],
    numbers: { weight, ...(bias && bias.length > 0 && { bias }) },
  });
}

/** The matrix product of a value's last axis with a weight [out, K]. After channels were moved last, it is a 1×1×1 convolution. */
export function product(table: Table, x: Expression, weight: Numbers, out: number): Expression {
  const rank = x.shape.length;
  const size = x.shape[rank - 1] ?? 0;
  const [source] = x.inputs;
  const last = [0, ...Array.from({ length: rank - 2 }, (_, axis) => axis + 2), 1];
  if (source && rank > 2 && x.operator === 'transpose' && listFact(x, 'order').join() === last.join()) {
    const ones = Array.from({ length: rank - 2 }, () => 1);
    const none = ones.map(() => 0);
    const window = { weight, weightShape: [out, size, ...ones], bias: new Float32Array(), group: 1 };
    const pointwise = { ...window, strides: ones, dilations: ones, before: none, after: none };
    return transpose(table, convolution(table, source, pointwise), last);
  }
  const rows = elementCount(x.shape.slice(0, -1));
  return reshape(table, dense(table, reshape(table, x, [rows, size]), weight, out), [...x.shape.slice(0, -1), out]);
}

/**
 * The form in which expressions are compared: what is multiplied and added after a convolution or a matrix product is in
 * its numbers (batch norm folded), what only multiplies before it too, and a 1×1×1 convolution of a single position is a
 * matrix product.
 */
export function settled(table: Table): (x: Expression) => Expression {
  const known = new Map<Expression, Expression>();
  const settle = (x: Expression): Expression => {
    const before = known.get(x);
    if (before) return before;
    const made = settleOne(table, x, settle);
    known.set(x, made);
    return made;
  };
  // Inputs first, so that no chain of nodes is as deep as the stack.
  return (x) => {
    const waiting = [x];
    for (let at = waiting.at(-1); at; at = waiting.at(-1)) {
      const open = at.inputs.filter((input) => !known.has(input));
      if (open.length === 0) {
        settle(at);
        waiting.pop();
      } else for (const input of open) waiting.push(input);
    }
    return settle(x);
  };
}

function settleOne(table: Table, x: Expression, settle: (x: Expression) => Expression): Expression {
  table.at(x.node);
  const inputs = x.inputs.map(settle);
  const [input] = inputs;
  if (!input) return x;
  if (x.operator === 'affine') return absorbed(table, input, lineOf(x));
  if (x.operator === 'reshape') return reshape(table, input, x.shape);
  if (x.operator === 'convolution' && isPointwise(x) && input.shape.slice(2).every((size) => size === 1)) {
    const [n = 0, channels = 0] = input.shape;
    const flat = reshape(table, input, [n, channels]);
    return reshape(table, dense(table, flat, numbersOf(x, 'weight'), x.shape[1] ?? 0, numbersOf(x, 'bias')), x.shape);
  }
  if (x.operator === 'convolution' && input.operator === 'affine' && input.inputs[0]) {
    const scaled = scaledBefore(x, lineOf(input));
    if (scaled) return table.make({ ...x, inputs: [input.inputs[0]], numbers: { ...x.numbers, weight: scaled } });
  }
  return inputs.every((each, at) => each === x.inputs[at]) ? x : remade(table, x, inputs);
}

function isPointwise(x: Expression): boolean {
  const each = (name: string, value: number) => listFact(x, name).every((one) => one === value);
  return each('kernel', 1) && each('strides', 1) && each('before', 0) && numberFact(x, 'group') === 1;
}

/** An affine function taken into the numbers of the convolution or matrix product before it. */
function absorbed(table: Table, x: Expression, line: Line): Expression {
  const [source] = x.inputs;
  if (source && x.operator === 'reshape') {
    // affine() knows how axes of size 1 move; what it gives is settled once more.
    const moved = affine(table, x, line);
    const [inner] = moved.inputs;
    if (moved.operator === 'reshape' && inner?.operator === 'affine' && inner.inputs[0])
      return reshape(table, absorbed(table, inner.inputs[0], lineOf(inner)), moved.shape);
    return moved;
  }
  const { axis, scale, shift } = line;
  const channels = x.shape[1] ?? 0;
  const long = Math.max(scale.length, shift.length);
  if (!absorbs(x) || (long > 1 && axis !== 1)) return affine(table, x, line);
  const weight = numbersOf(x, 'weight');
  const perChannel = weight.length / channels;
  const bias = numbersOf(x, 'bias');
  const added = Float64Array.from(
    { length: channels },
    (_, channel) => (bias[channel] ?? 0) * valueAt(scale, channel) + valueAt(shift, channel),
  );
  const isScaled = scale.some((factor) => factor !== 1);
  const numbers = {
    weight: isScaled
      ? Float32Array.from(weight, (each, index) => each * valueAt(scale, Math.floor(index / perChannel)))
      : weight,
    ...(added.some((each) => each !== 0) && { bias: added }),
  };
  return table.make({ ...x, numbers });
}

/** A convolution's weight with what its input was multiplied by, where nothing was added. */
function scaledBefore(x: Expression, { axis, scale, shift }: Line): Float32Array | null {
  if (shift.some((value) => value !== 0) || (scale.length > 1 && axis !== 1)) return null;
  const weight = numbersOf(x, 'weight');
  const out = x.shape[1] ?? 1;
  const group = numberFact(x, 'group');
  const kernel = elementCount(listFact(x, 'kernel'));
  const perGroup = weight.length / out / kernel;
  return Float32Array.from(weight, (value, index) => {
    const channel = Math.floor(index / kernel) % perGroup;
    const first = Math.floor(Math.floor(index / kernel / perGroup) / (out / group)) * perGroup;
    return value * valueAt(scale, first + channel);
  });
}
