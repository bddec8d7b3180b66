import type { Conv3d } from '../../layers/conv3d';
import type { Triple } from '../../layers/layerOp';
import type { GraphWriter, Value } from '../graphWriter';

/** A convolution to be written: how much of what goes in and comes out, any border other than zeros already there. */
export interface Geometry {
  readonly clips: number;
  readonly channels: { readonly in: number; readonly out: number };
  /** T, H, W of the input, which is [Cin, N·T·H·W] in the graph's order, as the output is. */
  readonly from: Triple;
  /** T, H, W of the output. */
  readonly to: Triple;
  readonly kernel: Triple;
  readonly stride: Triple;
  /** Rows of zeros on either side. */
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

/** A form for each kind of convolution that X3D has, all for one order of rows. */
export interface ConvolutionForms {
  /** 1×1×1 over all channels. */
  readonly pointwise: ConvolutionForm;
  /** 1×k×k over all channels. */
  readonly spatial: ConvolutionForm;
  /** k×1×1 channel by channel, stride 1. */
  readonly temporal: ConvolutionForm;
  /** 3×3×3 channel by channel: whichever form is fastest for its shape. */
  channelwise(geometry: Geometry): ConvolutionForm;
}

/** Input rows behind the last one that a window reads: (size + 2·padding − kernel) mod stride. */
export function unreadRows({ from, kernel, stride, padding }: Geometry, axis: 0 | 1 | 2): number {
  return (from[axis] + 2 * padding[axis] - kernel[axis]) % stride[axis];
}

/** The geometry behind its border. */
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
