import { elementCount, type Shape } from '../tensor/shape';
import { float32, type StateDict, type Tensor } from '../tensor/tensor';

/** What there is to know of a tensor's values without looking at each of them. */
export interface TensorFacts {
  readonly dtype: Tensor['dtype'];
  readonly shape: Shape;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** Population standard deviation. */
  readonly deviation: number;
  /** Share of the elements that are exactly 0, from 0 to 1. */
  readonly zeros: number;
  /** Elements in equal bins from `min` to `max`; one bin where all values are equal. */
  readonly histogram: readonly number[];
  /** Null for vectors and scalars. */
  readonly picture: TensorPicture | null;
}

/** A tensor small enough to look at. Values are the tensor's own, row-major. */
type TensorPicture =
  /** The first filters of a convolution, `[count, kT, kH, kW]`: its first input channel. */
  | { readonly kind: 'kernels'; readonly count: number; readonly kernel: Shape; readonly values: Float32Array }
  /** A pointwise convolution or linear layer, `[rows, columns]`, each cell the mean of a block of `[out, in]`. */
  | { readonly kind: 'matrix'; readonly rows: number; readonly columns: number; readonly values: Float32Array };

const BINS = 32;
/** Kernels drawn, and cells of a matrix along each axis: what a side panel can show. */
const KERNELS = 24;
const CELLS = 64;

/**
 * Statistics, histogram and picture of a tensor. NaN is in no bin and makes mean and deviation NaN.
 * @throws Error for half precision: the weights of a network are float32, and its counters int64
 */
export function tensorFacts(tensor: Tensor): TensorFacts {
  const { dtype, shape } = tensor;
  const values = numbersOf(tensor);
  let [min, max, sum, zeros] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0];
  for (const value of values) {
    if (value < min) min = value;
    if (value > max) max = value;
    if (value === 0) zeros++;
    sum += value;
  }
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) * (value - mean);
  return {
    dtype,
    shape,
    min,
    max,
    mean,
    deviation: Math.sqrt(squares / values.length),
    zeros: zeros / values.length,
    histogram: histogramOf(values, min, max),
    picture: pictureOf(shape, values),
  };
}

/** Facts of the tensors with these keys, in their order. @throws Error where a key is not in the state dict */
export function factsByKey(weights: StateDict, keys: readonly string[]): readonly (TensorFacts & { key: string })[] {
  return keys.map((key) => {
    const tensor = weights.get(key);
    if (!tensor) throw new Error(`The network stores no tensor ${key}.`);
    return { key, ...tensorFacts(tensor) };
  });
}

function numbersOf(tensor: Tensor): ArrayLike<number> & Iterable<number> {
  if (tensor.dtype === 'float16' || tensor.dtype === 'bfloat16') throw new Error(`${tensor.dtype} holds bit patterns.`);
  return tensor.dtype === 'int64' ? Float64Array.from(tensor.data, Number) : tensor.data;
}

function histogramOf(values: Iterable<number>, min: number, max: number): readonly number[] {
  const bins = new Array<number>(max > min ? BINS : 1).fill(0);
  for (const value of values) {
    const bin = max > min ? Math.min(BINS - 1, Math.floor((BINS * (value - min)) / (max - min))) : 0;
    if (bin >= 0 && bin < bins.length) bins[bin] = (bins[bin] ?? 0) + 1;
  }
  return bins;
}

function pictureOf(shape: Shape, values: ArrayLike<number>): TensorPicture | null {
  const [out = 0, into = 0, ...kernel] = shape;
  if (shape.length < 2 || elementCount(shape) === 0) return null;
  const size = elementCount(kernel);
  if (size === 1) return matrixOf(out, into, values);
  const count = Math.min(out, KERNELS);
  const first = float32([count, ...kernel]);
  for (let filter = 0; filter < count; filter++)
    for (let at = 0; at < size; at++) first.data[filter * size + at] = values[filter * into * size + at] ?? 0;
  return { kind: 'kernels', count, kernel, values: first.data };
}

function matrixOf(out: number, into: number, values: ArrayLike<number>): TensorPicture {
  const [rows, columns] = [Math.min(out, CELLS), Math.min(into, CELLS)];
  const cells = new Float32Array(rows * columns);
  const counts = new Uint32Array(rows * columns);
  for (let row = 0; row < out; row++)
    for (let column = 0; column < into; column++) {
      const cell = Math.floor((row * rows) / out) * columns + Math.floor((column * columns) / into);
      cells[cell] = (cells[cell] ?? 0) + (values[row * into + column] ?? 0);
      counts[cell] = (counts[cell] ?? 0) + 1;
    }
  return { kind: 'matrix', rows, columns, values: cells.map((sum, cell) => sum / (counts[cell] || 1)) };
}
