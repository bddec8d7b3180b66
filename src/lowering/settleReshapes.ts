import type { OnnxGraph, OnnxNode } from '../onnx/graph';
import { type Shape, sameShape } from '../tensor/shape';
import { int64 } from '../tensor/tensor';
import { elementwiseParts } from './elementwise';
import { type GraphView, viewOf } from './graphView';
import type { Pass } from './pass';
import { withoutDeadCode } from './rewrite';

/**
 * Passes put a Reshape on each side of what they change. Most meet another Reshape, or an element-wise operator that
 * does not care: those move into the shape their input was computed in, chains of Reshapes become one or none, and a
 * convolution stands directly before its activation again, where onnxruntime fuses the two.
 */
export const settleReshapes: Pass = {
  name: 'reshapes move past element-wise operators and cancel',
  guarantees: 'no Reshape reads a Reshape, and no element-wise operator reads one where it could read its source',
  run: settle,
};

/** A value as some other value in another shape. */
interface Home {
  readonly value: string;
  readonly shape: Shape;
}

function settle(graph: OnnxGraph): OnnxGraph {
  const view = viewOf(graph);
  const homes = new Map<string, Home>();
  const initializers = new Map(graph.initializers);
  const homeOf = (value: string): Home => homes.get(value) ?? { value, shape: view.shapeOf(value) };
  const nodes = graph.nodes.flatMap((node) => {
    const settled = node.op === 'Reshape' ? settleReshape(node, view, homeOf) : settleElementwise(node, view, homeOf);
    if (!settled) return [node];
    homes.set(node.outputs[0] ?? '', settled.home);
    for (const shape of settled.shapes) initializers.set(shapeName(shape), int64(shape));
    return settled.nodes;
  });
  return withoutDeadCode({ ...graph, nodes: nodes.map((node) => readingHomes(node, homes, view)), initializers });
}

interface Settled {
  readonly nodes: readonly OnnxNode[];
  readonly home: Home;
  readonly shapes: readonly Shape[];
}

function settleReshape(node: OnnxNode, view: GraphView, homeOf: (value: string) => Home): Settled {
  const [input = '', output = ''] = [node.inputs[0], node.outputs[0]];
  const home = homeOf(input);
  const shape = view.shapeOf(output);
  return { nodes: [{ ...node, inputs: [home.value, shapeName(shape)], attributes: {} }], home, shapes: [shape] };
}

function settleElementwise(node: OnnxNode, view: GraphView, homeOf: (value: string) => Home): Settled | null {
  const parts = elementwiseParts(node, view);
  const [output = ''] = node.outputs;
  const lead = parts?.indexOf('full') ?? -1;
  if (!parts || lead < 0 || parts.includes('repeated')) return null;
  const home = homeOf(node.inputs[lead] ?? '');
  const shape = view.shapeOf(output);
  if (sameShape(home.shape, shape)) return null;
  const value = `${output}/settled`;
  const nodes: OnnxNode[] = [];
  const inputs = node.inputs.map((name, index) => {
    const other = parts[index] === 'full' ? homeOf(name) : null;
    if (!other) return name;
    if (sameShape(other.shape, home.shape)) return other.value;
    const moved = `${value}/input${index}`;
    nodes.push(reshape(node, moved, other.value, home.shape));
    return moved;
  });
  nodes.push({ ...node, inputs, outputs: [value] }, reshape(node, output, value, shape, `${node.name}/unsettled`));
  return { nodes, home: { value, shape: home.shape }, shapes: [home.shape, shape] };
}

/** A node reads a value where it was computed when the shapes agree: the Reshape between has cancelled. */
function readingHomes(node: OnnxNode, homes: ReadonlyMap<string, Home>, view: GraphView): OnnxNode {
  const inputs = node.inputs.map((name) => {
    const home = homes.get(name);
    return home && sameShape(home.shape, view.shapeOf(name)) ? home.value : name;
  });
  // The same node where nothing has cancelled: its shapes are known.
  return inputs.every((name, index) => name === node.inputs[index]) ? node : { ...node, inputs };
}

function reshape(of: OnnxNode, output: string, input: string, shape: Shape, name = output): OnnxNode {
  return {
    op: 'Reshape',
    name,
    inputs: [input, shapeName(shape)],
    outputs: [output],
    attributes: {},
    origins: of.origins,
  };
}

const shapeName = (shape: Shape): string => `shape:${shape.join('×')}`;
