import type { Attribute, OnnxGraph, OnnxNode } from '../onnx/graph';
import { DATA_TYPE } from '../onnx/onnxProto';
import { halved } from '../tensor/float16';
import type { DType, Tensor } from '../tensor/tensor';

/**
 * A graph whose weights and activations are float16: inputs are cast to it first and outputs back to float32 last, so its
 * borders stay as they were. Not equal up to float32 rounding, and infinite beyond ±65504.
 */
export function inFloat16(graph: OnnxGraph): OnnxGraph {
  const inside = new Map(
    [...graph.inputs, ...graph.outputs]
      .filter(({ dtype }) => dtype === 'float32')
      .map(({ name }) => [name, `${name}:float16`]),
  );
  const within = (name: string): string => inside.get(name) ?? name;
  const cast = (from: string, to: string, type: DType, origins: OnnxNode['origins']): OnnxNode => {
    const attributes = { to: DATA_TYPE[type] };
    return { op: 'Cast', name: `${from}/cast`, inputs: [from], outputs: [to], attributes, origins };
  };
  const casts = (border: OnnxGraph['inputs']) => border.filter(({ name }) => inside.has(name));
  const originsAt = (side: 'inputs' | 'outputs', value: string): OnnxNode['origins'] =>
    graph.nodes.find((node) => node[side].includes(value))?.origins ?? [];
  return {
    ...graph,
    initializers: new Map([...graph.initializers].map(([name, tensor]) => [within(name), half(tensor)])),
    nodes: [
      ...casts(graph.inputs).map(({ name }) => cast(name, within(name), 'float16', originsAt('inputs', name))),
      ...graph.nodes.map((node) => ({
        ...node,
        inputs: node.inputs.map(within),
        outputs: node.outputs.map(within),
        attributes: Object.fromEntries(
          Object.entries(node.attributes).map(([key, value]) => [key, halfAttribute(value)]),
        ),
      })),
      ...casts(graph.outputs).map(({ name }) => cast(within(name), name, 'float32', originsAt('outputs', name))),
    ],
  };
}

function half(tensor: Tensor): Tensor {
  return tensor.dtype === 'float32' ? halved(tensor) : tensor;
}

function halfAttribute(attribute: Attribute): Attribute {
  return typeof attribute === 'object' && 'tensor' in attribute ? { tensor: half(attribute.tensor) } : attribute;
}
