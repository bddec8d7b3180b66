import type { OnnxGraph, ValueInfo } from '../onnx/graph';
import { OPEN_SIZE } from '../onnx/onnxProto';

/**
 * The same graph for any number of clips: N is left open at its input and outputs. For the plain form and the folded one,
 * whose nodes work for every N; lowered forms have N in the shapes they reshape to.
 */
export function openBatch(graph: OnnxGraph): OnnxGraph {
  const open = (info: ValueInfo): ValueInfo => ({ ...info, shape: [OPEN_SIZE, ...info.shape.slice(1)] });
  return { ...graph, inputs: graph.inputs.map(open), outputs: graph.outputs.map(open) };
}
