import type { Attribute } from '../onnx/graph';
import type { Shape } from '../tensor/shape';
import type { DType, Tensor } from '../tensor/tensor';

/** Sizes along time, height and width. */
export type Triple = readonly [t: number, h: number, w: number];

/**
 * What every layer kind answers about itself, given its own fields `F`. Answers are data, so that costs, drawing,
 * state-dict names, ONNX and PyTorch source are each one fold over all kinds. Adding a kind is one file and one line in
 * index.ts.
 */
export interface LayerOp<F> {
  /** PyTorch's (or mmcv's) class: `Conv3d`, `Swish`; null for what is no module there: the sum, the SE product. */
  readonly torchClass: (f: F) => string | null;
  /** @throws ShapeError when the inputs do not fit. */
  outputShape(f: F, inputs: readonly Shape[]): Shape;
  /** What the state dict keeps, in registration order. */
  tensors(f: F): readonly StoredTensor[];
  /** How each stored tensor starts out, by suffix. */
  initial(f: F): Readonly<Record<string, Initial>>;
  /** Multiply-accumulates of one forward pass at this output; 0 for what the field does not count. */
  macs(f: F, output: Shape): number;
  /** What each FLOP convention adds for this layer (reference/macs.md says which published number is which). */
  flops(f: F, io: LayerIo): Flops;
  /** Nodes that compute the layer in eval mode. */
  onnx(f: F, io: LayerIo): readonly OnnxCall[];
  /** Constructor call in PyTorch's own spelling, torch only (no mmcv): `nn.Conv3d(3, 24, …)`; null: written inline. */
  torch(f: F): string | null;
  /** How far the layer looks along T, H, W; absent where each output reads its own position only. */
  window?(f: F): Window;
  /** True where every output element depends on all positions (a pool over T, H, W). */
  readonly global?: boolean;
  /** What autograd keeps for the backward pass, in elements. */
  saved(f: F, io: LayerIo): Saved;
  /** The layer writes over its input (PyTorch's inplace=True), so it takes no memory of its own in training. */
  inplace?(f: F): boolean;
  /** A norm: which family, and whether eval mode is a fixed scale and shift that can be folded into a convolution. */
  norm?(f: F): { readonly family: 'batch' | 'group' | 'instance'; readonly foldable: boolean };
}

/** Shapes around one layer. */
export interface LayerIo {
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

/** Counts of one layer under the two conventions of mmaction2's tools. */
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

/** Gives the literal its type without widening; exists so that each kind's file reads as a table. */
export function defineLayer<F>(op: LayerOp<F>): LayerOp<F> {
  return op;
}
