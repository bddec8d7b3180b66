import type { OnnxGraph, OnnxNode } from '../onnx/graph';
import { inferShapes } from '../onnx/inferShapes';
import type { Shape } from '../tensor/shape';
import type { Tensor } from '../tensor/tensor';

/** A graph with the look-ups that passes need. */
export interface GraphView {
  readonly graph: OnnxGraph;
  /** Shape of a value. @throws Error for a value the graph does not have; ShapeError when its shapes do not fit together. */
  shapeOf(value: string): Shape;
  /** The node that computes a value; absent for inputs and constants. */
  producer(value: string): OnnxNode | undefined;
  consumers(value: string): readonly OnnxNode[];
  isOutput(value: string): boolean;
  /** Read by exactly one node and not an output: once that node is rewritten, it need not be computed. */
  isPrivate(value: string): boolean;
  constant(value: string): Tensor | undefined;
}

/** Shapes are inferred when the first one is asked for: half of the passes need none. */
export function viewOf(graph: OnnxGraph): GraphView {
  let shapes: ReadonlyMap<string, Shape> | null = null;
  const producers = new Map(graph.nodes.flatMap((node) => node.outputs.map((value) => [value, node] as const)));
  const outputs = new Set(graph.outputs.map(({ name }) => name));
  const readers = new Map<string, OnnxNode[]>();
  for (const node of graph.nodes) {
    for (const value of new Set(node.inputs)) {
      const known = readers.get(value);
      if (known) known.push(node);
      else readers.set(value, [node]);
    }
  }
  const consumers = (value: string): readonly OnnxNode[] => readers.get(value) ?? [];
  return {
    graph,
    shapeOf(value) {
      shapes ??= inferShapes(graph);
      const shape = shapes.get(value);
      if (!shape) throw new Error(`The graph has no value ${value}.`);
      return shape;
    },
    producer: (value) => producers.get(value),
    consumers,
    isOutput: (value) => outputs.has(value),
    isPrivate: (value) => !outputs.has(value) && consumers(value).length === 1,
    constant: (value) => graph.initializers.get(value),
  };
}
