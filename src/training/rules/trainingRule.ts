import type { Shape } from '../../tensor/shape';
import type { GraphWriter, Value } from '../graphWriter';

/**
 * How a layer kind runs in training and how its gradient flows back. Activations are rows of channels, [C, N·T·H·W], in
 * the graph's order (`RowOrder`), so that norms and pointwise convolutions are row operations and plain matrix products;
 * behind a global pool [C, N].
 */
export interface TrainingRule<F> {
  /** Writes the forward pass. */
  forward(layer: LayerInTraining<F>): Pass;
  /** Values of the columns (im2col) that it lays out where rows are pixel by pixel; none where absent. */
  inColumns?(fields: F, output: Shape): number;
}

/** One layer as its rule sees it. */
export interface LayerInTraining<F> {
  readonly w: GraphWriter;
  readonly fields: F;
  readonly inputs: readonly Value[];
  /** [N, C, T, H, W] of each input and of the output; [N, features] behind the head's pool. */
  readonly inputShapes: readonly Shape[];
  readonly output: Shape;
  /** A stored parameter in its own shape, by its suffix. */
  parameter(suffix: string): Value;
  /** Running statistics as they are before the step, by suffix. */
  buffer(suffix: string): Value;
  /** In eval mode a norm takes its running statistics, and nothing is drawn. */
  readonly mode: 'train' | 'eval';
  /** Random numbers for this layer, new at every step, of a value's shape. */
  draw(shape: Shape, kind: DrawKind): Value;
}

/** What random numbers a layer asks for: 0 or 1/(1 − ratio), or evenly spread. */
export type DrawKind =
  | { readonly kind: 'keep'; readonly ratio: number }
  | { readonly kind: 'uniform'; readonly lower: number; readonly upper: number };

/** A forward pass that was written, and how to write its backward pass. */
export interface Pass {
  readonly output: Value;
  /** Writes the gradients that are wanted from that of the output. */
  backward(gradient: Value, wanted: Wanted): Gradients;
  /** What a norm saw in this batch, for its running statistics. */
  readonly observed?: Observed;
}

export interface Wanted {
  /** By input. */
  readonly inputs: readonly boolean[];
  readonly parameters: boolean;
}

/** Absent where not wanted. A parameter's has the parameter's number of elements, in its order. */
export interface Gradients {
  readonly inputs: readonly (Value | undefined)[];
  readonly parameters: Readonly<Record<string, Value | undefined>>;
  /** What all of these parameters' gradients still have to be multiplied by, once for the whole network; 1 where absent. */
  readonly factor?: number;
}

/** Statistics of a batch, [C] each. */
export interface Observed {
  readonly mean: Value;
  /** The biased variance, or 1 / √(variance + eps). */
  readonly spread: { readonly variance: Value } | { readonly inverse: Value; readonly eps: number };
  /** Values behind each mean; the running variance takes the unbiased one, n / (n − 1). */
  readonly count: number;
  /** Weight of the batch; null: 1 / number of batches seen, this one included. */
  readonly momentum: number | null;
  /** Whether num_batches_tracked counts it: PyTorch's instance norm stores a counter and never uses it. */
  readonly counted: boolean;
}

/** Gives the literal its type without widening, so that each kind's file reads as a table. */
export function defineRule<F>(rule: TrainingRule<F>): TrainingRule<F> {
  return rule;
}

/** The rule of a kind that does not train. Its `forward` throws an Error. */
export function untrained(what: string): TrainingRule<unknown> {
  return {
    forward() {
      throw new Error(`${what} does not train`);
    },
  };
}
