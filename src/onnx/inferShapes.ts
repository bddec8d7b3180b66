import { type Shape, ShapeError, sameShape } from '../tensor/shape';
import type { Tensor } from '../tensor/tensor';
import type { OnnxGraph, OnnxNode } from './graph';
import { OPERATORS } from './operators';
import type { Call } from './shapeRules';

/**
 * Shape of every value of a graph (inputs, initializers, every node's outputs), computed node by node.
 * Shapes that depend on computed integers are out of reach: Reshape, Slice, Pad and the like need constant arguments.
 * @throws ShapeError naming the node, when inputs do not fit, an operator is unknown, or an input's size is open.
 */
export function inferShapes(graph: OnnxGraph): Map<string, Shape> {
  const shapes = new Map<string, Shape>();
  const constants = new Map(graph.initializers);
  for (const { name, shape } of graph.inputs) {
    if (shape.some((size) => size < 0))
      throw new ShapeError(`Input ${name} leaves a size open: give every axis a size.`);
    shapes.set(name, shape);
  }
  for (const [name, tensor] of constants) shapes.set(name, tensor.shape);
  for (const node of graph.nodes) {
    const outputs = outputShapes(node, shapes, constants);
    node.outputs.forEach((name, index) => {
      const shape = outputs[index];
      if (name !== '' && shape !== undefined) shapes.set(name, shape);
    });
    const { value } = node.attributes;
    const [name] = node.outputs;
    if (node.op === 'Constant' && name !== undefined && typeof value === 'object' && 'tensor' in value) {
      constants.set(name, value.tensor);
    }
  }
  return shapes;
}

function outputShapes(
  node: OnnxNode,
  shapes: ReadonlyMap<string, Shape>,
  constants: ReadonlyMap<string, Tensor>,
): readonly Shape[] {
  const before = inferred.get(node);
  if (before && holds(before, node, shapes, constants)) return before.outputs;
  const operator = OPERATORS.get(node.op);
  try {
    if (operator === undefined) throw new ShapeError('its output shape is not known here');
    const read = new Map<number, Tensor>();
    const call = callOf(node, shapes, constants, read);
    const outputs = operator.shape(call);
    inferred.set(node, { inputs: call.inputs, read, outputs });
    return outputs;
  } catch (error) {
    if (error instanceof ShapeError) throw new ShapeError(`${node.op} ${node.name}: ${error.message}.`);
    throw error;
  }
}

/** What a node's outputs were inferred from. */
interface Inferred {
  readonly inputs: Call['inputs'];
  /** The constants of integers that were looked into, by input. */
  readonly read: ReadonlyMap<number, Tensor>;
  readonly outputs: readonly Shape[];
}

/** Nodes never change, and most of a graph's are in the next pass's graph too: what was inferred is looked up there. */
const inferred = new WeakMap<OnnxNode, Inferred>();

function holds(
  { inputs, read }: Inferred,
  node: OnnxNode,
  shapes: ReadonlyMap<string, Shape>,
  constants: ReadonlyMap<string, Tensor>,
): boolean {
  const sameInputs = inputs.every((known, index) => {
    const shape = shapes.get(node.inputs[index] ?? '');
    return known === shape || (known !== undefined && shape !== undefined && sameShape(known, shape));
  });
  return sameInputs && [...read].every(([index, tensor]) => constants.get(node.inputs[index] ?? '') === tensor);
}

/** @param read takes note of the constants that are looked into */
function callOf(
  node: OnnxNode,
  shapes: ReadonlyMap<string, Shape>,
  constants: ReadonlyMap<string, Tensor>,
  read: Map<number, Tensor>,
): Call {
  return {
    node,
    inputs: node.inputs.map((name) => {
      const shape = shapes.get(name);
      if (name !== '' && shape === undefined) throw new ShapeError(`input ${name} is computed nowhere before it`);
      return shape;
    }),
    integers: (index) => {
      const name = node.inputs[index] ?? '';
      if (name === '') return undefined;
      const tensor = constants.get(name);
      if (tensor?.dtype !== 'int64' && tensor?.dtype !== 'int32') {
        throw new ShapeError(`input ${index} (${name}) must be a constant of integers`);
      }
      read.set(index, tensor);
      return Array.from(tensor.data, Number);
    },
  };
}
