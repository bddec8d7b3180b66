import { type Architecture, CLIP, type Layer } from '../architecture/architecture';
import { tensorsOf } from '../architecture/walk';
import { LAYERS, type LayerKind } from '../layers/index';
import type { OnnxCall } from '../layers/layerOp';
import type { OnnxGraph, OnnxNode, ValueInfo } from '../onnx/graph';
import { type Shape, sameShape, shapeText } from '../tensor/shape';
import type { StateDict, Tensor } from '../tensor/tensor';
import { findResults, type ResultOf } from './results';

/** Operator set the plain form is written in: the last that PyTorch 1.13's exporter writes by default or on request. */
const OPSET = 17;

/** Names of what graphs give: scores before softmax, and features after conv5. */
export const CONV5 = 'conv5';
export const LOGITS = 'logits';

/** What a graph gives besides `logits`, and what is written into the file. */
interface ExportOptions {
  /** Paths of ConvModules (`conv5`), blocks, stages, SE modules, head modules or leaves whose results become outputs. */
  readonly outputs?: readonly string[];
  /** metadata_props of the file: the design, in files we write. */
  readonly metadata?: ReadonlyMap<string, string>;
}

/** Weights that do not hold what the architecture stores. */
export class MissingWeightError extends Error {
  override name = 'MissingWeightError';
}

/**
 * The network as PyTorch's exporter would write it: 5-D operators in eval mode, every norm a node of its own. Input
 * `clip` [N, C, T, H, W]; first output `logits` [N, classes], or without a head `conv5` [N, C, T, H, W], then the requested
 * ones under their paths. A layer's value and its last node are named by its path.
 * @throws MissingWeightError when a stored tensor is absent or has another shape
 * @throws UnknownOutputError when a requested path is no module of this architecture
 */
export function toOnnx(architecture: Architecture, weights: StateDict, options: ExportOptions = {}): OnnxGraph {
  const results = outputsOf(architecture, options.outputs ?? []);
  const names = valueNames(results);
  const nameOf = (value: string): string => names.get(value) ?? value;
  const nodes: OnnxNode[] = [];
  const initializers = new Map<string, Tensor>();
  for (const layer of architecture.layers) {
    for (const { node, constants } of layerNodes(layer, nameOf)) {
      nodes.push(node);
      for (const [name, tensor] of constants) initializers.set(name, tensor ?? storedTensor(layer, name, weights));
    }
  }
  for (const { name, layer } of results) {
    if (name !== nameOf(layer.path)) nodes.push(identity(nameOf(layer.path), name, layer.path));
  }
  return {
    name: 'X3D',
    opset: OPSET,
    inputs: [{ name: CLIP, dtype: 'float32', shape: architecture.clip }],
    outputs: results.map(({ name, layer }): ValueInfo => ({ name, dtype: 'float32', shape: layer.output })),
    initializers,
    nodes,
    metadata: options.metadata ?? new Map(),
  };
}

/** `logits` where there is a head, else `conv5`; then what was asked for, each once. */
function outputsOf(architecture: Architecture, requested: readonly string[]): readonly ResultOf[] {
  const last = architecture.parts.at(-1);
  const head = last?.kind === 'head' ? last.path : null;
  const [main, ...rest] = findResults(architecture, [head ?? CONV5, ...requested]);
  if (main === undefined) throw new Error('An architecture has no conv5.');
  const all = [head === null ? main : { ...main, name: LOGITS }, ...rest];
  return all.filter((result, index) => all.findIndex(({ name }) => name === result.name) === index);
}

/** Names of the values that are outputs: the first name asked for; further names of one value are Identities. */
function valueNames(results: readonly ResultOf[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { name, layer } of results) {
    // A leaf's own path stays its value's name, so that the value keeps it whatever else it is called.
    if (name === layer.path || !names.has(layer.path)) names.set(layer.path, name);
  }
  return names;
}

interface NodeAndConstants {
  readonly node: OnnxNode;
  /** Initialisers the node reads; null: a stored tensor of the layer. */
  readonly constants: ReadonlyMap<string, Tensor | null>;
}

function layerNodes<K extends LayerKind>(
  layer: Layer<K>,
  nameOf: (value: string) => string,
): readonly NodeAndConstants[] {
  const op = LAYERS[layer.kind];
  const io = { inputs: layer.inputShapes, output: layer.output };
  const suffixes = new Set(tensorsOf(layer).map(({ name }) => name));
  return op.onnx(layer.fields, io).map((call) => callNode(layer, call, suffixes, nameOf));
}

function callNode(
  layer: Pick<Layer, 'path' | 'inputs'>,
  call: OnnxCall,
  suffixes: ReadonlySet<string>,
  nameOf: (value: string) => string,
): NodeAndConstants {
  const constants = new Map<string, Tensor | null>();
  const input = (local: string): string => {
    if (local === '') return '';
    const index = /^x(\d*)$/.exec(local)?.[1];
    if (index !== undefined) return nameOf(layer.inputs[Number(index)] ?? '');
    const constant = call.constants?.[local];
    if (constant === undefined && !suffixes.has(local)) return `${layer.path}/${local}`;
    constants.set(`${layer.path}.${local}`, constant ?? null);
    return `${layer.path}.${local}`;
  };
  const isResult = call.to === 'y';
  const node: OnnxNode = {
    op: call.op,
    name: isResult ? layer.path : `${layer.path}/${call.to}`,
    inputs: call.from.map(input),
    outputs: [isResult ? nameOf(layer.path) : `${layer.path}/${call.to}`],
    attributes: call.attributes ?? {},
    origins: [layer.path],
  };
  return { node, constants };
}

function identity(from: string, to: string, origin: string): OnnxNode {
  return { op: 'Identity', name: `${to}/output`, inputs: [from], outputs: [to], attributes: {}, origins: [origin] };
}

function storedTensor(layer: Layer, name: string, weights: StateDict): Tensor {
  const expected = storedShape(layer, name.slice(layer.path.length + 1));
  const tensor = weights.get(name);
  if (tensor !== undefined && sameShape(tensor.shape, expected)) return tensor;
  const found = tensor === undefined ? 'nothing' : shapeText(tensor.shape);
  throw new MissingWeightError(
    `${name}: expected ${shapeText(expected)}, found ${found}. Bind the weights to this architecture first.`,
  );
}

function storedShape<K extends LayerKind>(layer: Layer<K>, suffix: string): Shape {
  return tensorsOf(layer).find(({ name }) => name === suffix)?.shape ?? [];
}
