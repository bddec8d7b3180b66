import type { OnnxGraph, OnnxNode } from '../onnx/graph';
import { DATA_TYPE } from '../onnx/onnxProto';
import { halved } from '../tensor/float16';
import type { Tensor } from '../tensor/tensor';

/** Initialisers shorter than this stay float32: they are biases and constants, and weigh nothing. */
const FEWEST = 64;

/**
 * The same graph with its weights kept as float16, half the file: each is cast back before it is used, so everything is
 * still computed in float32. Weights beyond ±65504 would become infinite.
 */
export function halfWeights(graph: OnnxGraph): OnnxGraph {
  const initializers = new Map<string, Tensor>();
  const casts: OnnxNode[] = [];
  for (const [name, tensor] of graph.initializers) {
    if (tensor.dtype !== 'float32' || tensor.data.length < FEWEST) {
      initializers.set(name, tensor);
      continue;
    }
    const half = `${name}.float16`;
    initializers.set(half, halved(tensor));
    const attributes = { to: DATA_TYPE.float32 };
    casts.push({ op: 'Cast', name: `${name}/cast`, inputs: [half], outputs: [name], attributes, origins: [] });
  }
  return { ...graph, initializers, nodes: [...casts, ...graph.nodes] };
}
