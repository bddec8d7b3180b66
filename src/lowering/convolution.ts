import { intOf, intsOf } from '../onnx/attributes';
import type { OnnxNode } from '../onnx/graph';
import type { Shape } from '../tensor/shape';
import type { Tensor } from '../tensor/tensor';
import { borderOf } from './border';
import type { GraphView } from './graphView';

/** Sizes along T, H, W. */
type Triple = readonly [number, number, number];

/** A 5-D convolution with everything a lowering asks of it, its border included. */
export interface Convolution {
  /** The convolution and the nodes that pad for it. */
  readonly nodes: readonly OnnxNode[];
  /** The value before padding, and its shape [N, C, T, H, W]. */
  readonly source: string;
  readonly input: Shape;
  readonly output: Shape;
  readonly weight: Tensor<'float32'>;
  readonly bias: Tensor<'float32'> | null;
  readonly kernel: Triple;
  readonly stride: Triple;
  readonly group: number;
  /** Zeros added before and after T, H, W. */
  readonly pads: { readonly before: Triple; readonly after: Triple };
  /** Along an axis of [N, C, T, H, W] that is padded with its own content: where each padded position comes from. */
  readonly lists: ReadonlyMap<number, readonly number[]>;
}

/** Reads a 5-D Conv with constant weights; null for any other node. */
export function convolutionOf(node: OnnxNode, view: GraphView): Convolution | null {
  const [x = '', w = '', b = ''] = node.inputs;
  const [weight, bias] = [view.constant(w), view.constant(b)];
  if (node.op !== 'Conv' || weight?.dtype !== 'float32' || weight.shape.length !== 5) return null;
  if (b !== '' && bias?.dtype !== 'float32') return null;
  const border = borderOf(view, x);
  const pads = intsOf(node, 'pads', [0, 0, 0, 0, 0, 0]);
  return {
    nodes: [...border.nodes, node],
    source: border.source,
    input: view.shapeOf(border.source),
    output: view.shapeOf(node.outputs[0] ?? ''),
    weight,
    bias: bias?.dtype === 'float32' ? bias : null,
    kernel: triple(weight.shape.slice(2)),
    stride: triple(intsOf(node, 'strides', [1, 1, 1])),
    group: intOf(node, 'group', 1),
    pads: { before: triple(pads.slice(0, 3)), after: triple(pads.slice(3)) },
    lists: border.lists,
  };
}

/** Every channel is filtered by itself. */
export function isChannelwise({ group, input, output }: Convolution): boolean {
  return group === input[1] && group === output[1];
}

/** A kernel of 1×1×1 over all channels, without padding. */
export function isPointwise({ kernel, group, pads, lists }: Convolution): boolean {
  const unpadded = lists.size === 0 && [...pads.before, ...pads.after].every((pad) => pad === 0);
  return group === 1 && unpadded && kernel.every((size) => size === 1);
}

/**
 * Which frame each tap reads, by output frame: `[to][tap]`, −1 for a frame of zeros. This is all that a lowering needs
 * to know of padding and stride along T.
 */
export function frameTaps({ input, output, kernel, stride, pads, lists }: Convolution): readonly (readonly number[])[] {
  const frames = input[2] ?? 0;
  const list = lists.get(2);
  return Array.from({ length: output[2] ?? 0 }, (_, to) =>
    Array.from({ length: kernel[0] }, (_, tap) => {
      const padded = to * stride[0] + tap - pads.before[0];
      if (list) return list[padded] ?? -1;
      return padded < frames ? Math.max(padded, -1) : -1;
    }),
  );
}

function triple([t = 0, h = 0, w = 0]: readonly number[]): Triple {
  return [t, h, w];
}
