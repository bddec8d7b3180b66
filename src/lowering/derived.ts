import type { OnnxGraph } from '../onnx/graph';
import type { Shape } from '../tensor/shape';
import type { Tensor } from '../tensor/tensor';

type Float32 = Tensor<'float32'>;
type Compute = (...sources: readonly Float32Array[]) => Float32Array;

/** A tensor computed from others the first time that its values are asked for. */
class DerivedTensor implements Float32 {
  readonly dtype = 'float32';
  #data: Float32Array | null = null;

  constructor(
    readonly shape: Shape,
    readonly sources: readonly Float32[],
    readonly compute: Compute,
  ) {}

  get data(): Float32Array {
    this.#data ??= this.compute(...this.sources.map(({ data }) => data));
    return this.#data;
  }
}

/**
 * A constant that a pass makes of weights. It remembers how, so that lowering reads shapes alone, and a lowered graph can
 * take other weights (`reweighted`).
 */
export function derived(shape: Shape, sources: readonly Float32[], compute: Compute): Float32 {
  return new DerivedTensor(shape, sources, compute);
}

/** The same values in another shape, not copied. */
export function reshaped(tensor: Float32, shape: Shape): Float32;
export function reshaped(tensor: Tensor, shape: Shape): Tensor;
export function reshaped(tensor: Tensor, shape: Shape): Tensor {
  if (tensor.dtype !== 'float32') return { ...tensor, shape };
  return derived(shape, [tensor], (data = new Float32Array()) => data);
}

/** A lowered graph with other weights: what was derived from those that are replaced is derived again, from the new ones. */
export function reweighted(graph: OnnxGraph, replaced: ReadonlyMap<Tensor, Tensor>): OnnxGraph {
  const known = new Map(replaced);
  const again = <T extends Tensor>(tensor: T): T => {
    const found = known.get(tensor);
    if (found) return found as T;
    const made =
      tensor instanceof DerivedTensor ? derived(tensor.shape, tensor.sources.map(again), tensor.compute) : tensor;
    known.set(tensor, made);
    return made as T;
  };
  return { ...graph, initializers: new Map([...graph.initializers].map(([name, tensor]) => [name, again(tensor)])) };
}
