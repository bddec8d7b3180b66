import { intOf } from '../onnx/attributes';
import type { OnnxGraph, OnnxNode } from '../onnx/graph';
import type { Shape } from '../tensor/shape';
import { float32, type Tensor } from '../tensor/tensor';
import { CheckpointError } from './checkpointError';
import { toFloat32 } from './numberTypes';
import { shiftingNorm } from './shiftingNorm';

/**
 * Reads an X3D's weights off a graph's wiring, for exporters that rename them (PyTorch's calls a convolution with its
 * batch norm folded in `onnx::Conv_250`). A folded bias comes back as a batch norm that only shifts, so the network has
 * the reference's tensors again and computes the same.
 * @returns tensors under the reference's names, the head's as `head.fc1.weight`
 * @throws CheckpointError when the graph is no X3D
 */
export function tensorsFromWiring(graph: OnnxGraph): ReadonlyMap<string, Tensor> {
  const wiring = wiringOf(graph);
  const paths = namedConvolutions(wiring);
  const tensors = new Map<string, Tensor>();
  for (const [path, node] of paths) addConvolution(tensors, wiring, path, node);
  addHead(tensors, wiring, [...paths.values()]);
  return tensors;
}

/** A graph with its constants looked through: an Identity, Cast or Transpose of one is a value, not a computation. */
interface Wiring {
  readonly convolutions: readonly OnnxNode[];
  readonly nodes: readonly OnnxNode[];
  constant(value: string): Tensor | undefined;
  producer(value: string): OnnxNode | undefined;
  consumers(value: string): readonly OnnxNode[];
}

function wiringOf(graph: OnnxGraph): Wiring {
  const constants = new Map(graph.initializers);
  const producers = new Map<string, OnnxNode>();
  const consumers = new Map<string, OnnxNode[]>();
  for (const node of graph.nodes) {
    const from = constants.get(node.inputs[0] ?? '');
    for (const output of node.outputs) {
      producers.set(output, node);
      if (from && (node.op === 'Identity' || node.op === 'Cast')) constants.set(output, from);
      if (from && node.op === 'Transpose' && from.shape.length === 2) constants.set(output, transposed(from));
    }
    for (const input of node.inputs) consumers.set(input, [...(consumers.get(input) ?? []), node]);
  }
  return {
    nodes: graph.nodes,
    convolutions: graph.nodes.filter(({ op }) => op === 'Conv'),
    constant: (value) => constants.get(value),
    producer: (value) => producers.get(value),
    consumers: (value) => consumers.get(value) ?? [],
  };
}

/** Every convolution under its path in the reference, found from the channelwise 3×3×3 ones: each block has one. */
function namedConvolutions(wiring: Wiring): ReadonlyMap<string, OnnxNode> {
  const paths = new Map<string, OnnxNode>();
  const rest = new Set(wiring.convolutions);
  const name = (path: string, node: OnnxNode | undefined, what: string) => {
    if (!node || !rest.delete(node))
      throw new CheckpointError(`This ONNX model is no X3D of this family: it has no ${what}.`);
    paths.set(path, node);
  };
  const withKernel = (...kernel: readonly number[]) =>
    [...rest].filter((node) => sameKernel(weightOf(wiring, node).shape, kernel));
  name('conv1_s.conv', withKernel(1, 3, 3)[0], 'stem over space (a 1×3×3 convolution)');
  name('conv1_t.conv', withKernel(5, 1, 1)[0], 'stem over time (a 5×1×1 convolution)');
  let stage = 0;
  let block = 0;
  for (const second of withKernel(3, 3, 3)) {
    const first = convolutionBefore(wiring, second);
    const shortcut = [...rest].find((node) => node !== first && node.inputs[0] === first?.inputs[0]);
    // A stage begins with a shortcut of its own; only the first stage may lack it.
    if (shortcut || stage === 0) [stage, block] = [stage + 1, 0];
    else block += 1;
    const path = `layer${stage}.${block}`;
    if (shortcut) name(`${path}.downsample.conv`, shortcut, 'shortcut');
    name(`${path}.conv1.conv`, first, `convolution before the channelwise one of ${path}`);
    name(`${path}.conv2.conv`, second, `channelwise convolution in ${path}`);
    const after = [...rest].filter((node) => convolutionBefore(wiring, node) === second);
    const squeeze = after.find((node) => isPooled(wiring, node));
    if (squeeze) {
      name(`${path}.se_module.fc1`, squeeze, 'squeeze');
      name(
        `${path}.se_module.fc2`,
        [...rest].find((node) => convolutionBefore(wiring, node) === squeeze),
        `second SE convolution in ${path}`,
      );
    }
    name(
      `${path}.conv3.conv`,
      after.find((node) => node !== squeeze),
      `third convolution in ${path}`,
    );
  }
  name(
    'conv5.conv',
    [...rest].find((node) => !isPooled(wiring, node)),
    'conv5',
  );
  return paths;
}

/** The convolution whose result a node reads, looking up through norms, activations, pools and products. */
function convolutionBefore(wiring: Wiring, node: OnnxNode): OnnxNode | undefined {
  return upstream(wiring, node).find(({ op }) => op === 'Conv');
}

/** True when a global pool stands between a node and the convolution before it. */
function isPooled(wiring: Wiring, node: OnnxNode): boolean {
  const above = upstream(wiring, node);
  const convolution = above.findIndex(({ op }) => op === 'Conv');
  return above.slice(0, convolution).some(({ op }) => /Pool$|^ReduceMean$|^ReduceMax$/.test(op));
}

/** What feeds a node's first input, nearest first, up to and with the nearest convolution. */
function upstream(wiring: Wiring, node: OnnxNode): readonly OnnxNode[] {
  const above: OnnxNode[] = [];
  for (let at = node; above.length < 64; ) {
    const before = wiring.producer(at.inputs[0] ?? '');
    if (!before) break;
    above.push(before);
    if (before.op === 'Conv') break;
    at = before;
  }
  return above;
}

function addConvolution(tensors: Map<string, Tensor>, wiring: Wiring, path: string, node: OnnxNode): void {
  tensors.set(`${path}.weight`, weightOf(wiring, node));
  const bias = wiring.constant(node.inputs[2] ?? '');
  if (path.includes('.se_module.')) {
    if (bias) tensors.set(`${path}.bias`, toFloat32(bias));
    return;
  }
  const norm = wiring.consumers(node.outputs[0] ?? '').find(({ op }) => op === 'BatchNormalization');
  const target = path.replace(/\.conv$/, '.bn');
  if (norm) addNorm(tensors, wiring, target, norm);
  else if (bias) addShift(tensors, target, toFloat32(bias));
}

const SUFFIXES = ['weight', 'bias', 'running_mean', 'running_var'] as const;
/** PyTorch's default; a graph's other epsilon goes into the variance, to which it is added anyway. */
const EPS = 1e-5;

function addNorm(tensors: Map<string, Tensor>, wiring: Wiring, path: string, node: OnnxNode): void {
  const epsilon = node.attributes.epsilon;
  const eps = typeof epsilon === 'object' && 'float' in epsilon ? epsilon.float : EPS;
  for (const [index, suffix] of SUFFIXES.entries()) {
    const tensor = wiring.constant(node.inputs[index + 1] ?? '');
    if (!tensor)
      throw new CheckpointError(`${node.name}: the ${suffix} of this batch norm is no constant of the model.`);
    const values = toFloat32(tensor);
    const isShifted = suffix === 'running_var' && Math.abs(eps - EPS) > 1e-9;
    tensors.set(
      `${path}.${suffix}`,
      isShifted
        ? float32(
            values.shape,
            values.data.map((value) => value + eps - EPS),
          )
        : values,
    );
  }
}

function addShift(tensors: Map<string, Tensor>, path: string, bias: Tensor<'float32'>): void {
  for (const [suffix, tensor] of shiftingNorm(bias.data, EPS)) tensors.set(`${path}.${suffix}`, tensor);
}

/** fc1 and fc2: matrix products with a constant, or the 1×1×1 convolution that SlowFast's head has in place of fc1. */
function addHead(tensors: Map<string, Tensor>, wiring: Wiring, used: readonly OnnxNode[]): void {
  const layers = wiring.nodes.filter(({ op, inputs }) =>
    op === 'Conv' ? true : (op === 'MatMul' || op === 'Gemm') && wiring.constant(inputs[1] ?? '') !== undefined,
  );
  const names = ['head.fc1', 'head.fc2'];
  for (const node of layers.filter((layer) => !used.includes(layer))) {
    const path = names.shift();
    if (path === undefined)
      throw new CheckpointError(`This ONNX model is no X3D of this family: ${node.name} follows its head.`);
    tensors.set(`${path}.weight`, node.op === 'Conv' ? weightOf(wiring, node) : matrixOf(wiring, node));
    const bias = node.op === 'MatMul' ? addedAfter(wiring, node) : wiring.constant(node.inputs[2] ?? '');
    if (bias) tensors.set(`${path}.bias`, toFloat32(bias));
  }
}

/** A linear layer's weight as PyTorch keeps it, [out, in]. */
function matrixOf(wiring: Wiring, node: OnnxNode): Tensor {
  const matrix = toFloat32(wiring.constant(node.inputs[1] ?? '') as Tensor);
  const isPyTorch = node.op === 'Gemm' && intOf(node, 'transB', 0) === 1;
  return isPyTorch ? matrix : transposed(matrix);
}

function addedAfter(wiring: Wiring, node: OnnxNode): Tensor | undefined {
  const sum = wiring.consumers(node.outputs[0] ?? '').find(({ op }) => op === 'Add');
  return sum?.inputs.map((input) => wiring.constant(input)).find((tensor) => tensor?.shape.length === 1);
}

function weightOf(wiring: Wiring, node: OnnxNode): Tensor {
  const weight = wiring.constant(node.inputs[1] ?? '');
  if (weight?.shape.length !== 5)
    throw new CheckpointError(
      `${node.name}: expected the five axes of a 3-D convolution, found ${weight?.shape.length ?? 'no constant'}. A model lowered for WebGPU or WASM can be read only as this app wrote it, with its design in the metadata: open that file, or the plain form.`,
    );
  return toFloat32(weight);
}

function transposed(matrix: Tensor): Tensor {
  const { shape, data } = toFloat32(matrix);
  const [rows = 0, columns = 0] = shape;
  const turned = Float32Array.from(data, (_, at) => data[(at % rows) * columns + Math.floor(at / rows)] as number);
  return float32([columns, rows], turned);
}

const sameKernel = (weight: Shape, kernel: readonly number[]) =>
  kernel.every((size, axis) => weight[axis + 2] === size);
