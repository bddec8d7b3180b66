import { type Shape, ShapeError } from '../tensor/shape';
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
  const operator = OPERATORS.get(node.op);
  try {
    if (operator === undefined) throw new ShapeError('its output shape is not known here');
    return operator.shape(callOf(node, shapes, constants));
  } catch (error) {
    if (error instanceof ShapeError) throw new ShapeError(`${node.op} ${node.name}: ${error.message}.`);
    throw error;
  }
}

function callOf(node: OnnxNode, shapes: ReadonlyMap<string, Shape>, constants: ReadonlyMap<string, Tensor>): Call {
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
      return Array.from(tensor.data, Number);
    },
  };
}
