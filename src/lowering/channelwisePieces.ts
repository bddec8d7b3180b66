import type { OnnxGraph, OnnxNode } from '../onnx/graph';
import { elementCount, type Shape } from '../tensor/shape';
import { float32, int64 } from '../tensor/tensor';
import { type ChannelwiseForm, formsOf } from './channelwiseForms';
import { pointwiseInto } from './channelwisePhases';
import { type ChannelwiseShape, shapeOfChannelwise } from './chooseChannelwise';
import { convolutionOf, isChannelwise } from './convolution';
import { type GraphView, viewOf } from './graphView';
import { simplified, TARGETS, type Target } from './pipeline';
import { temporalRows } from './temporalRows';

/**
 * A piece of a network by which the forms of its channel-wise convolutions of one shape are compared: such a convolution
 * with the 1×1×1 convolution and the activation before it, which some forms change too.
 */
export interface ChannelwisePiece {
  readonly shape: ChannelwiseShape;
  /** Paths of the network's convolutions of this shape. */
  readonly layers: readonly string[];
  /** Output elements of all of them. */
  readonly elements: number;
  /** What can compute it, as the graph allows. */
  readonly forms: readonly ChannelwiseForm[];
  /** The form that each target takes where nothing was chosen. */
  readonly first: Readonly<Record<Target, ChannelwiseForm>>;
  /**
   * The plain graph of the piece. Its input `clip` is one number, [1], of which values that differ everywhere are made
   * inside; `whole` is all that it computes, and `most` the largest of it, so that timing it copies nothing.
   */
  readonly graph: OnnxGraph;
}

/** The pieces of a plain graph, one a shape; those that compute most come first. */
export function channelwisePieces(plain: OnnxGraph): readonly ChannelwisePiece[] {
  const graph = temporalRows.run(simplified(plain));
  const view = viewOf(graph);
  const pieces = new Map<ChannelwiseShape, ChannelwisePiece>();
  for (const node of graph.nodes) {
    const conv = convolutionOf(node, view);
    if (!conv || !isChannelwise(conv)) continue;
    const shape = shapeOfChannelwise(conv);
    const known = pieces.get(shape);
    const elements = elementCount(conv.output);
    const drawn = formsOf(conv, view);
    const before = pointwiseInto(conv.source, view);
    pieces.set(shape, {
      shape,
      layers: [...(known?.layers ?? []), node.origins[0] ?? node.name],
      elements: (known?.elements ?? 0) + elements,
      forms: known?.forms ?? (Object.keys(drawn) as ChannelwiseForm[]),
      first: known?.first ?? {
        wasm: TARGETS.wasm.firstChoice(conv, drawn),
        webgpu: TARGETS.webgpu.firstChoice(conv, drawn),
      },
      graph: known?.graph ?? cut(view, [...(before ? [before.node, before.activation] : []), ...conv.nodes]),
    });
  }
  return [...pieces.values()].toSorted((a, b) => b.elements - a.elements);
}

/** Some nodes in a row as a graph of their own. */
function cut(view: GraphView, nodes: readonly OnnxNode[]): OnnxGraph {
  const [first, last] = [nodes[0], nodes.at(-1)];
  const [input = '', output = ''] = [first?.inputs[0], last?.outputs[0]];
  const needed = new Set(nodes.flatMap(({ inputs }) => inputs));
  const shape = view.shapeOf(input);
  const [n = 1, c = 1, t = 1, ...picture] = shape;
  const whole = view.shapeOf(output);
  const made = (op: string, name: string, inputs: readonly string[]): OnnxNode => {
    return { op, name, inputs, outputs: [name], attributes: {}, origins: first?.origins ?? [] };
  };
  return {
    name: 'piece',
    opset: view.graph.opset,
    inputs: [{ name: 'clip', dtype: 'float32', shape: [1] }],
    outputs: [
      { name: 'whole', dtype: 'float32', shape: whole },
      { name: 'most', dtype: 'float32', shape: whole.map(() => 1) },
    ],
    initializers: new Map([
      ...[...view.graph.initializers].filter(([name]) => needed.has(name)),
      ['piece:column', uneven([n * c * t, 1], 1)],
      ['piece:row', uneven([1, elementCount(picture)], 2)],
      ['piece:shape', int64(shape)],
    ]),
    nodes: [
      made('Mul', 'piece/tall', ['clip', 'piece:column']),
      made('Add', 'piece/spread', ['piece/tall', 'piece:row']),
      { ...made('Reshape', 'piece/input', ['piece/spread', 'piece:shape']), outputs: [input] },
      ...nodes.map((node) => (node === last ? { ...node, outputs: ['whole'] } : node)),
      { ...made('ReduceMax', 'piece/most', ['whole']), outputs: ['most'], attributes: { keepdims: 1 } },
    ],
    metadata: new Map(),
  };
}

/** Values between −1 and 1 without a period (multiples of an irrational number, modulo 2): a shifted pixel shows. */
function uneven(shape: Shape, seed: number) {
  return float32(
    shape,
    Float32Array.from(
      { length: elementCount(shape) },
      (_, at) => (((at + seed) * Math.SQRT2 * (1 + Math.SQRT2)) % 2) - 1,
    ),
  );
}
