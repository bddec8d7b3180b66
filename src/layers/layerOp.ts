import type { Attribute } from '../onnx/graph';
import type { Shape } from '../tensor/shape';
import type { DType, Tensor } from '../tensor/tensor';
import type { ActivationFunction } from './activationFunction';

/** Sizes along time, height and width. */
export type Triple = readonly [t: number, h: number, w: number];
/** Kernels and strides of one, and no padding. */
export const ONES: Triple = [1, 1, 1];
export const ZEROS: Triple = [0, 0, 0];

/**
 * What every layer kind answers about itself, given its own fields `F`. Answers are data, so that costs, drawing,
 * state-dict names, ONNX and PyTorch source are each one fold over all kinds. Adding a kind is one file and one line in
 * index.ts.
 */
export interface LayerOp<F> {
  /** PyTorch's (or mmcv's) class: `Conv3d`, `Swish`; null for what is no module there: the sum, the SE product. */
  readonly torchClass: (f: F) => string | null;
  /**
   * @param other what it reads besides, where it joins two; else empty
   * @throws ShapeError when the inputs do not fit
   */
  outputShape(f: F, input: Shape, other: Shape): Shape;
  /** Tells what the state dict keeps, in registration order; absent: nothing. */
  stores?(f: F, sink: TensorSink): void;
  /** How each stored tensor starts out, by suffix. */
  initial?(f: F): Readonly<Record<string, Initial>>;
  /** Multiply-accumulates of one forward pass at this output; absent where the field counts none. */
  macs?(f: F, output: Shape): number;
  /** What each FLOP convention counts besides (reference/macs.md says which published number is which); absent: nothing. */
  beyondMacs?(f: F, io: LayerIo): Flops;
  /** True for a convolution: its output is what papers on network design call activations. */
  readonly convolution?: boolean;
  /** Nodes that compute the layer in eval mode. */
  onnx(f: F, io: LayerIo): readonly OnnxCall[];
  /**
   * Constructor call in PyTorch's own spelling, torch only (no mmcv): `nn.Conv3d(3, 24, …)`; null: written inline.
   * @param channels stands for a norm's channels, where one call serves norms of all widths
   */
  torch(f: F, channels?: string): string | null;
  /** How far the layer looks along T, H, W; absent where each output reads its own position only. */
  window?(f: F): Window;
  /** True where every output element depends on all positions (a pool over T, H, W). */
  readonly global?: boolean;
  /** What autograd keeps for the backward pass, in elements. */
  saved(f: F, io: LayerIo): Saved;
  /** The layer writes over its input (PyTorch's inplace=True), so it takes no memory of its own in training. */
  inplace?(f: F): boolean;
  /** What the layer is as a norm; absent: it is none. */
  norm?(f: F): Norm;
  /** Its non-linearity; absent: it has none. */
  activation?(f: F): ActivationFunction;
}

/** What sets norms apart. */
export interface Norm {
  readonly family: 'batch' | 'group' | 'instance';
  /** Eval mode is a fixed scale and shift, by running statistics, which can be folded into a convolution. */
  readonly foldable: boolean;
  /** Values behind each mean in train mode, over a map of this shape, as PyTorch counts them before it refuses a single one. */
  values(map: Shape): number;
}

/** Shapes around one layer. */
interface LayerIo {
  readonly inputs: readonly Shape[];
  readonly output: Shape;
}

/** One tensor of the state dict, under its suffix: `weight`, `running_mean`. */
export interface StoredTensor {
  readonly name: string;
  readonly shape: Shape;
  readonly dtype: DType;
  readonly role: 'parameter' | 'buffer';
  /** False where norm_cfg's requires_grad=False froze it at construction. */
  readonly requiresGrad: boolean;
}

/** Is told the tensors of a layer, one by one: one sink lists them, another only counts. */
export interface TensorSink {
  /** Float32, and trained unless it was frozen at construction. */
  parameter(name: string, shape: Shape, requiresGrad?: boolean): void;
  buffer(name: string, shape: Shape, dtype?: 'float32' | 'int64'): void;
}

/** How a tensor starts out: as the constructors leave it, and after the reference's `init_weights`. */
export interface Initial {
  readonly constructed: Draw;
  readonly initialised: Draw;
}

/** Where the values of a tensor come from. */
export type Draw =
  | { readonly constant: number }
  /** Normal with mean 0 and this deviation. */
  | { readonly deviation: number }
  /** Uniform between −bound and bound. */
  | { readonly bound: number };

/** A value that construction and `init_weights` agree on. */
export function always(constant: number): Initial {
  return { constructed: { constant }, initialised: { constant } };
}

/** Counts under the two conventions of mmaction2's tools. */
export interface Flops {
  /** mmcv.cnn.get_model_complexity_info. */
  readonly mmcv: number;
  /** mmengine.analysis (fvcore-style trace). */
  readonly mmengine: number;
}

/** Kernel, stride and padding along T, H, W. */
export interface Window {
  readonly kernel: Triple;
  readonly stride: Triple;
  readonly padding: Triple;
}

/** What a layer's backward pass needs, in elements kept from the forward pass. */
export interface Saved {
  /** Keeps its input (index by index: 0 is the first). */
  readonly inputs: readonly number[];
  /** Keeps its output. */
  readonly output: boolean;
  /** Elements of its own besides (batch norm's saved mean and inverse deviation: 2C). */
  readonly own: number;
}

/** The backward pass needs nothing of the forward pass, or only sizes. */
export const KEEPS_NOTHING: Saved = { inputs: [], output: false, own: 0 };
/** The backward pass needs the layer's input. */
export const KEEPS_INPUT: Saved = { inputs: [0], output: false, own: 0 };
/** The backward pass needs the layer's output. */
export const KEEPS_OUTPUT: Saved = { inputs: [], output: true, own: 0 };

/**
 * One operator call with local names: `x` (or `x0`, `x1`) are the layer's inputs, `y` its output, a stored tensor goes by its suffix,
 * anything else is a name of the layer's own. Constants stand beside.
 */
export interface OnnxCall {
  readonly op: string;
  readonly from: readonly string[];
  readonly to: string;
  readonly attributes?: Readonly<Record<string, Attribute>>;
  readonly constants?: Readonly<Record<string, Tensor>>;
}

/** A kind of layer by what it answers, so that each kind's file reads as a table. */
export function defineLayer<F>(op: LayerOp<F>): LayerOp<F> {
  // Every kind lists every question in the same order, as one engine-level class: searches ask them millions of times.
  return { ...SILENT, ...op };
}

/** What a kind may leave unanswered. */
const SILENT = {
  convolution: undefined,
  stores: undefined,
  initial: undefined,
  macs: undefined,
  beyondMacs: undefined,
  window: undefined,
  global: undefined,
  inplace: undefined,
  norm: undefined,
  activation: undefined,
};

/** No convention counts anything. */
export const NO_FLOPS: Flops = { mmcv: 0, mmengine: 0 };
