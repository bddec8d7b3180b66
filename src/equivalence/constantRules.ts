import { broadcastShape, frontAxis } from '../onnx/axes';
import { fromFloat16 } from '../tensor/float16';
import { elementCount, type Shape, ShapeError } from '../tensor/shape';
import type { Tensor } from '../tensor/tensor';
import type { Call, Rule } from './call';
import { type Expression, type Numbers, numbersOf } from './expression';
import { constant } from './layout';

/** A tensor's values: float32 as it is, integers as int32 (ONNX writes "to the end" as the largest int64). */
export function numbersIn(tensor: Tensor): Numbers {
  switch (tensor.dtype) {
    case 'float32':
    case 'float64':
      return tensor.data;
    case 'float16':
      return Float32Array.from(tensor.data, fromFloat16);
    case 'bfloat16':
      return Float32Array.from(tensor.data, (bits) => new Float32Array(Uint32Array.of(bits << 16).buffer)[0] ?? 0);
    case 'int64':
      return Int32Array.from(tensor.data, (value) => Math.min(Math.max(Number(value), -FAR), FAR));
    default:
      return Int32Array.from(tensor.data);
  }
}

const FAR = 2 ** 31 - 1;

/** Constants larger than this are not computed with: nothing but a weight is, and those are not worked out by graphs. */
const LARGEST = 2 ** 20;

/** @throws ShapeError for a constant that is larger than any an X3D needs */
export function checkSize(shape: Shape): void {
  if (elementCount(shape) > LARGEST)
    throw new ShapeError(`a constant of ${elementCount(shape)} values is larger than any X3D needs`);
}

type Arithmetic = (a: number, b: number) => number;

const ARITHMETIC: ReadonlyMap<string, Arithmetic> = new Map(
  Object.entries<Arithmetic>({
    Add: (a, b) => a + b,
    Sub: (a, b) => a - b,
    Mul: (a, b) => a * b,
    Div: (a, b) => a / b,
    Pow: (a, b) => a ** b,
    Max: Math.max,
    Min: Math.min,
    Equal: (a, b) => Number(a === b),
    Mod: (a, b) => a % b,
  }),
);

/** An operator of two constants, worked out; null for any other. Whole numbers divide to whole numbers. */
export function arithmetic(call: Call): Expression | null {
  const work = ARITHMETIC.get(call.node.op);
  if (!work || call.node.inputs.length !== 2) return null;
  const [a, b] = [call.input(0), call.input(1)];
  const shape = broadcastShape(a.shape, b.shape);
  if (a.operator !== 'constant' || b.operator !== 'constant' || !shape || elementCount(shape) > LARGEST) return null;
  const [x, y] = [numbersOf(a, 'data'), numbersOf(b, 'data')];
  const [readX, readY] = [reader(a.shape, shape), reader(b.shape, shape)];
  const whole = x instanceof Int32Array && y instanceof Int32Array;
  const values = new (whole ? Int32Array : Float64Array)(elementCount(shape));
  for (let at = 0; at < values.length; at++) values[at] = work(x[readX(at)] ?? 0, y[readY(at)] ?? 0);
  return constant(call.table, values, shape);
}

/** Where a broadcast tensor's element lies. */
function reader(from: Shape, to: Shape): (at: number) => number {
  const padded = [...to.slice(from.length).map(() => 1), ...from];
  const strides = padded.map((size, axis) => (size === 1 ? 0 : elementCount(padded.slice(axis + 1))));
  const steps = to.map((_, axis) => elementCount(to.slice(axis + 1)));
  return (at) => {
    let rest = at;
    return steps.reduce((place, step, axis) => {
      const index = Math.floor(rest / step);
      rest -= index * step;
      return place + index * (strides[axis] ?? 0);
    }, 0);
  };
}

const integers = (call: Call, values: readonly number[], shape: Shape = [values.length]): Expression =>
  constant(call.table, Int32Array.from(values), shape);

/** Operators that make constants, and those of shapes, which are known. */
export const CONSTANT_RULES: Readonly<Record<string, Rule>> = {
  Constant: (call) => {
    const value = call.attribute('value');
    if (typeof value === 'object' && 'tensor' in value)
      return constant(call.table, numbersIn(value.tensor), value.tensor.shape);
    const [int, ints] = [call.attribute('value_int'), call.attribute('value_ints')];
    if (typeof int === 'number') return integers(call, [int], []);
    if (Array.isArray(ints)) return integers(call, ints);
    const [float, floats] = [call.attribute('value_float'), call.attribute('value_floats')];
    if (typeof float === 'object' && 'float' in float) return constant(call.table, Float64Array.of(float.float), []);
    if (typeof floats === 'object' && 'floats' in floats)
      return constant(call.table, Float64Array.from(floats.floats), [floats.floats.length]);
    return call.refuse('this Constant has no value that can be read here');
  },
  ConstantOfShape: (call) => {
    const shape = call.integers(0) ?? [];
    const value = call.attribute('value');
    const filling = typeof value === 'object' && 'tensor' in value ? numbersIn(value.tensor) : Float64Array.of(0);
    checkSize(shape);
    const isWhole = filling instanceof Int32Array;
    const data = new (isWhole ? Int32Array : Float64Array)(elementCount(shape)).fill(filling[0] ?? 0);
    return constant(call.table, data, shape);
  },
  Shape: (call) => {
    const { shape } = call;
    const [start, end] = [call.int('start', 0), call.int('end', shape.length)];
    return integers(call, shape.slice(start, end));
  },
  Size: (call) => integers(call, [elementCount(call.shape)], []),
  Where: (call) => {
    const [condition, a, b] = [call.input(0), call.input(1), call.input(2)];
    const plain = [condition, a, b].every(({ operator }) => operator === 'constant');
    if (!plain || elementCount(condition.shape) !== elementCount(a.shape) || a.shape.join() !== b.shape.join())
      call.refuse('this Where chooses among computed values, which no X3D does');
    const [which, x, y] = [numbersOf(condition, 'data'), numbersOf(a, 'data'), numbersOf(b, 'data')];
    const chosen = Array.from(x, (value, index) => (which[index] ? value : (y[index] ?? 0)));
    return constant(call.table, numbersLike([x], chosen), a.shape);
  },
};

/** Elements of a constant along one axis; null for what is no constant. */
export function picked(
  call: Call,
  x: Expression,
  axis: number,
  places: readonly number[],
  shape: Shape,
): Expression | null {
  if (x.operator !== 'constant') return null;
  checkSize(shape);
  const at = frontAxis(axis, x.shape.length);
  const inner = elementCount(x.shape.slice(at + 1));
  const outer = elementCount(x.shape.slice(0, at));
  const size = x.shape[at] ?? 0;
  const data = numbersOf(x, 'data');
  const values: number[] = [];
  for (let o = 0; o < outer; o++)
    for (const place of places) for (let i = 0; i < inner; i++) values.push(data[(o * size + place) * inner + i] ?? 0);
  return constant(call.table, numbersLike([data], values), shape);
}

/** Values that were worked out, as whole numbers where all that they come of are. */
export function numbersLike(sources: readonly Numbers[], values: readonly number[]): Numbers {
  return sources.every((source) => source instanceof Int32Array) ? Int32Array.from(values) : Float64Array.from(values);
}
