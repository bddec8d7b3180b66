import type { Shape } from '../tensor/shape';
import type { DType, Tensor } from '../tensor/tensor';

/** A named tensor whose values are still in the file. */
export interface LazyTensor {
  readonly dtype: DType;
  readonly shape: Shape;
  /** Reads the values, row-major and dense whatever strides the file used. @throws CheckpointError */
  read(): Promise<Tensor>;
}

/** How the bytes are laid out. */
export type CheckpointFormat = 'torch zip' | 'torch legacy' | 'safetensors' | 'onnx';

/** An opened checkpoint: names and shapes are known, values are read when asked for. */
export interface CheckpointFile {
  readonly format: CheckpointFormat;
  /** The state dict under the file's own names, in the file's order. */
  readonly entries: ReadonlyMap<string, LazyTensor>;
  /** Key of the dictionary that held the state dict: `state_dict`, `model_state`; '' when the file is the dictionary. */
  readonly under: string;
  /** What the file holds besides, by name: `optimizer`, `message_hub`, `meta`. None of it is read. */
  readonly beside: readonly string[];
  /** Texts the file carries: safetensors' `__metadata__`, ONNX's metadata_props, strings and numbers of mmengine's `meta`. */
  readonly metadata: ReadonlyMap<string, string>;
}
