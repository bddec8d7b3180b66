import { elementCount, type Shape } from '../tensor/shape';
import { BYTES, type DataOf, type DType, type Tensor } from '../tensor/tensor';

/** Makes the typed array of each element type over a buffer. */
const VIEWS: { readonly [D in DType]: (buffer: ArrayBuffer, offset: number, length: number) => DataOf[D] } = {
  float64: (buffer, offset, length) => new Float64Array(buffer, offset, length),
  float32: (buffer, offset, length) => new Float32Array(buffer, offset, length),
  float16: (buffer, offset, length) => new Uint16Array(buffer, offset, length),
  bfloat16: (buffer, offset, length) => new Uint16Array(buffer, offset, length),
  int64: (buffer, offset, length) => new BigInt64Array(buffer, offset, length),
  int32: (buffer, offset, length) => new Int32Array(buffer, offset, length),
  int16: (buffer, offset, length) => new Int16Array(buffer, offset, length),
  int8: (buffer, offset, length) => new Int8Array(buffer, offset, length),
  uint8: (buffer, offset, length) => new Uint8Array(buffer, offset, length),
  bool: (buffer, offset, length) => new Uint8Array(buffer, offset, length),
};

/** A tensor over a copy of little-endian bytes, as many as its shape needs. Typed arrays are little-endian wherever browsers run. */
export function tensorFromBytes<D extends DType>(dtype: D, shape: Shape, bytes: Uint8Array): Tensor {
  const own = bytes.slice();
  const data = VIEWS[dtype](own.buffer, 0, elementCount(shape));
  return { dtype, shape, data } as Tensor;
}

/** The little-endian bytes of a tensor's values, as a view of them. */
export function bytesOfTensor({ data }: Tensor): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

/** Turns the bytes of every element around: files of big-endian machines. */
export function swapBytes(bytes: Uint8Array, dtype: DType): Uint8Array {
  const size = BYTES[dtype];
  const swapped = new Uint8Array(bytes.length);
  for (let at = 0; at < bytes.length; at += size)
    for (let byte = 0; byte < size; byte++) swapped[at + byte] = bytes[at + size - 1 - byte] as number;
  return swapped;
}

/** Row-major strides of a dense tensor, in elements. */
export function denseStrides(shape: Shape): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis] as number;
  }
  return strides;
}

/** Copies a strided window into row-major order; `bytes` begins at its first element. */
export function gatherStrided(bytes: Uint8Array, dtype: DType, shape: Shape, strides: readonly number[]): Uint8Array {
  const size = BYTES[dtype];
  const count = elementCount(shape);
  const dense = new Uint8Array(count * size);
  const index = new Array<number>(shape.length).fill(0);
  let from = 0;
  for (let element = 0; element < count; element++) {
    for (let byte = 0; byte < size; byte++) dense[element * size + byte] = bytes[from * size + byte] as number;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis] as number;
      index[axis] = (index[axis] as number) + 1;
      if (index[axis] !== shape[axis]) break;
      from -= (strides[axis] as number) * (shape[axis] as number);
      index[axis] = 0;
    }
  }
  return dense;
}
