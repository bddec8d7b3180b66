import { frontAxis } from '../onnx/axes';
import { elementCount, type Shape } from '../tensor/shape';
import { add, linear } from './algebra';
import type { Call, Rule } from './call';
import { convolution, product } from './contraction';
import { type Expression, numbersOf } from './expression';
import { pool, reshape, transpose } from './layout';

/** Operators with weights, and those that look at many positions. */
export const WEIGHT_RULES: Readonly<Record<string, Rule>> = {
  Conv: (call) => {
    const x = call.input(0);
    const weight = constantInput(call, 1);
    const bias = call.optional(2) && constantInput(call, 2);
    const [, , ...kernel] = weight.shape;
    const declared = call.ints('kernel_shape') ?? kernel;
    if (declared.join() !== kernel.join())
      call.refuse(`its kernel_shape [${declared}] is not that of its weight [${kernel}]`);
    if (kernel.length !== x.shape.length - 2) call.refuse(`a weight [${weight.shape}] does not fit [${x.shape}]`);
    const { strides, dilations, before, after } = windowOf(call, kernel);
    return convolution(call.table, x, {
      weight: numbersOf(weight, 'data'),
      weightShape: weight.shape,
      bias: bias ? numbersOf(bias, 'data') : NONE,
      group: call.int('group', 1),
      strides,
      dilations,
      before,
      after,
    });
  },
  Gemm: (call) => {
    const { table } = call;
    const [x, b] = [call.input(0), constantInput(call, 1)];
    const [alpha, beta] = [call.float('alpha', 1), call.float('beta', 1)];
    const left = call.int('transA', 0) === 1 ? transpose(table, x, [1, 0]) : x;
    const [out = 0] = call.int('transB', 0) === 1 ? b.shape : [...b.shape].reverse();
    const weight = call.int('transB', 0) === 1 ? b : transpose(table, b, [1, 0]);
    if (b.shape.length !== 2 || left.shape[1] !== weight.shape[1])
      call.refuse(`[${left.shape}] and a weight [${b.shape}] do not multiply`);
    const scaled = linear(table, product(table, left, numbersOf(weight, 'data'), out), alpha);
    const bias = call.optional(2);
    return bias && beta !== 0 ? add(table, scaled, linear(table, bias, beta)) : scaled;
  },
  MatMul: (call) => {
    const { table } = call;
    const [x, b] = [call.input(0), constantInput(call, 1)];
    const [rows = 0, columns = 0] = b.shape.slice(-2);
    const isMatrix =
      b.shape.length >= 2 && b.shape.slice(0, -2).every((size) => size === 1) && x.shape.length >= b.shape.length;
    if (!isMatrix || x.shape.at(-1) !== rows)
      call.refuse(`[${x.shape}] and a constant [${b.shape}] do not multiply as a linear layer`);
    const weight = transpose(table, reshape(table, b, [rows, columns]), [1, 0]);
    return product(table, x, numbersOf(weight, 'data'), columns);
  },
  GlobalAveragePool: (call) => pool(call.table, 'mean', call.input(0), spaceAxes(call.shape)),
  GlobalMaxPool: (call) => pool(call.table, 'maximum', call.input(0), spaceAxes(call.shape)),
  AveragePool: (call) => windowPool(call, 'mean'),
  MaxPool: (call) => {
    call.attribute('storage_order');
    return windowPool(call, 'maximum');
  },
  ReduceMean: (call) => reduced(call, 'mean'),
  ReduceMax: (call) => reduced(call, 'maximum'),
  ReduceSum: (call) => reduced(call, 'sum'),
};

const NONE = new Float32Array();

function constantInput(call: Call, index: number): Expression {
  const value = call.input(index);
  if (value.operator !== 'constant')
    call.refuse(`input ${index} of this ${call.node.op} is computed, where weights are expected`);
  return value;
}

const spaceAxes = (shape: Shape): readonly number[] => shape.slice(2).map((_, axis) => axis + 2);

/** Strides, dilations and zeros around the axes of space, every way of saying them. */
function windowOf(call: Call, kernel: readonly number[]) {
  const rank = kernel.length;
  const sizes = call.shape.slice(2);
  const list = (name: string, otherwise: number, length: number): readonly number[] => {
    const found = call.ints(name) ?? Array.from({ length }, () => otherwise);
    return found.length === length ? found : call.refuse(`its ${name} [${found}] are not ${length}`);
  };
  const strides = list('strides', 1, rank);
  const dilations = list('dilations', 1, rank);
  const pads = list('pads', 0, 2 * rank);
  if ([...strides, ...dilations].some((each) => !(each >= 1)) || pads.some((each) => !(each >= 0)))
    call.refuse('a stride or dilation below 1, or a border below 0');
  const auto = call.text('auto_pad', 'NOTSET');
  if (!['NOTSET', '', 'VALID', 'SAME_UPPER', 'SAME_LOWER'].includes(auto))
    call.refuse(`auto_pad ${auto} is not known here`);
  if (!auto.startsWith('SAME')) {
    const none = auto === 'VALID' ? pads.map(() => 0) : pads;
    return { strides, dilations, before: none.slice(0, rank), after: none.slice(rank) };
  }
  const total = sizes.map((size, axis) => {
    const stride = strides[axis] ?? 1;
    const reach = ((kernel[axis] ?? 1) - 1) * (dilations[axis] ?? 1) + 1;
    return Math.max((Math.ceil(size / stride) - 1) * stride + reach - size, 0);
  });
  const less = total.map((size) => Math.floor(size / 2));
  const more = total.map((size) => Math.ceil(size / 2));
  return auto === 'SAME_UPPER'
    ? { strides, dilations, before: less, after: more }
    : { strides, dilations, before: more, after: less };
}

/** A pool under a window. One that covers an axis is the pool over that axis; a window of 1 leaves it. */
function windowPool(call: Call, kind: 'mean' | 'maximum'): Expression {
  const x = call.input(0);
  const sizes = x.shape.slice(2);
  const kernel = call.ints('kernel_shape') ?? call.refuse('it has no kernel_shape');
  if (kernel.length !== sizes.length) call.refuse(`a window [${kernel}] for [${x.shape}]`);
  const { strides, dilations, before, after } = windowOf(call, kernel);
  const ceil = call.int('ceil_mode', 0);
  const counted = kind === 'mean' ? call.int('count_include_pad', 0) : 0;
  const unpadded = [...before, ...after].every((size) => size === 0);
  const covers = (axis: number) => kernel[axis] === sizes[axis];
  const leaves = (axis: number) => kernel[axis] === 1 && strides[axis] === 1;
  const axes = sizes.map((_, axis) => axis);
  const simple =
    unpadded && axes.every((axis) => (kernel[axis] === 1 || dilations[axis] === 1) && (covers(axis) || leaves(axis)));
  if (simple)
    return pool(
      call.table,
      kind,
      x,
      axes.filter((axis) => !leaves(axis) || sizes[axis] === 1).map((axis) => axis + 2),
    );
  const round = ceil === 1 ? Math.ceil : Math.floor;
  const shape = sizes.map((size, axis) => {
    const reach = ((kernel[axis] ?? 1) - 1) * (dilations[axis] ?? 1) + 1;
    return round((size + (before[axis] ?? 0) + (after[axis] ?? 0) - reach) / (strides[axis] ?? 1)) + 1;
  });
  if (shape.some((size) => !(size >= 1))) call.refuse(`its window [${kernel}] is larger than the map [${sizes}]`);
  return call.table.make({
    operator: `${kind} under a window`,
    inputs: [x],
    shape: [...x.shape.slice(0, 2), ...shape],
    facts: { kernel, strides, before, after, dilations, counted },
  });
}

function reduced(call: Call, kind: 'mean' | 'maximum' | 'sum'): Expression {
  const x = call.input(0);
  const listed = call.ints('axes') ?? call.integers(1) ?? [];
  const none = listed.length === 0;
  if (call.int('noop_with_empty_axes', 0) === 1 && none) return x;
  const axes = none ? [...x.shape.keys()] : listed.map((axis) => frontAxis(axis, x.shape.length));
  const kept = pool(call.table, kind === 'sum' ? 'mean' : kind, x, axes);
  const count = elementCount([...new Set(axes)].map((axis) => x.shape[axis] ?? 1));
  const value = kind === 'sum' ? linear(call.table, kept, count) : kept;
  if (call.int('keepdims', 1) === 1) return value;
  return reshape(
    call.table,
    value,
    x.shape.filter((_, axis) => !axes.includes(axis)),
  );
}
