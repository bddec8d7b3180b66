import { elementCount, type Shape, ShapeError, sameShape, shapeText } from '../tensor/shape';
import { intOf, intsOf, stringOf } from './attributes';
import { broadcastShape, frontAxis } from './axes';
import type { OnnxNode } from './graph';

/** A node together with what is known of its inputs. */
export interface Call {
  readonly node: OnnxNode;
  /** Shapes of the inputs; undefined for an optional one left out. */
  readonly inputs: readonly (Shape | undefined)[];
  /** Values of an integer input that is a constant; undefined where it is left out. @throws ShapeError: not constant. */
  integers(index: number): readonly number[] | undefined;
}

/**
 * Shapes of a node's outputs from those of its inputs. Each rule follows the operator's page in the specification
 * (https://onnx.ai/onnx/operators/). @throws ShapeError when the inputs do not fit.
 */
export type ShapeRule = (call: Call) => readonly Shape[];

/** Shape of an input that the operator cannot do without. */
function given(call: Call, index: number): Shape {
  const shape = call.inputs[index];
  if (shape === undefined) throw new ShapeError(`input ${index} is missing`);
  return shape;
}

/** The output has the shape of the first input: activations, norms, softmax. */
export const asFirst: ShapeRule = (call) => call.node.outputs.map(() => given(call, 0));

/** Element-wise with numpy broadcasting over all inputs. */
export const broadcast: ShapeRule = (call) => [call.node.inputs.map((_, i) => given(call, i)).reduce(broadcastPair)];

/** @throws ShapeError where two shapes do not broadcast */
function broadcastPair(a: Shape, b: Shape): Shape {
  const shape = broadcastShape(a, b);
  if (shape === null) throw new ShapeError(`${shapeText(a)} and ${shapeText(b)} do not broadcast`);
  return shape;
}

/** `[N, C, …]` with weight `[M, C / group, …kernel]`: `[N, M, …]`. */
export const conv: ShapeRule = (call) => {
  const [x, weight] = [given(call, 0), given(call, 1)];
  const group = intOf(call.node, 'group', 1);
  const [n = 0, c] = x;
  const [m = 0, perGroup = 0, ...kernel] = weight;
  if (x.length !== weight.length || c !== perGroup * group || m % group !== 0) {
    throw new ShapeError(`weight ${shapeText(weight)} in ${group} group(s) does not fit input ${shapeText(x)}`);
  }
  const bias = call.inputs[2];
  if (bias !== undefined && !sameShape(bias, [m])) throw new ShapeError(`bias ${shapeText(bias)}, expected ${m}`);
  return [[n, m, ...windowed(call.node, x.slice(2), kernel)]];
};

/** `[N, C, …]` with weight `[C, M / group, …kernel]`: `[N, M, …]`, each size (size − 1)·stride + reach − pads + output_padding. */
export const convTranspose: ShapeRule = (call) => {
  const [x, weight] = [given(call, 0), given(call, 1)];
  const { node } = call;
  const [n = 0, c, ...sizes] = x;
  const [cOfWeight, perGroup = 0, ...kernel] = weight;
  if (x.length !== weight.length || c !== cOfWeight) {
    throw new ShapeError(`weight ${shapeText(weight)} does not fit input ${shapeText(x)}`);
  }
  const ones = sizes.map(() => 1);
  const [strides, dilations] = [intsOf(node, 'strides', ones), intsOf(node, 'dilations', ones)];
  const [pads, more] = [intsOf(node, 'pads', []), intsOf(node, 'output_padding', [])];
  const out = sizes.map((size, axis) => {
    const reach = ((kernel[axis] ?? 1) - 1) * (dilations[axis] ?? 1) + 1;
    const cut = (pads[axis] ?? 0) + (pads[axis + sizes.length] ?? 0);
    return (size - 1) * (strides[axis] ?? 1) + reach - cut + (more[axis] ?? 0);
  });
  return [[n, perGroup * intOf(node, 'group', 1), ...out]];
};

/** In training mode the new mean and variance, [C] each, come after the result. */
export const batchNormalization: ShapeRule = (call) =>
  call.node.outputs.map((_, index) => given(call, index === 0 ? 0 : 1));

/** The result, then mean and inverse deviation, of size 1 along all axes from `axis` on. */
export const layerNormalization: ShapeRule = (call) => {
  const data = given(call, 0);
  const from = frontAxis(intOf(call.node, 'axis', -1), data.length);
  const rest = data.map((size, axis) => (axis < from ? size : 1));
  return call.node.outputs.map((_, index) => (index === 0 ? data : rest));
};

/** `[N, C, …]` under a window of `kernel_shape`: MaxPool and AveragePool. */
export const pool: ShapeRule = (call) => {
  const [n = 0, c = 0, ...sizes] = given(call, 0);
  return [[n, c, ...windowed(call.node, sizes, intsOf(call.node, 'kernel_shape', []))]];
};

function windowed(node: OnnxNode, sizes: Shape, kernel: Shape): Shape {
  const ones = sizes.map(() => 1);
  const strides = intsOf(node, 'strides', ones);
  const dilations = intsOf(node, 'dilations', ones);
  const pads = intsOf(node, 'pads', [...ones, ...ones].fill(0));
  const autoPad = stringOf(node, 'auto_pad', 'NOTSET');
  const round = intOf(node, 'ceil_mode', 0) === 1 ? Math.ceil : Math.floor;
  if (kernel.length !== sizes.length || strides.length !== sizes.length || pads.length !== 2 * sizes.length) {
    throw new ShapeError(`kernel, strides or pads are not of rank ${sizes.length}`);
  }
  return sizes.map((size, axis) => {
    const stride = strides[axis] ?? 1;
    if (autoPad.startsWith('SAME')) return Math.ceil(size / stride);
    const padding = autoPad === 'VALID' ? 0 : (pads[axis] ?? 0) + (pads[axis + sizes.length] ?? 0);
    const reach = ((kernel[axis] ?? 1) - 1) * (dilations[axis] ?? 1) + 1;
    const out = round((size + padding - reach) / stride) + 1;
    if (out < 1) throw new ShapeError(`a window of ${reach} does not fit a size of ${size} padded by ${padding}`);
    return out;
  });
}

/** 0 keeps the input's size (unless allowzero), -1 takes what is left. */
export const reshape: ShapeRule = (call) => {
  const data = given(call, 0);
  const keepZero = intOf(call.node, 'allowzero', 0) === 1;
  const target = (call.integers(1) ?? []).map((size, axis) => (size === 0 && !keepZero ? (data[axis] ?? 0) : size));
  const known = elementCount(target.filter((size) => size !== -1));
  const shape = target.map((size) => (size === -1 ? elementCount(data) / known : size));
  if (elementCount(shape) !== elementCount(data) || !shape.every(Number.isInteger)) {
    throw new ShapeError(`${shapeText(data)} does not reshape to ${shapeText(target)}`);
  }
  return [shape];
};

/** `perm` lists, for each output axis, the input axis it comes from; reversed where absent. */
export const transpose: ShapeRule = (call) => {
  const data = given(call, 0);
  const perm = intsOf(call.node, 'perm', [...data.keys()].reverse());
  if (!sameShape([...perm].sort(ascending), [...data.keys()])) {
    throw new ShapeError(`perm ${perm.join(', ')} is no permutation of ${data.length} axes`);
  }
  return [perm.map((axis) => data[axis] ?? 0)];
};

const ascending = (a: number, b: number) => a - b;

/** starts, ends, axes, steps are inputs 1 to 4; both ends count from the back when negative, and are clipped. */
export const slice: ShapeRule = (call) => {
  const shape = [...given(call, 0)];
  const starts = call.integers(1) ?? [];
  const ends = call.integers(2) ?? [];
  const axes = call.integers(3) ?? [...starts.keys()];
  const steps = call.integers(4) ?? starts.map(() => 1);
  axes.forEach((axis, i) => {
    const at = frontAxis(axis, shape.length);
    const size = shape[at] ?? 0;
    const step = steps[i] ?? 1;
    const [low, high] = step > 0 ? [0, size] : [-1, size - 1];
    const bound = (value: number) => Math.min(Math.max(value < 0 ? value + size : value, low), high);
    shape[at] = Math.max(0, Math.ceil((bound(ends[i] ?? 0) - bound(starts[i] ?? 0)) / step));
  });
  return [shape];
};

/** Equal but for `axis`, along which sizes add up. */
export const concat: ShapeRule = (call) => {
  const parts = call.node.inputs.map((_, index) => given(call, index));
  const first = given(call, 0);
  const axis = frontAxis(intOf(call.node, 'axis', 0), first.length);
  let total = 0;
  for (const part of parts) {
    if (!sameShape(part.with(axis, 0), first.with(axis, 0))) {
      throw new ShapeError(`${shapeText(first)} and ${shapeText(part)} do not concatenate along axis ${axis}`);
    }
    total += part[axis] ?? 0;
  }
  return [first.with(axis, total)];
};

/** Sizes from input 1; equal parts (the last one smaller) where it is absent. */
export const split: ShapeRule = (call) => {
  const data = given(call, 0);
  const axis = frontAxis(intOf(call.node, 'axis', 0), data.length);
  const size = data[axis] ?? 0;
  const count = call.node.outputs.length;
  const part = Math.ceil(size / count);
  const sizes = call.integers(1) ?? Array.from({ length: count }, (_, i) => Math.min(part, size - i * part));
  if (sizes.length !== count || sizes.reduce((sum, each) => sum + each, 0) !== size) {
    throw new ShapeError(`sizes ${sizes.join(', ')} do not split ${size} into ${count}`);
  }
  return sizes.map((each) => data.with(axis, each));
};

/** pads (input 1) are all begins, then all ends, of the axes in input 3, or of every axis. */
export const pad: ShapeRule = (call) => {
  const shape = [...given(call, 0)];
  const pads = call.integers(1) ?? [];
  const axes = call.integers(3) ?? [...shape.keys()];
  if (pads.length !== 2 * axes.length) throw new ShapeError(`${pads.length} pads for ${axes.length} axes`);
  axes.forEach((axis, i) => {
    const at = frontAxis(axis, shape.length);
    shape[at] = (shape[at] ?? 0) + (pads[i] ?? 0) + (pads[i + axes.length] ?? 0);
  });
  return [shape];
};

/** axes: an attribute up to opset 17 (ReduceSum 12), input 1 after; all where absent. */
export const reduce: ShapeRule = (call) => {
  const data = given(call, 0);
  const listed = intsOf(call.node, 'axes', undefined) ?? call.integers(1) ?? [];
  if (listed.length === 0 && intOf(call.node, 'noop_with_empty_axes', 0) === 1) return [data];
  const axes = new Set(listed.length === 0 ? data.keys() : listed.map((axis) => frontAxis(axis, data.length)));
  const kept = data.map((size, axis) => (axes.has(axis) ? 1 : size));
  return [intOf(call.node, 'keepdims', 1) === 1 ? kept : kept.filter((_, axis) => !axes.has(axis))];
};

/** `[N, C, …]` to `[N, C, 1, …]`. */
export const globalPool: ShapeRule = (call) => [given(call, 0).map((size, axis) => (axis < 2 ? size : 1))];

/** `[M, K] · [K, N]`, either one transposed by transA, transB. */
export const gemm: ShapeRule = (call) => {
  const [a, b] = [given(call, 0), given(call, 1)];
  const [m = 0, k] = intOf(call.node, 'transA', 0) === 1 ? a.toReversed() : a;
  const [kB, n = 0] = intOf(call.node, 'transB', 0) === 1 ? b.toReversed() : b;
  if (a.length !== 2 || b.length !== 2 || k !== kB) {
    throw new ShapeError(`${shapeText(a)} and ${shapeText(b)} do not multiply`);
  }
  return [[m, n]];
};

/** numpy.matmul of operands of rank 2 or more: leading axes broadcast. */
export const matMul: ShapeRule = (call) => {
  const [a, b] = [given(call, 0), given(call, 1)];
  const [m = 0, k] = a.slice(-2);
  const [kB, n = 0] = b.slice(-2);
  if (a.length < 2 || b.length < 2 || k !== kB) {
    throw new ShapeError(`${shapeText(a)} and ${shapeText(b)} do not multiply`);
  }
  return [[...broadcastPair(a.slice(0, -2), b.slice(0, -2)), m, n]];
};

/** Axes before `axis` become one, those from it on another. */
export const flatten: ShapeRule = (call) => {
  const data = given(call, 0);
  const axis = frontAxis(intOf(call.node, 'axis', 1), data.length + 1);
  return [[elementCount(data.slice(0, axis)), elementCount(data.slice(axis))]];
};

/** Broadcast to the sizes in input 1. */
export const expand: ShapeRule = (call) => [broadcastPair(given(call, 0), call.integers(1) ?? [])];

/** Input 1: how often each axis is repeated. */
export const tile: ShapeRule = (call) => {
  const repeats = call.integers(1) ?? [];
  return [given(call, 0).map((size, axis) => size * (repeats[axis] ?? 1))];
};

/** axes (input 1) of size 1 vanish; all of them where it is absent. */
export const squeeze: ShapeRule = (call) => {
  const data = given(call, 0);
  const listed = call.integers(1)?.map((axis) => frontAxis(axis, data.length));
  const gone = listed ?? [...data.keys()].filter((axis) => data[axis] === 1);
  for (const axis of gone) {
    if (data[axis] !== 1) throw new ShapeError(`axis ${axis} of ${shapeText(data)} is not 1`);
  }
  return [data.filter((_, axis) => !gone.includes(axis))];
};

/** Axes of size 1 appear where input 1 says, counted in the output. */
export const unsqueeze: ShapeRule = (call) => {
  const data = given(call, 0);
  const listed = call.integers(1) ?? [];
  const rank = data.length + listed.length;
  const fresh = new Set(listed.map((axis) => frontAxis(axis, rank)));
  const rest = data[Symbol.iterator]();
  return [Array.from({ length: rank }, (_, axis) => (fresh.has(axis) ? 1 : (rest.next().value ?? 1)))];
};

/** One slice of `axis` for every index in input 1. */
export const gather: ShapeRule = (call) => {
  const data = given(call, 0);
  const axis = frontAxis(intOf(call.node, 'axis', 0), data.length);
  return [[...data.slice(0, axis), ...given(call, 1), ...data.slice(axis + 1)]];
};

/** The value is an attribute. */
export const constant: ShapeRule = ({ node }) => {
  const { value } = node.attributes;
  if (typeof value !== 'object' || !('tensor' in value)) throw new ShapeError('has no tensor attribute "value"');
  return [value.tensor.shape];
};
