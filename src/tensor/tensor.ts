import { elementCount, type Shape } from './shape';

/** The typed array that holds each element type; float16 and bfloat16 are kept as their bit patterns. */
export const ARRAYS = {
  float64: Float64Array,
  float32: Float32Array,
  float16: Uint16Array,
  bfloat16: Uint16Array,
  int64: BigInt64Array,
  int32: Int32Array,
  int16: Int16Array,
  int8: Int8Array,
  uint8: Uint8Array,
  bool: Uint8Array,
} as const;

/** Element type, spelt as safetensors, PyTorch and ONNX agree to read it in prose. */
export type DType = keyof typeof ARRAYS;

/** The values of a tensor of each element type. */
export type DataOf = { readonly [D in DType]: (typeof ARRAYS)[D]['prototype'] };

/** Every element type there is. */
export const DTYPES = Object.keys(ARRAYS) as readonly DType[];

/** A dense array in row-major order: element type, shape and values. */
export type Tensor<D extends DType = DType> = {
  [P in D]: { readonly dtype: P; readonly shape: Shape; readonly data: DataOf[P] };
}[D];

/** Named tensors under PyTorch state-dict keys (`layer1.0.conv1.conv.weight`), in the order they were stored. */
export type StateDict = ReadonlyMap<string, Tensor>;

/** Bytes one element takes. */
export const BYTES = Object.fromEntries(DTYPES.map((dtype) => [dtype, ARRAYS[dtype].BYTES_PER_ELEMENT])) as Readonly<
  Record<DType, number>
>;

/** Bytes the values of a tensor take. */
export function byteLength(tensor: { readonly dtype: DType; readonly shape: Shape }): number {
  return BYTES[tensor.dtype] * elementCount(tensor.shape);
}

/** A float32 tensor over `data`, or over fresh zeros. */
export function float32(shape: Shape, data: Float32Array = new Float32Array(elementCount(shape))): Tensor<'float32'> {
  return { dtype: 'float32', shape, data };
}

/** A list of integers as ONNX takes shapes, axes, bounds and indices: int64, of one axis. */
export function int64(values: readonly number[]): Tensor<'int64'> {
  return { dtype: 'int64', shape: [values.length], data: BigInt64Array.from(values, BigInt) };
}
