import type { OnnxNode } from '../onnx/graph';
import { float32, int64, type Tensor } from '../tensor/tensor';
import { pickedTaps, rowMask } from './channelwiseRows';
import { type Convolution, convolutionOf, isPointwise } from './convolution';
import { reshaped } from './derived';
import { elementwiseParts } from './elementwise';
import type { GraphView } from './graphView';
import type { Draft } from './rewrite';

/** A 1×1×1 convolution and the activation after it, whose result only a channel-wise convolution reads. */
interface PointwiseBefore {
  readonly conv: Convolution;
  readonly node: OnnxNode;
  readonly activation: OnnxNode;
}

/** What makes a value, where that is a 1×1×1 convolution and an activation after it. */
export function pointwiseInto(value: string, view: GraphView): PointwiseBefore | null {
  const activation = view.producer(value);
  const node = view.producer(activation?.inputs[0] ?? '');
  if (!activation || !node || !view.isPrivate(node.outputs[0] ?? '')) return null;
  const conv = convolutionOf(node, view);
  const alone = elementwiseParts(activation, view)?.length === 1;
  return alone && conv && isPointwise(conv) ? { conv, node, activation } : null;
}

/** What `drawPhases` computes anew; null for a convolution that it cannot draw. */
export function pointwiseBefore(conv: Convolution, view: GraphView): PointwiseBefore | null {
  const before = halvesEvenly(conv) && view.isPrivate(conv.source) ? pointwiseInto(conv.source, view) : null;
  return before?.conv.stride.every((step) => step === 1) ? before : null;
}

function halvesEvenly({ kernel, stride, pads, lists, input }: Convolution): boolean {
  const each = (values: readonly number[], expected: number) => values.every((value) => value === expected);
  const [, , , h = 1, w = 1] = input;
  const even = h % 2 === 0 && w % 2 === 0;
  return (
    even && each(kernel, 3) && stride.join() === '1,2,2' && each([...pads.before, ...pads.after], 1) && lists.size === 0
  );
}

/** One of the convolutions that a channel-wise one of stride 1×2×2 is the sum of. */
interface PhasePart {
  /** The image it reads: 0 for even rows or columns, 1 for odd ones. */
  readonly row: 0 | 1;
  readonly column: 0 | 1;
  /** It reads one pixel to the left, so that the image's last column is zeroed first. */
  readonly isMasked: boolean;
  /** Places in the kernel's plane, row · 3 + column; null for a tap of zeros, which makes the sizes fit. */
  readonly taps: readonly (number | null)[];
}

/**
 * The parts by the image they read. An even row meets the kernel's middle row, an odd one its first and last row; an even
 * column the kernel's middle column, an odd one its last, or masked and one pixel back its first. A convolution cannot
 * end before its input does: where it reads one pixel back, one more tap is zero.
 */
export const PHASE_PARTS: readonly PhasePart[] = [
  { row: 0, column: 0, isMasked: false, taps: [4] },
  { row: 0, column: 1, isMasked: false, taps: [5] },
  { row: 1, column: 0, isMasked: false, taps: [1, 7] },
  { row: 1, column: 1, isMasked: false, taps: [2, 8] },
  { row: 0, column: 1, isMasked: true, taps: [3, null] },
  { row: 1, column: 1, isMasked: true, taps: [0, 6, null] },
];

/**
 * A channel-wise 3×3×3 convolution of stride 1×2×2, whose taps lie in four images of half the size: those of the even
 * and odd rows and columns of its input. In each image, [N, C, T, H/2·W/2], the stride is gone, a tap one row up is W/2
 * back, a dilation, and one a column to the left is 1 back (`drawRows` says more). So a CPU copies whole images where it
 * would gather every tap pixel by pixel.
 *
 * Nothing is taken apart for that: the 1×1×1 convolution before computes each image by itself, with a stride of its own.
 */
export function drawPhases(conv: Convolution, before: PointwiseBefore, to: Draft): string {
  const [n = 0, c = 0, t = 0, h = 0, w = 0] = conv.input;
  const [rows, columns] = [h / 2, w / 2];
  const images = phases(before, [n, c, t, rows * columns], to);
  const mask = rowMask([t, rows, columns], columns - 1, to);
  const parts = PHASE_PARTS.map(({ row, column, isMasked, taps }, index) => {
    const image = images[2 * row + column] ?? '';
    const read = isMasked ? to.node('Mul', 'masked', [image, mask]) : image;
    const bias = to.constant('bias', (index === 0 ? conv.bias : null) ?? float32([c]));
    const dilation = row === 1 ? columns : 1;
    const back = (row === 1 ? columns : 0) + (isMasked ? 1 : 0);
    return to.node('Conv', 'part', [read, to.constant('weight', partWeight(conv, taps)), bias], {
      kernel_shape: [3, taps.length],
      dilations: [1, dilation],
      pads: [1, back, 1, (taps.length - 1) * dilation - back],
      group: c,
    });
  });
  const sum = parts.reduce((sum, one) => to.node('Add', 'sum', [sum, one]));
  return to.reshape(sum, 'clip', conv.output);
}

/** The convolution before and its activation, at even and odd rows and columns: four times [N, C, T, H/2·W/2]. */
function phases({ conv, node, activation }: PointwiseBefore, shape: readonly number[], to: Draft) {
  const [n = 0, c = 0, t = 0, h = 0, w = 0] = conv.input;
  const flat = to.reshape(conv.source, 'flat', [n, c, t * h * w]);
  const weight = to.constant('pointwise', reshaped(conv.weight, conv.weight.shape.slice(0, 4)));
  const bias = conv.bias ? [to.constant('bias', conv.bias)] : [];
  const attributes = { kernel_shape: [1, 1], strides: [2, 2], pads: [0, 0, 0, 0], group: 1 };
  const phase = (row: number, column: number) => {
    // To begin with another row and column is to begin some pixels later.
    const skipped = row * w + column;
    const later =
      skipped === 0 ? flat : to.node('Pad', 'later', [flat, to.constant('by', int64([0, 0, -skipped, 0, 0, skipped]))]);
    const pixels = to.reshape(later, 'rows', [n, c, t * h, w]);
    const result = to.again(activation, 'activated', [to.again(node, 'phase', [pixels, weight, ...bias], attributes)]);
    return to.reshape(result, 'image', shape);
  };
  return [phase(0, 0), phase(0, 1), phase(1, 0), phase(1, 1)];
}

/** [C, 1, 3, 3, 3] → [C, 1, 3, taps] */
function partWeight(conv: Convolution, taps: PhasePart['taps']): Tensor<'float32'> {
  const order = [0, 9, 18].flatMap((frame) => taps.map((tap) => (tap === null ? null : frame + tap)));
  return pickedTaps(conv, [3, taps.length], order);
}
