import type { Conv3d } from '../../layers/conv3d';
import type { Triple } from '../../layers/layerOp';
import type { GraphWriter, Value } from '../graphWriter';

/** Sizes of a convolution that is to be written. A border other than zeros is part of its input already. */
export interface Geometry {
  readonly clips: number;
  readonly channels: { readonly in: number; readonly out: number };
  /** T, H, W of the input, which is [Cin, N·T·H·W] in the graph's order, as the output is. */
  readonly from: Triple;
  /** T, H, W of the output. */
  readonly to: Triple;
  readonly kernel: Triple;
  readonly stride: Triple;
  /** Zeros on either side, by axis. */
  readonly padding: Triple;
}

/** A convolution that was written, and how to write its gradients from that of its output. */
interface Convolved {
  readonly output: Value;
  input(gradient: Value): Value;
  /** As many elements as the weight, in its order. */
  weight(gradient: Value): Value;
}

/** One way to compute a convolution and its gradients; the weight as [Cout, Cin / groups · taps]. */
export type ConvolutionForm = (w: GraphWriter, x: Value, weight: Value, geometry: Geometry) => Convolved;

/** What each order of rows has its own way for: moving the pixels of planes, and convolving channel by channel. */
export interface OrderForms {
  /** Pixels under each tap of a window beside each other (im2col): [C, N·T·H·W] → [C, kH·kW, N·T·H′·W′]. */
  pixelsByTap(w: GraphWriter, x: Value, geometry: Geometry): Value;
  /** Each pixel the sum of what the windows that read it have for it (col2im): [C, kH·kW, N·T·H′·W′] → [C, N·T·H·W]. */
  summedByPixel(w: GraphWriter, byTap: Value, geometry: Geometry): Value;
  /** Each value at the pixel that a strided 1×1×1 reads it from, zeros between: [C, N·T·H′·W′] → [C, N·T·H·W]. */
  spread(w: GraphWriter, values: Value, geometry: Geometry): Value;
  /** 3×3×3 channel by channel, stride 1 in time: the form that is fastest for its shape. */
  channelwise(geometry: Geometry): ConvolutionForm;
}

/** Input rows behind the last one that a window reads: (size + 2·padding − kernel) mod stride. */
export function unreadRows({ from, kernel, stride, padding }: Geometry, axis: 0 | 1 | 2): number {
  return (from[axis] + 2 * padding[axis] - kernel[axis]) % stride[axis];
}

/** The geometry of a layer; of one whose input has its border already, with that as input and no padding left. */
export function geometryOf(c: Conv3d, clips: number, from: Triple, to: Triple, hasBorder: boolean): Geometry {
  return {
    clips,
    channels: { in: c.in, out: c.out },
    from: hasBorder ? [from[0] + 2 * c.padding[0], from[1] + 2 * c.padding[1], from[2] + 2 * c.padding[2]] : from,
    to,
    kernel: c.kernel,
    stride: c.stride,
    padding: hasBorder ? [0, 0, 0] : c.padding,
  };
}
