import { frontAxis } from '../onnx/axes';
import { elementCount, type Shape, ShapeError, sameShape } from '../tensor/shape';
import { longAxes, sameAxis, sameButForOnes } from './axes';
import { type Expression, listFact, type Numbers, numberFact, numbersOf, type Table } from './expression';

/** The same numbers in another shape. */
export function reshape(table: Table, x: Expression, shape: Shape): Expression {
  const [source] = x.inputs;
  if (sameShape(x.shape, shape)) return x;
  if (elementCount(x.shape) !== elementCount(shape))
    throw new ShapeError(`[${x.shape}] does not reshape to [${shape}]`);
  if (x.operator === 'reshape' && source) return reshape(table, source, shape);
  if (x.operator === 'constant') return constant(table, numbersOf(x, 'data'), shape);
  return table.make({ operator: 'reshape', inputs: [x], shape });
}

export function constant(table: Table, data: Numbers, shape: Shape): Expression {
  return table.make({ operator: 'constant', inputs: [], shape, numbers: { data } });
}

/** Axes in another order: output axis i is input axis `order[i]`. Moving axes of size 1 alone is a reshape. */
export function transpose(table: Table, x: Expression, order: readonly number[]): Expression {
  const [source] = x.inputs;
  const shape = order.map((axis) => x.shape[axis] ?? 0);
  if (order.every((axis, at) => axis === at)) return x;
  if (x.operator === 'transpose' && source) {
    const before = listFact(x, 'order');
    return transpose(
      table,
      source,
      order.map((axis) => before[axis] ?? 0),
    );
  }
  const long = new Set(longAxes(x.shape));
  if (order.filter((axis) => long.has(axis)).every((axis, at, kept) => at === 0 || axis > (kept[at - 1] ?? 0)))
    return reshape(table, x, shape);
  if (x.operator === 'constant') return constant(table, permuted(numbersOf(x, 'data'), x.shape, order), shape);
  return table.make({ operator: 'transpose', inputs: [x], shape, facts: { order } });
}

/** Numbers of a tensor whose axes are put in another order. */
function permuted(data: Numbers, shape: Shape, order: readonly number[]): Float64Array {
  const strides = shape.map((_, axis) => elementCount(shape.slice(axis + 1)));
  const to = new Float64Array(data.length);
  const sizes = order.map((axis) => shape[axis] ?? 1);
  const steps = order.map((axis) => strides[axis] ?? 0);
  const at = sizes.map(() => 0);
  for (let index = 0, from = 0; index < to.length; index++) {
    to[index] = data[from] ?? 0;
    for (let axis = sizes.length - 1; axis >= 0; axis--) {
      at[axis] = (at[axis] ?? 0) + 1;
      from += steps[axis] ?? 0;
      if ((at[axis] ?? 0) < (sizes[axis] ?? 1)) break;
      from -= (steps[axis] ?? 0) * (sizes[axis] ?? 1);
      at[axis] = 0;
    }
  }
  return to;
}

/** How a border is filled. `wrap` is PyTorch's circular. */
export type PadMode = 'constant' | 'reflect' | 'edge' | 'wrap';

/** A border along some axes. Borders of one kind along different axes are one. */
export function pad(
  table: Table,
  x: Expression,
  border: {
    readonly mode: PadMode;
    readonly before: readonly number[];
    readonly after: readonly number[];
    readonly value: number;
  },
): Expression {
  const { mode, before, after, value } = border;
  if ([...before, ...after].every((size) => size === 0)) return x;
  const [source] = x.inputs;
  const [below, above] = [listFact(x, 'before'), listFact(x, 'after')];
  const apart = before.every(
    (size, axis) => (size === 0 && after[axis] === 0) || (below[axis] === 0 && above[axis] === 0),
  );
  if (
    source &&
    x.operator === 'pad' &&
    x.facts.mode === mode &&
    numberFact(x, 'value') === value &&
    (apart || mode === 'constant')
  ) {
    const sum = (a: readonly number[], b: readonly number[]) => a.map((size, axis) => size + (b[axis] ?? 0));
    return pad(table, source, { mode, before: sum(before, below), after: sum(after, above), value });
  }
  const shape = x.shape.map((size, axis) => size + (before[axis] ?? 0) + (after[axis] ?? 0));
  return table.make({ operator: 'pad', inputs: [x], shape, facts: { mode, before, after, value } });
}

/** The mean or maximum over some axes, which stay with size 1. Over an axis of size 1 it is the value itself. */
export function pool(table: Table, kind: 'mean' | 'maximum', x: Expression, listed: readonly number[]): Expression {
  const axes = [...new Set(listed.map((axis) => frontAxis(axis, x.shape.length)))]
    .filter((axis) => x.shape[axis] !== 1)
    .sort((a, b) => a - b);
  if (axes.length === 0) return x;
  const shape = x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  const [source] = x.inputs;
  if (source && x.operator === kind) return pool(table, kind, source, [...listFact(x, 'axes'), ...axes]);
  if (source && x.operator === 'reshape' && sameButForOnes(source.shape, x.shape)) {
    const inner = axes.flatMap((axis) => sameAxis(axis, x.shape, source.shape) ?? []);
    return reshape(table, pool(table, kind, source, inner), shape);
  }
  if (source && x.operator === 'transpose') {
    const order = listFact(x, 'order');
    const inner = axes.map((axis) => order[axis] ?? 0);
    return transpose(table, pool(table, kind, source, inner), order);
  }
  return table.make({ operator: kind, inputs: [x], shape, facts: { axes } });
}
