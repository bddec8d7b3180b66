import type { Tensor } from '../tensor/tensor';
import type { Attribute, OnnxGraph, OnnxNode, ValueInfo } from './graph';
import {
  ATTRIBUTE,
  ATTRIBUTE_TYPE,
  DATA_TYPE,
  DIM,
  ENTRY,
  GRAPH,
  irVersion,
  MODEL,
  NODE,
  OPEN_SIZE,
  OPSET_ID,
  SHAPE,
  splitOp,
  TENSOR,
  TENSOR_TYPE,
  TYPE,
  VALUE_INFO,
} from './onnxProto';
import {
  type Chunks,
  finish,
  type Message,
  message,
  putBytes,
  putFloat,
  putFloats,
  putInteger,
  putIntegers,
  putMessage,
  putString,
} from './wireWriter';

/**
 * The graph as an ONNX file (ModelProto). Tensors of 128 bytes or more are adopted by reference: writing a 45 MB model
 * allocates a few hundred kilobytes, and its tensors must not change while the chunks live.
 * Origins are not written.
 */
export function encodeModel(graph: OnnxGraph): Chunks {
  const model = message();
  putInteger(model, MODEL.irVersion, irVersion(graph.opset));
  putString(model, MODEL.producerName, 'X3D Studio');
  putMessage(model, MODEL.graph, graphMessage(graph));
  putMessage(model, MODEL.opsetImport, opsetMessage('', graph.opset));
  for (const domain of otherDomains(graph)) putMessage(model, MODEL.opsetImport, opsetMessage(domain, 1));
  for (const [key, value] of graph.metadata) {
    const entry = message();
    putString(entry, ENTRY.key, key);
    putString(entry, ENTRY.value, value);
    putMessage(model, MODEL.metadataProps, entry);
  }
  return finish(model);
}

function graphMessage(graph: OnnxGraph): Message {
  const to = message();
  for (const node of graph.nodes) putMessage(to, GRAPH.node, nodeMessage(node));
  putString(to, GRAPH.name, graph.name);
  for (const [name, tensor] of graph.initializers) putMessage(to, GRAPH.initializer, tensorMessage(tensor, name));
  for (const input of graph.inputs) putMessage(to, GRAPH.input, valueInfoMessage(input));
  for (const output of graph.outputs) putMessage(to, GRAPH.output, valueInfoMessage(output));
  return to;
}

function nodeMessage(node: OnnxNode): Message {
  const { domain, type } = splitOp(node.op);
  const to = message();
  for (const name of node.inputs) putString(to, NODE.input, name);
  for (const name of node.outputs) putString(to, NODE.output, name);
  putString(to, NODE.name, node.name);
  putString(to, NODE.opType, type);
  for (const [name, value] of Object.entries(node.attributes)) {
    putMessage(to, NODE.attribute, attributeMessage(name, value));
  }
  if (domain !== '') putString(to, NODE.domain, domain);
  return to;
}

function attributeMessage(name: string, value: Attribute): Message {
  const to = message();
  putString(to, ATTRIBUTE.name, name);
  putInteger(to, ATTRIBUTE.type, putAttributeValue(to, value));
  return to;
}

/** Writes the value under the field of its type, and returns that type. */
function putAttributeValue(to: Message, value: Attribute): number {
  if (typeof value === 'number') {
    putInteger(to, ATTRIBUTE.i, value);
    return ATTRIBUTE_TYPE.int;
  }
  if (typeof value === 'string') {
    putString(to, ATTRIBUTE.s, value);
    return ATTRIBUTE_TYPE.string;
  }
  if ('float' in value) {
    putFloat(to, ATTRIBUTE.f, value.float);
    return ATTRIBUTE_TYPE.float;
  }
  if ('floats' in value) {
    putFloats(to, ATTRIBUTE.floats, value.floats);
    return ATTRIBUTE_TYPE.floats;
  }
  if ('tensor' in value) {
    putMessage(to, ATTRIBUTE.t, tensorMessage(value.tensor, ''));
    return ATTRIBUTE_TYPE.tensor;
  }
  putIntegers(to, ATTRIBUTE.ints, value);
  return ATTRIBUTE_TYPE.ints;
}

function tensorMessage(tensor: Tensor, name: string): Message {
  const { buffer, byteOffset, byteLength } = tensor.data;
  const to = message();
  putIntegers(to, TENSOR.dims, tensor.shape);
  putInteger(to, TENSOR.dataType, DATA_TYPE[tensor.dtype]);
  if (name !== '') putString(to, TENSOR.name, name);
  // Little-endian in the file; so is every machine that runs JavaScript engines today.
  putBytes(to, TENSOR.rawData, new Uint8Array(buffer, byteOffset, byteLength));
  return to;
}

function valueInfoMessage({ name, dtype, shape }: ValueInfo): Message {
  const shapeMessage = message();
  for (const [axis, size] of shape.entries()) {
    const dim = message();
    if (size !== OPEN_SIZE) putInteger(dim, DIM.value, size);
    // Open sizes of one name are one size: that of the batch.
    else if (axis === 0) putString(dim, DIM.param, 'N');
    putMessage(shapeMessage, SHAPE.dim, dim);
  }
  const tensorType = message();
  putInteger(tensorType, TENSOR_TYPE.elemType, DATA_TYPE[dtype]);
  putMessage(tensorType, TENSOR_TYPE.shape, shapeMessage);
  const type = message();
  putMessage(type, TYPE.tensorType, tensorType);
  const to = message();
  putString(to, VALUE_INFO.name, name);
  putMessage(to, VALUE_INFO.type, type);
  return to;
}

function opsetMessage(domain: string, version: number): Message {
  const to = message();
  if (domain !== '') putString(to, OPSET_ID.domain, domain);
  putInteger(to, OPSET_ID.version, version);
  return to;
}

function otherDomains(graph: OnnxGraph): ReadonlySet<string> {
  const domains = new Set(graph.nodes.map((node) => splitOp(node.op).domain));
  domains.delete('');
  return domains;
}
