import { broadcastShape, frontAxis } from '../onnx/axes';
import { elementCount, type Shape } from '../tensor/shape';
import type { Call, Rule } from './call';
import { checkSize, numbersLike, picked } from './constantRules';
import { type Expression, numbersOf } from './expression';
import { constant, type PadMode, pad, reshape, transpose } from './layout';

/** Axes that an operator takes as an attribute in older operator sets and as an input in newer ones. */
function listed(call: Call, name: string, index: number): readonly number[] | null {
  return call.ints(name) ?? call.integers(index);
}

/** Operators that move numbers about. */
export const SHAPE_RULES: Readonly<Record<string, Rule>> = {
  Identity: (call) => call.input(0),
  Dropout: (call) => {
    call.attribute('seed');
    call.attribute('ratio');
    call.attribute('is_test');
    const ratio = call.optional(1);
    const training = call.optional(2);
    const off = !training || (training.operator === 'constant' && numbersOf(training, 'data')[0] === 0);
    if (ratio && ratio.operator !== 'constant') call.refuse('the ratio of this Dropout is computed');
    return off ? call.input(0) : call.refuse('this Dropout drops in inference too (training_mode is true)');
  },
  Reshape: (call) => {
    const x = call.input(0);
    const keepZero = call.int('allowzero', 0) === 1;
    const target = (listed(call, 'shape', 1) ?? []).map((size, axis) =>
      size === 0 && !keepZero ? (x.shape[axis] ?? 0) : size,
    );
    const known = elementCount(target.filter((size) => size !== -1));
    return reshape(
      call.table,
      x,
      target.map((size) => (size === -1 ? elementCount(x.shape) / known : size)),
    );
  },
  Flatten: (call) => {
    const x = call.input(0);
    const axis = call.int('axis', 1);
    const at = axis < 0 ? axis + x.shape.length : axis;
    return reshape(call.table, x, [elementCount(x.shape.slice(0, at)), elementCount(x.shape.slice(at))]);
  },
  Squeeze: (call) => {
    const x = call.input(0);
    const axes = listed(call, 'axes', 1)?.map((axis) => frontAxis(axis, x.shape.length));
    if (axes?.some((axis) => x.shape[axis] !== 1)) call.refuse(`[${x.shape}] has no axes of size 1 at ${axes}`);
    return reshape(
      call.table,
      x,
      x.shape.filter((size, axis) => (axes ? !axes.includes(axis) : size !== 1)),
    );
  },
  Unsqueeze: (call) => {
    const x = call.input(0);
    const axes = listed(call, 'axes', 1) ?? [];
    const rank = x.shape.length + axes.length;
    const fresh = new Set(axes.map((axis) => frontAxis(axis, rank)));
    const rest = [...x.shape];
    return reshape(
      call.table,
      x,
      Array.from({ length: rank }, (_, axis) => (fresh.has(axis) ? 1 : (rest.shift() ?? 1))),
    );
  },
  Transpose: (call) => {
    const x = call.input(0);
    const order = call.ints('perm') ?? [...x.shape.keys()].reverse();
    if ([...order].sort((a, b) => a - b).join() !== [...x.shape.keys()].join())
      call.refuse(`${order} is no order of ${x.shape.length} axes`);
    return transpose(call.table, x, order);
  },
  Expand: (call) => {
    const x = call.input(0);
    const shape = broadcastShape(x.shape, call.integers(1) ?? []);
    if (!shape) call.refuse('its shape does not broadcast');
    const same = shape?.join() === x.shape.join();
    return same ? x : call.refuse('this Expand repeats values, which no X3D does');
  },
  Pad: (call) => {
    const x = call.input(0);
    const mode = call.text('mode', 'constant');
    if (!MODES.includes(mode)) call.refuse(`a border of mode ${mode} is not known here`);
    const pads = call.ints('pads') ?? call.ints('paddings') ?? call.integers(1) ?? [];
    const filling = call.scalar(2) ?? call.float('value', 0);
    const value = mode === 'constant' ? filling : 0;
    const axes = call.integers(3)?.map((axis) => frontAxis(axis, x.shape.length)) ?? [...x.shape.keys()];
    if (pads.length !== 2 * axes.length) call.refuse(`${pads.length} sizes of a border for ${axes.length} axes`);
    const side = (from: number) =>
      x.shape.map((_, axis) => (axes.includes(axis) ? (pads[from + axes.indexOf(axis)] ?? 0) : 0));
    const [before, after] = [side(0), side(axes.length)];
    if ([...before, ...after].some((size) => size < 0)) call.refuse('this Pad cuts off, which no X3D does');
    return pad(call.table, x, { mode: mode as PadMode, before, after, value });
  },
  Slice: (call) => {
    const x = call.input(0);
    const starts = listed(call, 'starts', 1) ?? [];
    const ends = listed(call, 'ends', 2) ?? [];
    const axes = (listed(call, 'axes', 3) ?? [...starts.keys()]).map((axis) => frontAxis(axis, x.shape.length));
    const steps = call.integers(4) ?? starts.map(() => 1);
    return axes.reduce(
      (value, axis, at) => sliced(call, value, axis, [starts[at] ?? 0, ends[at] ?? 0, steps[at] ?? 1]),
      x,
    );
  },
  Concat: (call) => {
    const parts = call.node.inputs.map((_, index) => call.input(index));
    const [first] = parts;
    const axis = frontAxis(call.int('axis', 0), first?.shape.length ?? 0);
    if (!first || parts.length === 1) return call.input(0);
    return (
      joinedConstants(call, parts, axis) ??
      wrapped(call, parts, axis) ??
      call.refuse('this Concat joins computed values, which no X3D does')
    );
  },
  Gather: (call) => {
    const [x, indices] = [call.input(0), call.input(1)];
    const axis = frontAxis(call.int('axis', 0), x.shape.length);
    const size = x.shape[axis] ?? 0;
    if (indices.operator !== 'constant') call.refuse('the indices of this Gather are computed');
    const places = Array.from(numbersOf(indices, 'data'), (place) => (place < 0 ? place + size : place));
    const shape = [...x.shape.slice(0, axis), ...indices.shape, ...x.shape.slice(axis + 1)];
    if (places.length === size && places.every((place, at) => place === at)) return reshape(call.table, x, shape);
    return picked(call, x, axis, places, shape) ?? call.refuse('this Gather picks computed values, which no X3D does');
  },
};

const MODES: readonly string[] = ['constant', 'reflect', 'edge', 'wrap'];

type Run = readonly [start: number, end: number, step: number];

/** A run of positions along an axis: all of them, some of a constant, or an expression of its own. */
function sliced(call: Call, x: Expression, axis: number, [start, end, step]: Run): Expression {
  const size = x.shape[axis] ?? 0;
  if (step < 0 && x.operator === 'constant') return backwards(call, x, axis, [start, end, step]);
  if (step < 1) call.refuse('this Slice runs backwards, which no X3D does');
  const bound = (value: number) => Math.min(Math.max(value < 0 ? value + size : value, 0), size);
  const [from, to] = [bound(start), bound(end)];
  const count = Math.max(0, Math.ceil((to - from) / step));
  if (count === size) return x;
  const shape: Shape = x.shape.map((each, at) => (at === axis ? count : each));
  if (x.operator !== 'constant')
    return call.table.make({ operator: 'slice', inputs: [x], shape, facts: { axis, from, to, step } });
  checkSize(shape);
  const places = Array.from({ length: count }, (_, at) => from + at * step);
  return picked(call, x, axis, places, shape) ?? x;
}

/** Elements of a constant from the back: PyTorch's exporter turns the widths of a border around with it. */
function backwards(call: Call, x: Expression, axis: number, [start, end, step]: Run): Expression {
  const size = x.shape[axis] ?? 0;
  const bound = (value: number) => Math.min(Math.max(value < 0 ? value + size : value, -1), size - 1);
  const places: number[] = [];
  for (let at = bound(start); at > bound(end); at += step) places.push(at);
  const shape: Shape = x.shape.map((each, at) => (at === axis ? places.length : each));
  return picked(call, x, axis, places, shape) ?? call.refuse('this Slice runs backwards, which no X3D does');
}

function joinedConstants(call: Call, parts: readonly Expression[], axis: number): Expression | null {
  if (axis !== 0 || parts.some(({ operator }) => operator !== 'constant')) return null;
  const shape = [parts.reduce((sum, each) => sum + (each.shape[0] ?? 0), 0), ...(parts[0]?.shape.slice(1) ?? [])];
  checkSize(shape);
  const all = parts.map((part) => numbersOf(part, 'data'));
  const data = numbersLike(
    all,
    all.flatMap((numbers) => [...numbers]),
  );
  return constant(call.table, data, shape);
}

/** Circular padding as operator sets up to 18 write it: the end of a value, the value, its beginning. */
function wrapped(call: Call, parts: readonly Expression[], axis: number): Expression | null {
  const whole = parts.find((part) => parts.every((other) => other === part || isRunOf(other, part, axis)));
  if (!whole) return null;
  const at = parts.indexOf(whole);
  const [tail, head] = [parts.slice(0, at), parts.slice(at + 1)];
  const size = whole.shape[axis] ?? 0;
  if (tail.length > 1 || head.length > 1) return null;
  const isEnd = tail.every(({ facts }) => facts.to === size);
  const isBeginning = head.every(({ facts }) => facts.from === 0);
  if (!isEnd || !isBeginning) return null;
  const length = (part: Expression | undefined) => part?.shape[axis] ?? 0;
  const border = (part: Expression | undefined) => whole.shape.map((_, each) => (each === axis ? length(part) : 0));
  return pad(call.table, whole, { mode: 'wrap', before: border(tail[0]), after: border(head[0]), value: 0 });
}

function isRunOf(part: Expression, whole: Expression, axis: number): boolean {
  return part.operator === 'slice' && part.inputs[0] === whole && part.facts.axis === axis && part.facts.step === 1;
}
