import type { Layer } from '../architecture/architecture';
import { PHASE_PARTS } from '../lowering/channelwisePhases';
import type { OnnxGraph, OnnxNode } from '../onnx/graph';
import { elementCount, type Shape, sameShape, shapeText } from '../tensor/shape';
import { float32, type Tensor } from '../tensor/tensor';
import { alteredModel } from './alteredModel';
import { type Band, type Entry, kernelOfBand } from './bandedKernel';
import { toFloat32 } from './numberTypes';

/** A convolution's values as a graph computes with them: what was folded into them is still in. */
interface WrittenConvolution {
  /** In the layer's own shape, [out, in/groups, kT, kH, kW]. */
  readonly weight: Tensor<'float32'>;
  /** [out]; null where the nodes add none. */
  readonly bias: Float32Array | null;
}

/**
 * A convolution of a design, from the nodes that compute it in any form this app writes: 5-D; the same kernel without
 * axes of one, where T, H, W are arranged otherwise, once or for each of four phases; the three columns of a 3×3×3
 * kernel, or its taps phase by phase; a band over frames.
 * @throws CheckpointError when the nodes are none of these
 */
export function readConvolution(
  layer: Layer<'conv3d'>,
  nodes: readonly OnnxNode[],
  graph: OnnxGraph,
): WrittenConvolution {
  const [node, ...others] = nodes;
  if (!node) throw alteredModel(layer.path, 'the graph does not compute it');
  if (nodes.length === PHASES && nodes.every(({ inputs }) => sameConstants(inputs, node.inputs)))
    return fromKernel(layer, node, graph);
  if (nodes.length === PHASE_PARTS.length) return fromPhases(layer, nodes, graph);
  if (others.length > 0) return fromColumns(layer, nodes, graph);
  return graph.initializers.has(node.inputs[1] ?? '') ? fromKernel(layer, node, graph) : fromBand(layer, node, graph);
}

/** [out, in/groups, kT, kH, kW] of a layer. */
function shapeOf({ fields }: Layer<'conv3d'>): Shape {
  return [fields.out, fields.in / fields.groups, ...fields.kernel];
}

function fromKernel(layer: Layer<'conv3d'>, node: OnnxNode, graph: OnnxGraph): WrittenConvolution {
  const shape = shapeOf(layer);
  const weight = constant(layer, graph, node.inputs[1]);
  const axes = (of: Shape) => of.filter((size) => size !== 1);
  if (!sameShape(axes(weight.shape), axes(shape)))
    throw alteredModel(layer.path, `expected a kernel ${shapeText(shape)}, found ${shapeText(weight.shape)}`);
  expectGroups(layer, node, layer.fields.groups);
  return { weight: { ...weight, shape }, bias: biasOf(layer, node, graph, 1) };
}

/**
 * Three depthwise convolutions on [N, C, T, H·W], one for each column kw of the kernel: rows lie W apart, and the column
 * shows in how far the padding is moved. Only the middle one adds the bias; what the others add is zero.
 */
function fromColumns(layer: Layer<'conv3d'>, nodes: readonly OnnxNode[], graph: OnnxGraph): WrittenConvolution {
  const [channels, shape] = [layer.fields.out, shapeOf(layer)];
  const width = layer.inputShapes[0]?.[4] ?? 0;
  const data = new Float32Array(elementCount(shape));
  const columns = new Map(nodes.map((node) => [width + 1 - (integers(node, 'pads')[1] ?? -1), node]));
  if (nodes.length !== 3 || !sameShape(shape, [channels, 1, 3, 3, 3]))
    throw alteredModel(layer.path, `${nodes.length} convolutions stand in place of one`);
  for (const kw of [0, 1, 2]) {
    const node = columns.get(kw);
    const weight = node && constant(layer, graph, node.inputs[1]);
    const apart = node && sameShape(integers(node, 'dilations'), [1, width]);
    if (!apart || !weight || !sameShape(weight.shape, [channels, 1, 3, 3]))
      throw alteredModel(layer.path, `column ${kw} of its kernel is no 3×3 convolution over rows ${width} apart`);
    expectGroups(layer, node, channels);
    if (kw !== 1 && biasOf(layer, node, graph, 1)?.some((value) => value !== 0))
      throw alteredModel(layer.path, `column ${kw} of its kernel adds a bias`);
    for (const [index, value] of weight.data.entries()) data[index * 3 + kw] = value;
  }
  return { weight: float32(shape, data), bias: biasOf(layer, columns.get(1) as OnnxNode, graph, 1) };
}

/** A convolution of stride 1×2×2 reads four images: even and odd rows, even and odd columns. */
const PHASES = 4;

const sameConstants = ([, ...left]: readonly string[], [, ...right]: readonly string[]) => left.join() === right.join();

/** Depthwise convolutions on the four images of `PHASE_PARTS`, whose results are added. One of them adds the bias. */
function fromPhases(layer: Layer<'conv3d'>, nodes: readonly OnnxNode[], graph: OnnxGraph): WrittenConvolution {
  const [channels, shape] = [layer.fields.out, shapeOf(layer)];
  const width = layer.inputShapes[0]?.[4] ?? 0;
  const producers = producersOf(graph);
  const images = new Map(nodes.map((node) => [imageOf(layer, node, graph, producers), node]));
  const data = new Float32Array(elementCount(shape));
  let bias: Float32Array | null = null;
  for (const { row, column, isMasked, taps } of PHASE_PARTS) {
    const name = imageName(row, column, isMasked);
    const node = images.get(name);
    const weight = node && constant(layer, graph, node.inputs[1]);
    const apart = node && sameShape(integers(node, 'dilations'), [1, row === 1 ? width / 2 : 1]);
    if (
      !apart ||
      !sameShape(shape, [channels, 1, 3, 3, 3]) ||
      !sameShape(weight?.shape ?? [], [channels, 1, 3, taps.length])
    )
      throw alteredModel(layer.path, `the taps at ${name} are not as its stride needs them`);
    expectGroups(layer, node, channels);
    const added = biasOf(layer, node, graph, 1);
    if (taps.length === 1 && column === 0) bias = added;
    else if (added?.some((value) => value !== 0)) throw alteredModel(layer.path, `the taps at ${name} add a bias`);
    for (const [index, value] of (weight?.data ?? []).entries()) {
      const tap = taps[index % taps.length] ?? null;
      if (tap !== null) data[Math.floor(index / taps.length) * 9 + tap] = value;
    }
  }
  return { weight: float32(shape, data), bias };
}

const imageName = (row: number, column: number, isMasked: boolean) =>
  `phase ${row}, ${column}${isMasked ? ', masked' : ''}`;

/** The image that a convolution reads: its phase shows in how many pixels were skipped before every second was taken. */
function imageOf(
  layer: Layer<'conv3d'>,
  node: OnnxNode,
  graph: OnnxGraph,
  producers: ReadonlyMap<string, OnnxNode>,
): string {
  const width = layer.inputShapes[0]?.[4] ?? 0;
  const path = node.name.replace(/[^/]*$/, '');
  const source = producers.get(node.inputs[0] ?? '');
  let skipped = 0;
  for (let at = source; at?.name.startsWith(path); at = producers.get(at.inputs[0] ?? '')) {
    if (at.op === 'Pad') skipped = -(indices(layer, graph, at.inputs[1]).values[2] ?? 0);
  }
  return imageName(Math.floor(skipped / width), skipped % width, source?.op === 'Mul');
}

/**
 * A grouped 2-D convolution on [N, C·T, H, W], or on chunks of frames: its weight is laid out of a few planes by
 * Gather and Reshape.
 */
function fromBand(layer: Layer<'conv3d'>, node: OnnxNode, graph: OnnxGraph): WrittenConvolution {
  const { out: channels, kernel } = layer.fields;
  const producers = producersOf(graph);
  const reshape = producers.get(node.inputs[1] ?? '');
  const gather = producers.get(reshape?.inputs[0] ?? '');
  if (reshape?.op !== 'Reshape' || gather?.op !== 'Gather' || integers(gather, 'axis')[0] !== 1)
    throw alteredModel(layer.path, 'its weight is no constant, and no band of constants');
  const stored = graph.initializers.get(gather.inputs[0] ?? '');
  const planes = constant(layer, graph, gather.inputs[0]);
  const layout = indices(layer, graph, gather.inputs[1]);
  const [outputs = 0, read = 0] = layout.shape;
  const chunks = (integers(node, 'group')[0] ?? 0) / channels;
  const frames = framesRead(layer, node, graph, producers) ?? [...Array(read).keys()];
  const isBand =
    sameShape(planes.shape, [channels, planes.shape[1] ?? 0, kernel[1], kernel[2]]) &&
    layout.shape.length === 2 &&
    Number.isInteger(outputs / chunks) &&
    outputs >= (layer.output[2] ?? 0) &&
    frames.length === chunks * read;
  if (!isBand || layer.fields.groups !== channels)
    throw alteredModel(
      layer.path,
      `planes ${shapeText(planes.shape)} laid out as ${shapeText(layout.shape)} are no band`,
    );
  const band: Band = {
    planes,
    // Half a unit in the last place for each of a handful of sums.
    rounding: stored?.dtype === 'float16' ? 2 ** -8 : 2 ** -20,
    rows: Array.from({ length: outputs }, (_, to): readonly Entry[] => {
      const chunk = Math.floor(to / (outputs / chunks));
      return Array.from({ length: read }, (_, at) => ({
        frame: frames[chunk * read + at] ?? -1,
        plane: layout.values[to * read + at] ?? -1,
      }));
    }),
  };
  const weight = float32(shapeOf(layer), kernelOfBand(layer, band));
  return { weight, bias: biasOf(layer, node, graph, outputs) };
}

/** The frames that a band's groups read, chunk after chunk; null where it reads the clip as it is. */
function framesRead(
  layer: Layer<'conv3d'>,
  node: OnnxNode,
  graph: OnnxGraph,
  producers: ReadonlyMap<string, OnnxNode>,
): readonly number[] | null {
  for (let before = producers.get(node.inputs[0] ?? ''); before; before = producers.get(before.inputs[0] ?? '')) {
    const isGather = before.op === 'Gather';
    if (isGather && integers(before, 'axis')[0] === 1) return indices(layer, graph, before.inputs[1]).values;
    if (!isGather && before.op !== 'Reshape') return null;
  }
  return null;
}

/** Every value with the node that computes it. */
function producersOf({ nodes }: OnnxGraph): ReadonlyMap<string, OnnxNode> {
  return new Map(nodes.flatMap((node) => node.outputs.map((value) => [value, node] as const)));
}

/** What is added to each channel. A band repeats it for every output frame. */
function biasOf(layer: Layer<'conv3d'>, node: OnnxNode, graph: OnnxGraph, times: number): Float32Array | null {
  if (!node.inputs[2]) return null;
  const { data } = constant(layer, graph, node.inputs[2]);
  const { out } = layer.fields;
  if (data.length !== out * times || data.some((value, at) => !Object.is(value, data[at - (at % times)])))
    throw alteredModel(layer.path, `expected ${out} biases, each ${times} times, found ${data.length} values`);
  return data.filter((_, at) => at % times === 0);
}

function expectGroups({ path }: Layer<'conv3d'>, node: OnnxNode, expected: number): void {
  const [found = 1] = integers(node, 'group');
  if (found !== expected) throw alteredModel(path, `expected ${expected} groups, found ${found}`);
}

function constant({ path }: Layer<'conv3d'>, { initializers }: OnnxGraph, value = ''): Tensor<'float32'> {
  const tensor = initializers.get(value);
  if (!tensor) throw alteredModel(path, `${value || 'its weight'} is no constant of the model`);
  return toFloat32(tensor);
}

function indices({ path }: Layer<'conv3d'>, { initializers }: OnnxGraph, value = '') {
  const tensor = initializers.get(value);
  if (tensor?.dtype !== 'int64') throw alteredModel(path, `${value || 'a layout'} is no list of indices`);
  return { shape: tensor.shape, values: Array.from(tensor.data, Number) };
}

/** An INT or INTS attribute as a list; empty where the node has none. */
function integers({ attributes }: OnnxNode, name: string): readonly number[] {
  const value = attributes[name];
  if (typeof value === 'number') return [value];
  return Array.isArray(value) ? value : [];
}
