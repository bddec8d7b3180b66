import type { OnnxGraph, OnnxNode } from '../onnx/graph';
import { elementCount } from '../tensor/shape';
import { type GraphView, viewOf } from './graphView';
import { originsOf } from './origin';

/** One dispatch of the WebGPU provider, as it follows from a graph. */
export interface Kernel {
  /** The nodes it computes: one, or a pair that onnxruntime fuses. */
  readonly nodes: readonly OnnxNode[];
  /** Paths of the layers it serves. */
  readonly origins: readonly string[];
  /** Bytes read (weights included, each once) and written. */
  readonly bytes: number;
  /** Multiply-accumulates done, multiplications by a band's zeros included. */
  readonly macs: number;
}

/** What one run of a graph costs before anything is measured. */
export interface Census {
  readonly dispatches: number;
  readonly bytes: number;
  readonly macs: number;
}

/** Another name for the same bytes: the provider computes nothing. */
const VIEWS: ReadonlySet<string> = new Set(['Reshape', 'Flatten', 'Squeeze', 'Unsqueeze', 'Identity']);

/** Activations that onnxruntime computes inside the convolution before them (ConvActivationFusion). */
const FUSED_INTO_CONV: ReadonlySet<string> = new Set(['Relu', 'Sigmoid', 'Tanh', 'LeakyRelu', 'HardSigmoid']);

/**
 * The kernels that onnxruntime-web 1.30 dispatches for a graph on WebGPU, in order. Counted, not measured, by these
 * rules: a node of constants is computed when the session opens; a Reshape is no kernel; a convolution takes the
 * activation along that alone reads it; x · Sigmoid(x) is one kernel (QuickGeluFusion); every other node is one.
 * X3D-XS at 4×160×160 has 227 by these rules and in the provider's own profile.
 */
export function kernelsOf(graph: OnnxGraph): readonly Kernel[] {
  const view = viewOf(graph);
  const constant = constantsOf(graph);
  const taken = new Set<OnnxNode>();
  const kernels: Kernel[] = [];
  for (const node of graph.nodes) {
    const folded = node.outputs.every((value) => constant.has(value));
    if (taken.has(node) || folded || VIEWS.has(node.op)) continue;
    const partner = fusedWith(node, view);
    if (partner) taken.add(partner);
    kernels.push(kernel(partner ? [node, partner] : [node], view));
  }
  return kernels;
}

/** All kernels of a graph together. */
export function census(graph: OnnxGraph): Census {
  const kernels = kernelsOf(graph);
  const total = (key: 'bytes' | 'macs') => kernels.reduce((sum, one) => sum + one[key], 0);
  return { dispatches: kernels.length, bytes: total('bytes'), macs: total('macs') };
}

function constantsOf(graph: OnnxGraph): ReadonlySet<string> {
  const constant = new Set(graph.initializers.keys());
  for (const { inputs, outputs } of graph.nodes) {
    if (inputs.every((value) => value === '' || constant.has(value))) for (const value of outputs) constant.add(value);
  }
  return constant;
}

/** The node that onnxruntime computes in the same kernel, if any. */
function fusedWith(node: OnnxNode, view: GraphView): OnnxNode | undefined {
  const [result = ''] = node.outputs;
  const [next] = view.consumers(result);
  if (!next || !view.isPrivate(result)) return undefined;
  if (node.op === 'Conv') return FUSED_INTO_CONV.has(next.op) ? next : undefined;
  const gates = node.op === 'Sigmoid' && next.op === 'Mul' && next.inputs.includes(node.inputs[0] ?? '');
  return gates ? next : undefined;
}

function kernel(nodes: readonly OnnxNode[], view: GraphView): Kernel {
  const inside = new Set(nodes.flatMap(({ outputs }) => outputs));
  const read = new Set(nodes.flatMap(({ inputs }) => inputs).filter((value) => value !== '' && !inside.has(value)));
  const written = nodes.at(-1)?.outputs ?? [];
  const elements = [...read, ...written].reduce((sum, value) => sum + elementCount(view.shapeOf(value)), 0);
  const macs = nodes.reduce((sum, node) => sum + macsOf(node, view), 0);
  return { nodes, origins: originsOf(nodes), bytes: elements * Float32Array.BYTES_PER_ELEMENT, macs };
}

function macsOf(node: OnnxNode, view: GraphView): number {
  const [weight = '', output = ''] = [node.inputs[1], node.outputs[0]];
  if (node.op === 'Conv') return elementCount(view.shapeOf(output)) * elementCount(view.shapeOf(weight).slice(1));
  if (node.op !== 'Gemm') return 0;
  return (elementCount(view.shapeOf(weight)) / (view.shapeOf(output)[1] ?? 1)) * elementCount(view.shapeOf(output));
}
