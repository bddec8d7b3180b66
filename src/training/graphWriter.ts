import type { Target } from '../lowering/pipeline';
import type { Attribute, OnnxGraph, OnnxNode, ValueInfo } from '../onnx/graph';
import { OPERATORS } from '../onnx/operators';
import { type Shape, ShapeError, sameShape } from '../tensor/shape';
import { float32, int64, type Tensor } from '../tensor/tensor';

/**
 * The order in which the row of a channel, [C, N·T·H·W], holds its values: clip by clip, `NTHW`; or pixel by pixel, the
 * frames and clips of a pixel side by side, `HWTN`.
 */
export type RowOrder = 'NTHW' | 'HWTN';

/** A value of a graph that is being written. */
export interface Value {
  readonly name: string;
  readonly shape: Shape;
  /** The same numbers in another shape, where a Reshape made this. */
  readonly unshaped?: Value;
}

/** A graph while it is being written, node by node. Shapes follow from the operators' own rules as nodes are added. */
export interface GraphWriter {
  readonly target: Target;
  /** Of the values in a channel's row. */
  readonly order: RowOrder;
  /** What nodes are named after and counted for while `write` runs: a layer's path, and a word for the part: `backward`. */
  within<T>(origin: string, part: string, write: () => T): T;
  input(name: string, shape: Shape): Value;
  output(value: Value, name: string): void;
  /** A tensor known beforehand. Short ones that are equal are written once. */
  constant(tensor: Tensor): Value;
  /** A long one, made and written once under a key that says all of it. */
  shared(key: string, make: () => Tensor): Value;
  node(op: string, inputs: readonly Value[], attributes?: OnnxNode['attributes']): Value;
  /** The same for an operator with several outputs. */
  nodes(op: string, inputs: readonly Value[], outputs: number, attributes?: OnnxNode['attributes']): readonly Value[];
  graph(name: string): OnnxGraph;
}

/** Constants up to this length are looked up before they are written again. */
const SHORT = 64;

/** An empty graph of operator set 17, for a target. */
export function startGraph(target: Target, order: RowOrder = 'NTHW'): GraphWriter {
  const inputs: ValueInfo[] = [];
  const outputs: ValueInfo[] = [];
  const nodes: OnnxNode[] = [];
  const initializers = new Map<string, Tensor>();
  const written = new Map<string, Value>();
  let [origin, prefix] = ['', ''];

  const initializer = (tensor: Tensor): Value => {
    const value = { name: `constant.${initializers.size}`, shape: tensor.shape };
    initializers.set(value.name, tensor);
    return value;
  };
  const writtenOnce = (key: string, make: () => Tensor): Value => {
    const value = written.get(key) ?? initializer(make());
    written.set(key, value);
    return value;
  };
  const addNodes: GraphWriter['nodes'] = (op, from, count, attributes = {}) => {
    const name = `${prefix}${op}.${nodes.length}`;
    const names = Array.from({ length: count }, (_, index) => (index === 0 ? name : `${name}.${index}`));
    const node: OnnxNode = {
      op,
      name,
      inputs: from.map((value) => value.name),
      outputs: names,
      attributes,
      origins: origin === '' ? [] : [origin],
    };
    const shapes = shapesOf(node, from, initializers);
    nodes.push(node);
    return names.map((output, index) => ({ name: output, shape: shapes[index] ?? [] }));
  };

  return {
    target,
    order,
    within(path, part, write) {
      const before = [origin, prefix] as const;
      [origin, prefix] = [path, `${path}/${part}/`];
      try {
        return write();
      } finally {
        [origin, prefix] = before;
      }
    },
    input(name, shape) {
      inputs.push({ name, dtype: 'float32', shape });
      return { name, shape };
    },
    output(value, name) {
      nodes.push({
        op: 'Identity',
        name: `output/${name}`,
        inputs: [value.name],
        outputs: [name],
        attributes: {},
        origins: [],
      });
      outputs.push({ name, dtype: 'float32', shape: value.shape });
    },
    constant: (tensor) =>
      tensor.data.length <= SHORT
        ? writtenOnce(`${tensor.dtype} [${tensor.shape}] ${tensor.data.join()}`, () => tensor)
        : initializer(tensor),
    shared: writtenOnce,
    node: (op, from, attributes) => addNodes(op, from, 1, attributes)[0] as Value,
    nodes: addNodes,
    graph: (name) => ({ name, opset: 17, inputs, outputs, initializers, nodes, metadata: new Map() }),
  };
}

function shapesOf(
  node: OnnxNode,
  inputs: readonly Value[],
  initializers: ReadonlyMap<string, Tensor>,
): readonly Shape[] {
  const operator = OPERATORS.get(node.op);
  if (operator === undefined) throw new Error(`${node.name}: the operator is not known to onnx/operators.`);
  try {
    return operator.shape({
      node,
      inputs: inputs.map(({ shape }) => shape),
      integers: (index) => {
        const tensor = initializers.get(inputs[index]?.name ?? '');
        return tensor && Array.from(tensor.data, Number);
      },
    });
  } catch (error) {
    if (error instanceof ShapeError) throw new ShapeError(`${node.name}: ${error.message}`, error.about);
    throw error;
  }
}

/** A float32 scalar. */
export function number(w: GraphWriter, value: number): Value {
  return w.constant(float32([], Float32Array.of(value)));
}

/** A float32 vector of one number. */
export function filled(w: GraphWriter, length: number, value: number): Value {
  return w.constant(float32([length], new Float32Array(length).fill(value)));
}

/** A list of integers: a shape, axes, bounds, indices. */
export function integers(w: GraphWriter, values: readonly number[]): Value {
  return w.constant(int64(values));
}

const asValue = (w: GraphWriter, value: Value | number): Value =>
  typeof value === 'number' ? number(w, value) : value;

const twoSided =
  (op: string) =>
  (w: GraphWriter, a: Value | number, b: Value | number): Value =>
    w.node(op, [asValue(w, a), asValue(w, b)]);

export const add = twoSided('Add');
export const subtract = twoSided('Sub');
export const multiply = twoSided('Mul');
export const divide = twoSided('Div');
export const maximum = twoSided('Max');
export const minimum = twoSided('Min');

/**
 * The value itself where it already has the shape. Never a Reshape of a Reshape: onnxruntime would write one node of the
 * two behind all others, and it computes first what rests on the last of the nodes (see `joinFlat`).
 */
export function reshape(w: GraphWriter, value: Value, shape: Shape): Value {
  const from = value.unshaped ?? value;
  const same = [value, from].find((each) => sameShape(each.shape, shape));
  return same ?? { ...w.node('Reshape', [from, integers(w, shape)]), unshaped: from };
}

/** A value with its axes in another order; where no number moves, a reshape. */
export function transpose(w: GraphWriter, value: Value, perm: readonly number[]): Value {
  const moved = perm.filter((axis) => value.shape[axis] !== 1);
  // Axes of size 1 may go anywhere without a value moving.
  if (moved.every((axis, index) => index === 0 || axis > (moved[index - 1] ?? 0)))
    return reshape(
      w,
      value,
      perm.map((axis) => value.shape[axis] ?? 1),
    );
  return w.node('Transpose', [value], { perm });
}

/** Rows `from` up to, not including, `to` along an axis, every `step`-th. */
export function slice(w: GraphWriter, value: Value, axis: number, from: number, to: number, step = 1): Value {
  return sliceAxes(w, value, [{ axis, from, to, step }]);
}

/** A slice along several axes at once; the value itself where that is all of it. */
export function sliceAxes(
  w: GraphWriter,
  value: Value,
  cuts: readonly { readonly axis: number; readonly from: number; readonly to: number; readonly step?: number }[],
): Value {
  const real = cuts.filter(({ axis, from, to, step = 1 }) => from > 0 || to < (value.shape[axis] ?? 0) || step > 1);
  if (real.length === 0) return value;
  const lists = [
    real.map(({ from }) => from),
    real.map(({ to }) => to),
    real.map(({ axis }) => axis),
    real.map(({ step = 1 }) => step),
  ];
  return w.node('Slice', [value, ...lists.map((list) => integers(w, list))]);
}

/** Zeros before and after, by axis. */
export function pad(w: GraphWriter, value: Value, before: readonly number[], after: readonly number[]): Value {
  if ([...before, ...after].every((size) => size === 0)) return value;
  return w.node('Pad', [value, integers(w, [...before, ...after])], { mode: 'constant' });
}

/** Values side by side along an axis, zeros where there is none. @throws Error where there is none at all */
export function concatSome(w: GraphWriter, values: readonly (Value | null)[], axis: number): Value {
  const some = values.find((value) => value !== null);
  if (!some) throw new Error('nothing to lay side by side');
  const zeros = () => w.node('Expand', [number(w, 0), integers(w, some.shape)]);
  return concat(
    w,
    values.map((value) => value ?? zeros()),
    axis,
  );
}

export function concat(w: GraphWriter, values: readonly Value[], axis: number): Value {
  const [only] = values;
  return only && values.length === 1 ? only : w.node('Concat', values, { axis });
}

/** The sum over some axes, which vanish unless they are kept with size 1. */
export function sum(w: GraphWriter, value: Value, axes: readonly number[], keepdims: 0 | 1 = 0): Value {
  return w.node('ReduceSum', [value, integers(w, axes)], { keepdims });
}

export function mean(w: GraphWriter, value: Value, axes: readonly number[], keepdims: 0 | 1 = 0): Value {
  return w.node('ReduceMean', [value], { axes, keepdims });
}

/**
 * (x − mean) · scale / √(variance + eps) + shift along the rows of [1, R, M], each of these [R]: a BatchNormalization in
 * inference mode, on WASM one pass at half the time of a broadcast Mul.
 */
export function scaleRows(
  w: GraphWriter,
  x: Value,
  by: {
    readonly scale: Value;
    readonly shift: Value;
    readonly mean: Value;
    readonly variance: Value;
    readonly eps: number;
  },
): Value {
  return w.node('BatchNormalization', [x, by.scale, by.shift, by.mean, by.variance], { epsilon: { float: by.eps } });
}

export function gather(w: GraphWriter, value: Value, axis: number, indices: readonly number[], shape: Shape): Value {
  const index = w.constant({ dtype: 'int32', shape, data: Int32Array.from(indices) });
  return w.node('Gather', [value, index], { axis });
}

/** A · B of matrices, either transposed first; C, a column or of the result's shape, is added. */
export function gemm(
  w: GraphWriter,
  a: Value,
  b: Value,
  options: { readonly transA?: boolean; readonly transB?: boolean; readonly plus?: Value } = {},
): Value {
  const attributes: Record<string, Attribute> = {
    transA: options.transA ? 1 : 0,
    transB: options.transB ? 1 : 0,
  };
  return w.node('Gemm', options.plus ? [a, b, options.plus] : [a, b], attributes);
}

/** 1 where the value is above 0, else 0, at 0 too. */
export function isPositive(w: GraphWriter, value: Value): Value {
  return w.target === 'wasm'
    ? w.node('Sign', [maximum(w, value, 0)])
    : w.node('HardSigmoid', [value], { alpha: { float: 1e20 }, beta: { float: 0 } });
}
