import type { OnnxGraph } from '../onnx/graph';
import type { Shape } from '../tensor/shape';
import type { DType, Tensor } from '../tensor/tensor';
import type { GraphFacts } from './graphFacts';

/** A named tensor whose values are still in the file. */
export interface LazyTensor {
  readonly dtype: DType;
  readonly shape: Shape;
  /** Where its values lie in the file: two names of one place are one tensor. Absent where a format shares none. */
  readonly place?: string;
  /** Reads the values, row-major and dense whatever strides the file used. @throws CheckpointError */
  read(): Promise<Tensor>;
}

/** A tensor that is in memory already. */
export function inMemory(tensor: Tensor): LazyTensor {
  return { dtype: tensor.dtype, shape: tensor.shape, read: async () => tensor };
}

/** How the bytes are laid out. */
export type CheckpointFormat = 'torch zip' | 'torch legacy' | 'safetensors' | 'onnx';

/** An opened checkpoint: names and shapes are known, values are read when asked for. */
export interface CheckpointFile {
  readonly format: CheckpointFormat;
  /** The dictionary of tensors taken as state dict, under the file's own names, in the file's order. */
  readonly entries: ReadonlyMap<string, LazyTensor>;
  /**
   * Keys that lead to that dictionary: `state_dict`, `checkpoint.model`; '' when the file is the dictionary. Of several
   * networks in one ONNX file, the first output.
   */
  readonly under: string;
  /** What the network's names in it begin with; absent where none was chosen, and the names show it. */
  readonly prefix?: string;
  /** The state dicts there are, the one taken first; empty where the format holds one. */
  readonly stateDicts?: readonly StateDictChoice[];
  /** What the file holds besides, by name: `optimizer`, `message_hub`, `meta`. Read only for what it states. */
  readonly beside: readonly string[];
  /** Objects of classes on no list, by name and place: `argparse.Namespace under args`. They were neither built nor read. */
  readonly notRead?: readonly string[];
  /** Texts the file carries: safetensors' `__metadata__`, ONNX's metadata_props, strings and numbers of mmengine's `meta`. */
  readonly metadata: ReadonlyMap<string, string>;
  /** The computation itself, in formats that hold it. */
  readonly graph?: GraphFile;
}

/** What an ONNX file holds beside tensors. */
export interface GraphFile {
  readonly graph: OnnxGraph;
  /** The values of `entries`, which are all in memory. */
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** What the graph says of its network that no tensor does; null where it could not be read, or is lowered for a target. */
  readonly facts: GraphFacts | null;
  /** Norms were folded into convolutions, and came back as norms that only scale and shift. */
  readonly folded: boolean;
  /** The file holds other networks beside it: its bytes are not this graph's alone. */
  readonly isPart: boolean;
  /** Lowered by this app: no 5-D convolutions, so that it is compared with the same lowering of its stated design. */
  readonly lowered: boolean;
}

/** One of a file's state dicts: a dictionary of tensors, and what the network's names in it begin with. */
export interface StateDictChoice {
  /** What names it for a person and in `--state-dict`: `state_dict.model`; `.` for the top of the file without a prefix. */
  readonly key: string;
  /** Tensors in it whose names a dialect knows. */
  readonly known: number;
}
