import type { OnnxGraph, OnnxNode } from '../../src/onnx/graph';
import { inferShapes } from '../../src/onnx/inferShapes';
import { OPEN_SIZE } from '../../src/onnx/onnxProto';
import { OPERATORS } from '../../src/onnx/operators';
import { ShapeError, shapeText } from '../../src/tensor/shape';
import { BYTES, byteLength } from '../../src/tensor/tensor';

/**
 * What is wrong with a graph, a sentence each; empty when nothing is. Looked at: names (each value and node once,
 * every value before it is read), operators (known, right number of inputs, known attributes), outputs computed,
 * tensors as long as their shape says, and every shape.
 */
export function checkGraph(graph: OnnxGraph): string[] {
  const problems = [...namesProblems(graph), ...graph.nodes.flatMap(operatorProblems), ...tensorProblems(graph)];
  return problems.length > 0 ? problems : shapeProblems(graph);
}

function namesProblems(graph: OnnxGraph): string[] {
  const problems: string[] = [];
  const values = new Set<string>();
  const nodeNames = new Set<string>();
  const define = (name: string, where: string) => {
    if (values.has(name)) problems.push(`${where} defines ${name} a second time.`);
    values.add(name);
  };
  for (const { name } of graph.inputs) define(name, 'The list of inputs');
  for (const name of graph.initializers.keys()) define(name, 'The list of initializers');
  for (const node of graph.nodes) {
    const label = `${node.op} ${node.name}`;
    if (node.name === '' || nodeNames.has(node.name)) problems.push(`${label}: the name is empty or taken.`);
    nodeNames.add(node.name);
    for (const name of node.inputs) {
      if (name !== '' && !values.has(name)) problems.push(`${label} reads ${name}, which is not computed before it.`);
    }
    for (const name of node.outputs) if (name !== '') define(name, label);
  }
  for (const { name } of graph.outputs) if (!values.has(name)) problems.push(`Output ${name} is never computed.`);
  return problems;
}

function operatorProblems(node: OnnxNode): string[] {
  const label = `${node.op} ${node.name}`;
  const operator = OPERATORS.get(node.op);
  if (operator === undefined) return [`${label}: the operator is not known here.`];
  const [least, most] = operator.inputs;
  const problems = Object.keys(node.attributes)
    .filter((name) => !operator.attributes.includes(name))
    .map((name) => `${label} has an attribute ${name}, which ${node.op} does not take.`);
  if (node.inputs.length < least || node.inputs.length > most) {
    problems.push(`${label} has ${node.inputs.length} inputs, expected ${least} to ${most}.`);
  }
  return problems;
}

function tensorProblems(graph: OnnxGraph): string[] {
  return [...graph.initializers]
    .filter(([, tensor]) => tensor.data.byteLength !== byteLength(tensor))
    .map(([name, { dtype, shape, data }]) => {
      const held = data.byteLength / BYTES[dtype];
      return `Initializer ${name} holds ${held} values for a shape of ${shapeText(shape)}.`;
    });
}

function shapeProblems(graph: OnnxGraph): string[] {
  try {
    const shapes = inferShapes(graph);
    return graph.outputs.flatMap(({ name, shape }) => {
      const found = shapes.get(name) ?? [];
      const agrees = shape.length === found.length && shape.every((size, i) => size === OPEN_SIZE || size === found[i]);
      return agrees ? [] : [`Output ${name} is declared ${shapeText(shape)} but computed as ${shapeText(found)}.`];
    });
  } catch (error) {
    if (error instanceof ShapeError) return [error.message];
    throw error;
  }
}
