import type { Tensor } from '../tensor/tensor';
import type { Attribute, OnnxGraph, OnnxNode, ValueInfo } from './graph';
import { ATTRIBUTE_TYPE, DATA_TYPE, FIELDS, irVersion, OPEN_SIZE, splitOp } from './onnxProto';
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
  putInteger(model, FIELDS.model.irVersion, irVersion(graph.opset));
  putString(model, FIELDS.model.producerName, 'X3D Studio');
  putMessage(model, FIELDS.model.graph, graphMessage(graph));
  putMessage(model, FIELDS.model.opsetImport, opsetMessage('', graph.opset));
  for (const domain of otherDomains(graph)) putMessage(model, FIELDS.model.opsetImport, opsetMessage(domain, 1));
  for (const [key, value] of graph.metadata) {
    const entry = message();
    putString(entry, FIELDS.entry.key, key);
    putString(entry, FIELDS.entry.value, value);
    putMessage(model, FIELDS.model.metadataProps, entry);
  }
  return finish(model);
}

function graphMessage(graph: OnnxGraph): Message {
  const to = message();
  for (const node of graph.nodes) putMessage(to, FIELDS.graph.node, nodeMessage(node));
  putString(to, FIELDS.graph.name, graph.name);
  for (const [name, tensor] of graph.initializers)
    putMessage(to, FIELDS.graph.initializer, tensorMessage(tensor, name));
  for (const input of graph.inputs) putMessage(to, FIELDS.graph.input, valueInfoMessage(input));
  for (const output of graph.outputs) putMessage(to, FIELDS.graph.output, valueInfoMessage(output));
  return to;
}

function nodeMessage(node: OnnxNode): Message {
  const { domain, type } = splitOp(node.op);
  const to = message();
  for (const name of node.inputs) putString(to, FIELDS.node.input, name);
  for (const name of node.outputs) putString(to, FIELDS.node.output, name);
  putString(to, FIELDS.node.name, node.name);
  putString(to, FIELDS.node.opType, type);
  for (const [name, value] of Object.entries(node.attributes)) {
    putMessage(to, FIELDS.node.attribute, attributeMessage(name, value));
  }
  if (domain !== '') putString(to, FIELDS.node.domain, domain);
  return to;
}

function attributeMessage(name: string, value: Attribute): Message {
  const to = message();
  putString(to, FIELDS.attribute.name, name);
  putInteger(to, FIELDS.attribute.type, putAttributeValue(to, value));
  return to;
}

/** Writes the value under the field of its type, and returns that type. */
function putAttributeValue(to: Message, value: Attribute): number {
  if (typeof value === 'number') {
    putInteger(to, FIELDS.attribute.i, value);
    return ATTRIBUTE_TYPE.int;
  }
  if (typeof value === 'string') {
    putString(to, FIELDS.attribute.s, value);
    return ATTRIBUTE_TYPE.string;
  }
  if ('float' in value) {
    putFloat(to, FIELDS.attribute.f, value.float);
    return ATTRIBUTE_TYPE.float;
  }
  if ('floats' in value) {
    putFloats(to, FIELDS.attribute.floats, value.floats);
    return ATTRIBUTE_TYPE.floats;
  }
  if ('tensor' in value) {
    putMessage(to, FIELDS.attribute.t, tensorMessage(value.tensor, ''));
    return ATTRIBUTE_TYPE.tensor;
  }
  putIntegers(to, FIELDS.attribute.ints, value);
  return ATTRIBUTE_TYPE.ints;
}

function tensorMessage(tensor: Tensor, name: string): Message {
  const { buffer, byteOffset, byteLength } = tensor.data;
  const to = message();
  putIntegers(to, FIELDS.tensor.dims, tensor.shape);
  putInteger(to, FIELDS.tensor.dataType, DATA_TYPE[tensor.dtype]);
  if (name !== '') putString(to, FIELDS.tensor.name, name);
  // Little-endian in the file; so is every machine that runs JavaScript engines today.
  putBytes(to, FIELDS.tensor.rawData, new Uint8Array(buffer, byteOffset, byteLength));
  return to;
}

function valueInfoMessage({ name, dtype, shape }: ValueInfo): Message {
  const shapeMessage = message();
  for (const [axis, size] of shape.entries()) {
    const dim = message();
    if (size !== OPEN_SIZE) putInteger(dim, FIELDS.dim.value, size);
    // Open sizes of one name are one size: that of the batch.
    else if (axis === 0) putString(dim, FIELDS.dim.param, 'N');
    putMessage(shapeMessage, FIELDS.shape.dim, dim);
  }
  const tensorType = message();
  putInteger(tensorType, FIELDS.tensorType.elemType, DATA_TYPE[dtype]);
  putMessage(tensorType, FIELDS.tensorType.shape, shapeMessage);
  const type = message();
  putMessage(type, FIELDS.type.tensorType, tensorType);
  const to = message();
  putString(to, FIELDS.valueInfo.name, name);
  putMessage(to, FIELDS.valueInfo.type, type);
  return to;
}

function opsetMessage(domain: string, version: number): Message {
  const to = message();
  if (domain !== '') putString(to, FIELDS.opsetId.domain, domain);
  putInteger(to, FIELDS.opsetId.version, version);
  return to;
}

function otherDomains(graph: OnnxGraph): ReadonlySet<string> {
  const domains = new Set(graph.nodes.map((node) => splitOp(node.op).domain));
  domains.delete('');
  return domains;
}
