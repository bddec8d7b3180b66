import type { Tensor } from '../tensor/tensor';
import { decodeTensor, dtypeOf, MOST_AXES } from './decodeTensor';
import type { Attribute, OnnxGraph, OnnxNode, ValueInfo } from './graph';
import { ATTRIBUTE_TYPE, FIELDS, OPEN_SIZE } from './onnxProto';
import {
  bytesOf,
  type Field,
  fields,
  floatOf,
  floatsOf,
  integerOf,
  integersOf,
  OnnxError,
  stringOf,
} from './wireReader';

/**
 * An ONNX file (ModelProto) as a graph, whatever tool wrote it. Weights are views into `bytes` where their alignment
 * allows, else copies. Inputs that only repeat an initializer (IR versions up to 3) are left out; origins are empty.
 * @throws OnnxError with the byte offset: a damaged file, weights kept in another file, or what the graph cannot say
 * (subgraphs, lists of strings, sequences, sparse or quantised element types).
 */
export function decodeModel(bytes: Uint8Array): OnnxGraph {
  let graph: Uint8Array | undefined;
  let opset: number | undefined;
  const metadata = new Map<string, string>();
  // Offsets in errors count from the start of the file, so the views below must do so too.
  const file = bytes.byteOffset === 0 ? bytes : bytes.slice();
  for (const field of fields(file)) {
    if (field.number === FIELDS.model.graph) graph = bytesOf(field);
    else if (field.number === FIELDS.model.opsetImport) opset = defaultOpset(bytesOf(field)) ?? opset;
    else if (field.number === FIELDS.model.metadataProps) metadata.set(...decodeEntry(bytesOf(field)));
  }
  if (graph === undefined || opset === undefined) {
    const missing = graph === undefined ? 'graph' : 'operator set version';
    throw new OnnxError(`the file ends without a ${missing}: this is no ONNX model.`, file.length);
  }
  return { ...decodeGraph(graph), opset, metadata };
}

/** Nodes, values and weights of one graph together; the largest networks have some ten thousand. */
const MOST_PARTS = 200_000;

function decodeGraph(bytes: Uint8Array): Omit<OnnxGraph, 'opset' | 'metadata'> {
  let name = '';
  const nodes: OnnxNode[] = [];
  const inputs: ValueInfo[] = [];
  const outputs: ValueInfo[] = [];
  const initializers = new Map<string, Tensor>();
  let parts = 0;
  for (const field of fields(bytes)) {
    parts += 1;
    if (parts > MOST_PARTS)
      throw new OnnxError(`the graph has more than ${MOST_PARTS} nodes, values and weights.`, field.bytes.byteOffset);
    if (field.number === FIELDS.graph.name) name = stringOf(field);
    else if (field.number === FIELDS.graph.node) nodes.push(decodeNode(bytesOf(field)));
    else if (field.number === FIELDS.graph.input) inputs.push(decodeValueInfo(bytesOf(field)));
    else if (field.number === FIELDS.graph.output) outputs.push(decodeValueInfo(bytesOf(field)));
    else if (field.number === FIELDS.graph.initializer) {
      const { name: tensorName, tensor } = decodeTensor(bytesOf(field));
      initializers.set(tensorName, tensor);
    } else if (field.number === FIELDS.graph.sparseInitializer) {
      throw new OnnxError('a sparse initializer, which cannot be read here.', field.bytes.byteOffset);
    }
  }
  return { name, nodes, inputs: inputs.filter((input) => !initializers.has(input.name)), outputs, initializers };
}

function decodeNode(bytes: Uint8Array): OnnxNode {
  let name = '';
  let type = '';
  let domain = '';
  const inputs: string[] = [];
  const outputs: string[] = [];
  const attributes: [string, Attribute][] = [];
  for (const field of fields(bytes)) {
    if (field.number === FIELDS.node.name) name = stringOf(field);
    else if (field.number === FIELDS.node.opType) type = stringOf(field);
    else if (field.number === FIELDS.node.domain) domain = stringOf(field);
    else if (field.number === FIELDS.node.input) inputs.push(stringOf(field));
    else if (field.number === FIELDS.node.output) outputs.push(stringOf(field));
    else if (field.number === FIELDS.node.attribute) attributes.push(decodeAttribute(bytesOf(field)));
  }
  const op = domain === '' || domain === 'ai.onnx' ? type : `${domain}.${type}`;
  // fromEntries defines own properties, so that an attribute named __proto__ stays an attribute.
  return { op, name, inputs, outputs, attributes: Object.fromEntries(attributes), origins: [] };
}

/** Numbers that one attribute may list: sizes, axes and borders are few, and larger tables are tensors. */
const MOST_LISTED = 65_536;

function decodeAttribute(bytes: Uint8Array): [name: string, value: Attribute] {
  let name = '';
  let type = 0;
  // Writers may leave out a value that is its type's zero, so the type decides what an attribute is.
  let [int, float, text] = [0, 0, ''];
  let tensor: Tensor | undefined;
  const listed: number[] = [];
  const list = (values: Iterable<number>) => {
    for (const each of values) {
      if (listed.length === MOST_LISTED)
        throw new OnnxError(`an attribute lists more than ${MOST_LISTED} numbers.`, bytes.byteOffset);
      listed.push(each);
    }
  };
  for (const field of fields(bytes)) {
    if (field.number === FIELDS.attribute.name) name = stringOf(field);
    else if (field.number === FIELDS.attribute.type) type = integerOf(field);
    else if (field.number === FIELDS.attribute.f) float = floatOf(field);
    else if (field.number === FIELDS.attribute.i) int = integerOf(field);
    else if (field.number === FIELDS.attribute.s) text = stringOf(field);
    else if (field.number === FIELDS.attribute.t) tensor = decodeTensor(bytesOf(field)).tensor;
    else if (field.number === FIELDS.attribute.floats) list(floatsOf(field));
    else if (field.number === FIELDS.attribute.ints) list(integersOf(field));
  }
  if (type === ATTRIBUTE_TYPE.int) return [name, int];
  if (type === ATTRIBUTE_TYPE.float) return [name, { float }];
  if (type === ATTRIBUTE_TYPE.string) return [name, text];
  if (type === ATTRIBUTE_TYPE.ints) return [name, listed];
  if (type === ATTRIBUTE_TYPE.floats) return [name, { floats: listed }];
  if (type === ATTRIBUTE_TYPE.tensor && tensor !== undefined) return [name, { tensor }];
  throw new OnnxError(`attribute ${name} is of type ${type}, which cannot be read here.`, bytes.byteOffset);
}

function decodeValueInfo(bytes: Uint8Array): ValueInfo {
  const name = lastOf(bytes, FIELDS.valueInfo.name, stringOf) ?? '';
  const type = lastOf(bytes, FIELDS.valueInfo.type, bytesOf);
  const tensorType = type && lastOf(type, FIELDS.type.tensorType, bytesOf);
  if (tensorType === undefined) throw new OnnxError(`${name} is no tensor.`, bytes.byteOffset);
  const shape: number[] = [];
  let dtype: ValueInfo['dtype'] = 'float32';
  for (const field of fields(tensorType)) {
    if (field.number === FIELDS.tensorType.elemType) dtype = dtypeOf(integerOf(field), name, field.bytes.byteOffset);
    else if (field.number === FIELDS.tensorType.shape)
      for (const size of sizes(bytesOf(field))) shape.push(sizeWithin(shape, size, name, field));
  }
  return { name, dtype, shape };
}

/** One more size of a shape. @throws OnnxError where there are too many */
function sizeWithin(shape: readonly number[], size: number, name: string, field: Field): number {
  if (shape.length < MOST_AXES) return size;
  throw new OnnxError(`${name} has more than ${MOST_AXES} axes, which nothing computes with.`, field.bytes.byteOffset);
}

function* sizes(shape: Uint8Array): Generator<number> {
  for (const field of fields(shape)) {
    if (field.number !== FIELDS.shape.dim) continue;
    yield lastOf(bytesOf(field), FIELDS.dim.value, integerOf) ?? OPEN_SIZE;
  }
}

/** The last field of a number, which is the one that counts; undefined where there is none. */
function lastOf<T>(bytes: Uint8Array, number: number, read: (field: Field) => T): T | undefined {
  let found: T | undefined;
  for (const field of fields(bytes)) if (field.number === number) found = read(field);
  return found;
}

function decodeEntry(bytes: Uint8Array): [key: string, value: string] {
  const { key, value } = FIELDS.entry;
  return [lastOf(bytes, key, stringOf) ?? '', lastOf(bytes, value, stringOf) ?? ''];
}

function defaultOpset(bytes: Uint8Array): number | undefined {
  const domain = lastOf(bytes, FIELDS.opsetId.domain, stringOf) ?? '';
  const version = lastOf(bytes, FIELDS.opsetId.version, integerOf);
  return domain === '' || domain === 'ai.onnx' ? version : undefined;
}
