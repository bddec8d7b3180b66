import type * as Ort from 'onnxruntime-web';
import type { DataOf, DType, Tensor } from '../tensor/tensor';

/** Element types that onnxruntime has under the same name; float16 keeps its bit pattern. */
const ORT_DTYPES = ['float64', 'float32', 'float16', 'int64', 'int32', 'int16', 'int8', 'uint8', 'bool'] as const;

/** A tensor as onnxruntime takes it, over the same values. */
export function toOrt(ort: typeof Ort, tensor: Tensor): Ort.Tensor {
  if (tensor.dtype === 'bfloat16') throw new TypeError('onnxruntime-web has no bfloat16 tensors: convert to float32.');
  return new ort.Tensor(tensor.dtype, tensor.data, tensor.shape);
}

/** One of onnxruntime's results, over the same values. */
export function fromOrt(name: string, value: Ort.Tensor | undefined): Tensor {
  const dtype = ORT_DTYPES.find((known) => known === value?.type);
  if (value === undefined || dtype === undefined) {
    throw new TypeError(`Output ${name}: expected a tensor, found ${value?.type ?? 'nothing'}.`);
  }
  return tensorOf(dtype, value.dims, value.data);
}

function tensorOf<D extends DType>(dtype: D, shape: readonly number[], data: unknown): Tensor {
  // onnxruntime's Tensor pairs type and data just as ours does, but TypeScript sees a plain union of arrays.
  return { dtype, shape, data: data as DataOf[D] } as Tensor;
}
