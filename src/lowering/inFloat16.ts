import type { Attribute, OnnxGraph, OnnxNode } from '../onnx/graph';
import { toFloat16 } from '../tensor/float16';
import type { Tensor } from '../tensor/tensor';

/** TensorProto.DataType.FLOAT and FLOAT16. */
const [FLOAT, FLOAT16] = [1, 10];

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
  const cast = (from: string, to: string, type: number, origins: OnnxNode['origins']): OnnxNode => {
    return { op: 'Cast', name: `${from}/cast`, inputs: [from], outputs: [to], attributes: { to: type }, origins };
  };
  const casts = (border: OnnxGraph['inputs']) => border.filter(({ name }) => inside.has(name));
  const originsAt = (side: 'inputs' | 'outputs', value: string): OnnxNode['origins'] =>
    graph.nodes.find((node) => node[side].includes(value))?.origins ?? [];
  return {
    ...graph,
    initializers: new Map([...graph.initializers].map(([name, tensor]) => [within(name), half(tensor)])),
    nodes: [
      ...casts(graph.inputs).map(({ name }) => cast(name, within(name), FLOAT16, originsAt('inputs', name))),
      ...graph.nodes.map((node) => ({
        ...node,
        inputs: node.inputs.map(within),
        outputs: node.outputs.map(within),
        attributes: Object.fromEntries(Object.entries(node.attributes).map(([key, value]) => [key, halved(value)])),
      })),
      ...casts(graph.outputs).map(({ name }) => cast(within(name), name, FLOAT, originsAt('outputs', name))),
    ],
  };
}

function half(tensor: Tensor): Tensor {
  if (tensor.dtype !== 'float32') return tensor;
  return { dtype: 'float16', shape: tensor.shape, data: Uint16Array.from(tensor.data, toFloat16) };
}

function halved(attribute: Attribute): Attribute {
  return typeof attribute === 'object' && 'tensor' in attribute ? { tensor: half(attribute.tensor) } : attribute;
}
