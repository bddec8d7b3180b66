import { elementCount, type Shape } from '../tensor/shape';
import { ARRAYS, BYTES, type DType, type Tensor } from '../tensor/tensor';

/** A tensor over a copy of little-endian bytes, as many as its shape needs. Typed arrays are little-endian wherever browsers run. */
export function tensorFromBytes(dtype: DType, shape: Shape, bytes: Uint8Array): Tensor {
  return { dtype, shape, data: new ARRAYS[dtype](bytes.slice().buffer, 0, elementCount(shape)) } as Tensor;
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
