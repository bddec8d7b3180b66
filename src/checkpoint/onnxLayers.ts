import type { Architecture, Layer } from '../architecture/architecture';
import { isConvolution, macsOf, nonLinearityOf, normOf, tensorsOf } from '../architecture/walk';
import { LAYERS, type LayerKind } from '../layers/index';
import type { OnnxCall, StoredTensor } from '../layers/layerOp';
import type { OnnxGraph, OnnxNode } from '../onnx/graph';
import { elementCount, shapeText } from '../tensor/shape';
import { float32, type Tensor } from '../tensor/tensor';
import { alteredModel } from './alteredModel';
import { isBatchCount } from './nameMatches';
import { toFloat32 } from './numberTypes';
import { readConvolution } from './writtenConvolution';
import { writtenNorm } from './writtenNorm';

/** Operators whose constants are weights. */
export const WEIGHTED: readonly string[] = ['Conv', 'BatchNormalization', 'Gemm', 'MatMul', 'PRelu'];

/** True where all that has weights stands under the path of a layer, as in every graph this app writes. */
export function namesLayersOf({ nodes }: OnnxGraph, architecture: Architecture): boolean {
  const layers = byPath(architecture);
  return nodes
    .filter(({ op }) => WEIGHTED.includes(op))
    .every((node) => (isConvolutional(node, layers) ? ownerOf(node, layers) !== null : layers.has(pathOf(node))));
}

/** Names of constants that layers bring along and no state dict stores: the ones in place of a norm's missing weight. */
export function constantsOf({ layers }: Architecture): ReadonlySet<string> {
  const names = (layer: Layer) => callsOf(layer).flatMap(({ constants }) => Object.keys(constants ?? {}));
  return new Set(layers.flatMap((layer) => names(layer).map((name) => `${layer.path}.${name}`)));
}

/**
 * The weights of a graph that this app folded or lowered for a target, by the design it states. What was folded into a
 * convolution stays there, and its norm comes back as one that only shifts; a tap along T that never reads a frame at
 * the graph's clip comes back as zeros. The network computes the same on that clip.
 * @returns every tensor of the architecture's state dict but the counters of batches
 * @throws CheckpointError when the graph is not as this app writes it for this architecture
 */
export function tensorsFromLayers(graph: OnnxGraph, architecture: Architecture): ReadonlyMap<string, Tensor> {
  const clip = graph.inputs[0]?.shape;
  if (clip?.join() !== architecture.clip.join())
    throw alteredModel('clip', `the graph takes [${clip}] and its design [${architecture.clip}]`);
  const tensors = new Map<string, Tensor>();
  const absorbed = new Set<Layer>();
  for (const [convolution, written] of convolutionsOf(graph, architecture)) {
    for (const layer of written.absorbed) absorbed.add(layer);
    for (const [key, tensor] of convolutionTensors(graph, convolution, written)) tensors.set(key, tensor);
  }
  for (const layer of architecture.layers.filter((each) => !isConvolution(each))) {
    for (const stored of absorbed.has(layer) ? [] : tensorsOf(layer)) {
      const key = `${layer.path}.${stored.name}`;
      if (!isBatchCount(key)) tensors.set(key, storedTensor(graph, layer, stored));
    }
  }
  return tensors;
}

type Convolution = Layer<'conv3d'>;

/** Where a convolution is in a graph: its nodes, all under one path. */
interface Written {
  readonly nodes: readonly OnnxNode[];
  /** Layers that follow it up to that path, nearest first: it computes them too. */
  readonly absorbed: readonly Layer[];
}

/** Every convolution of the architecture with its nodes. @throws CheckpointError when one has none or too many */
function convolutionsOf(graph: OnnxGraph, architecture: Architecture): ReadonlyMap<Convolution, Written> {
  const layers = byPath(architecture);
  const found = new Map<Convolution, Written>();
  for (const node of graph.nodes.filter((each) => isConvolutional(each, layers))) {
    const owner = ownerOf(node, layers);
    if (!owner) throw alteredModel(node.name, 'no convolution of the design stands there');
    const before = found.get(owner.convolution);
    if (before && before.absorbed.length !== owner.absorbed.length)
      throw alteredModel(owner.convolution.path, `${node.name} computes it a second time`);
    found.set(owner.convolution, { absorbed: owner.absorbed, nodes: [...(before?.nodes ?? []), node] });
  }
  for (const layer of architecture.layers)
    if (isConvolution(layer) && !found.has(layer)) throw alteredModel(layer.path, 'the graph has no such convolution');
  return found;
}

/** True for a node that computes a convolution, or a part of one; a linear layer at every position is written as a Conv, too. */
function isConvolutional(node: OnnxNode, layers: ReadonlyMap<string, Layer>): boolean {
  const layer = layers.get(pathOf(node));
  return node.op === 'Conv' && !(layer && isLinear(layer));
}

function isLinear(layer: Layer): boolean {
  return macsOf(layer) > 0 && !isConvolution(layer);
}

interface Owner {
  readonly convolution: Convolution;
  readonly absorbed: readonly Layer[];
}

/**
 * The convolution a node computes. A node's name begins with the path of the last layer in it: a convolution under a
 * norm's path has that norm folded in, one under an activation's is part of that too.
 */
function ownerOf(node: OnnxNode, layers: ReadonlyMap<string, Layer>): Owner | null {
  const owner = convolutionUpFrom(layers.get(pathOf(node)), layers);
  if (!owner || !isPhase(node)) return owner;
  const activation = layers.get(owner.convolution.inputs[0] ?? '');
  return convolutionUpFrom(layers.get(activation?.inputs[0] ?? ''), layers);
}

/** The nearest convolution at or before a layer, past what folds into it. */
function convolutionUpFrom(last: Layer | undefined, layers: ReadonlyMap<string, Layer>): Owner | null {
  const absorbed: Layer[] = [];
  for (let layer = last; layer; layer = layers.get(layer.inputs[0] ?? '')) {
    if (isConvolution(layer)) return { convolution: layer, absorbed };
    if (!isFoldable(layer) && !isSwish(layer)) return null;
    absorbed.unshift(layer);
  }
  return null;
}

/**
 * The WASM form writes the 1×1×1 convolution before a strided channel-wise one under the path of the latter, once for
 * each phase of its pixels.
 */
function isPhase({ name }: OnnxNode): boolean {
  return /\/phase\d*$/.test(name);
}

function isFoldable(layer: Layer): boolean {
  return normOf(layer)?.foldable ?? false;
}

/** x · σ(x), which the WASM form computes as h + h · tanh(h) of h = x/2. */
function isSwish(layer: Layer): boolean {
  const type = nonLinearityOf(layer)?.type;
  return type === 'Swish' || type === 'SiLU';
}

/** What a convolution and the norm folded into it store. */
function convolutionTensors(
  graph: OnnxGraph,
  convolution: Convolution,
  { nodes, absorbed }: Written,
): ReadonlyMap<string, Tensor> {
  const { path } = convolution;
  const { weight, bias } = readConvolution(convolution, nodes, graph);
  const halved = absorbed.find(isSwish);
  if (halved && !graph.nodes.some(({ op, name }) => op === 'Tanh' && name.startsWith(`${halved.path}/`)))
    throw alteredModel(halved.path, 'its convolution is halved and no Tanh follows');
  const scaled = (values: Float32Array) => Float32Array.from(values, (value) => (halved ? 2 * value : value));
  const tensors = new Map<string, Tensor>([[`${path}.weight`, float32(weight.shape, scaled(weight.data))]]);
  const added = scaled(bias ?? new Float32Array(convolution.fields.out));
  const norm = absorbed.find(isFoldable);
  if (norm) {
    const eps = 'eps' in norm.fields ? norm.fields.eps : 0;
    const shift = writtenNorm(added.length, eps, (channel) => added[channel] as number);
    for (const { name } of tensorsOf(norm)) {
      const tensor = shift.get(name);
      if (tensor) tensors.set(`${norm.path}.${name}`, tensor);
    }
  } else if (convolution.fields.bias) {
    tensors.set(`${path}.bias`, float32([added.length], added));
  } else if (added.some((value) => value !== 0)) {
    throw alteredModel(path, 'it adds a bias that no layer of the design stores');
  }
  return tensors;
}

/**
 * A tensor that another layer stores: under its own name, or, where the layer only reads it reshaped, as that constant; a
 * linear layer at every position may read it as a 2-D convolution does.
 */
function storedTensor({ initializers }: OnnxGraph, layer: Layer, { name, shape }: StoredTensor): Tensor {
  const key = `${layer.path}.${name}`;
  const names = [
    key,
    ...reshapesOf(layer, name).map((value) => `${layer.path}/${value}/constant`),
    ...(isLinear(layer) ? [`${layer.path}/${name}`] : []),
  ];
  const [tensor, ...others] = names.flatMap((value) => initializers.get(value) ?? []);
  if (!tensor || others.length > 0)
    throw alteredModel(key, `the graph holds ${tensor ? 'two of it' : 'no such tensor'}`);
  if (elementCount(tensor.shape) !== elementCount(shape))
    throw alteredModel(key, `expected ${shapeText(shape)}, found ${shapeText(tensor.shape)}`);
  return { ...toFloat32(tensor), shape };
}

/** Values that a layer makes of a stored tensor by reshaping it alone. */
function reshapesOf(layer: Layer, stored: string): readonly string[] {
  return callsOf(layer)
    .filter(({ op, from }) => op === 'Reshape' && from[0] === stored)
    .map(({ to }) => to);
}

function callsOf<K extends LayerKind>(layer: Layer<K>): readonly OnnxCall[] {
  return LAYERS[layer.kind].onnx(layer.fields, { inputs: layer.inputShapes, output: layer.output });
}

/** A node's name begins with the path of a layer; what follows tells its nodes apart. */
const pathOf = ({ name }: OnnxNode): string => name.split('/')[0] ?? '';

function byPath({ layers }: Architecture): ReadonlyMap<string, Layer> {
  return new Map(layers.map((layer) => [layer.path, layer]));
}
