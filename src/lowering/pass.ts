import type { OnnxGraph } from '../onnx/graph';

/**
 * One step of lowering: a graph to an equal graph. Pure; the graph it is given is left as it is. Equal means: the same
 * inputs, the same outputs in name, shape and value (up to float32 rounding), and every node knows its layers.
 */
export interface Pass {
  /** A short sentence: what becomes what. */
  readonly name: string;
  /** What it needs earlier passes to have done, if anything. What it does not find it leaves alone. */
  readonly expects?: string;
  /** What is true of the graph afterwards. */
  readonly guarantees: string;
  run(graph: OnnxGraph): OnnxGraph;
}
