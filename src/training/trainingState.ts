import { float32, type StateDict, type Tensor } from '../tensor/tensor';
import type { FlatLayout, FlatVector } from './flatLayout';
import type { Optimizer } from './recipe';

/** All that one step hands to the next; to keep it is to be able to resume with the same bits. */
export interface TrainingState {
  readonly weights: Float32Array;
  /** The optimiser's memory: as long as the weights for SGD, twice as long (first, then second moments) for Adam. */
  readonly moments: Float32Array;
  /** Running statistics. */
  readonly buffers: Float32Array;
  /** Updates made so far. */
  readonly step: number;
}

/** The state before the first update, from a whole state dict. */
export function stateFrom(layout: FlatLayout, optimizer: Optimizer, weights: StateDict): TrainingState {
  return {
    weights: flattened(layout.trained, weights),
    moments: new Float32Array(layout.trained.length * (optimizer.type === 'SGD' ? 1 : 2)),
    buffers: flattened(layout.buffers, weights),
    step: 0,
  };
}

/** A state dict with trained parameters and running statistics from the state, and all else from `start`, in its order. */
export function stateDictFrom(layout: FlatLayout, state: TrainingState, start: StateDict): StateDict {
  const trained = new Map([
    ...tensorsIn(layout.trained, state.weights, start),
    ...tensorsIn(layout.buffers, state.buffers, start),
  ]);
  return new Map(Array.from(start, ([key, tensor]) => [key, trained.get(key) ?? tensor]));
}

/** The tensors of a vector, one after another. @throws Error where the state dict lacks one or holds another size */
export function flattened({ slots, length }: FlatVector, weights: StateDict): Float32Array {
  const flat = new Float32Array(length);
  for (const { key, offset, size } of slots) {
    const tensor = weights.get(key);
    if (tensor === undefined || tensor.data.length !== size)
      throw new Error(`${key}: expected ${size} values, found ${tensor?.data.length ?? 'nothing'}.`);
    if (tensor.dtype === 'float32') flat.set(tensor.data, offset);
    else for (let at = 0; at < size; at++) flat[offset + at] = Number(tensor.data[at]);
  }
  return flat;
}

function tensorsIn({ slots }: FlatVector, flat: Float32Array, start: StateDict): (readonly [string, Tensor])[] {
  return slots.map(({ key, shape, offset, size }) => {
    const values = flat.slice(offset, offset + size);
    if (start.get(key)?.dtype !== 'int64') return [key, float32(shape, values)];
    return [key, { dtype: 'int64', shape, data: BigInt64Array.from(values, (value) => BigInt(Math.round(value))) }];
  });
}
