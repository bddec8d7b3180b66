import type { DType } from '../tensor/tensor';

/**
 * Names of the element types in checkpoints: torch's storage classes (torch/storage.py) and safetensors' words
 * (github.com/huggingface/safetensors, README "Format"). Complex and quantised elements are on no list.
 */
export const TYPE_NAMES: Readonly<Record<DType, { readonly storage: string; readonly safetensors: string }>> = {
  float64: { storage: 'DoubleStorage', safetensors: 'F64' },
  float32: { storage: 'FloatStorage', safetensors: 'F32' },
  float16: { storage: 'HalfStorage', safetensors: 'F16' },
  bfloat16: { storage: 'BFloat16Storage', safetensors: 'BF16' },
  int64: { storage: 'LongStorage', safetensors: 'I64' },
  int32: { storage: 'IntStorage', safetensors: 'I32' },
  int16: { storage: 'ShortStorage', safetensors: 'I16' },
  int8: { storage: 'CharStorage', safetensors: 'I8' },
  uint8: { storage: 'ByteStorage', safetensors: 'U8' },
  bool: { storage: 'BoolStorage', safetensors: 'BOOL' },
};
