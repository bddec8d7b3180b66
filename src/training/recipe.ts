/**
 * A recipe: everything about training that is not the network or the data. Rates are per update, norms are L2 over all
 * gradients together, decays are per unit of rate, as torch.optim counts them.
 */
export interface Recipe {
  readonly optimizer: Optimizer;
  readonly schedule: Schedule;
  /** Updates a whole run makes. The cosine ends here. */
  readonly steps: number;
  /** Clips in one pass through the network; norms take their batch statistics over these. */
  readonly batch: number;
  /** Passes whose gradients are averaged before one update. Norms see each by itself. */
  readonly accumulation: number;
  /** Gradients together longer than this are scaled down to it (clip_grad_norm_); null: never. */
  readonly clipNorm: number | null;
  /** Share of the target spread evenly over all classes; null: the head's own `label_smooth_eps`. */
  readonly labelSmoothing: number | null;
  readonly scope: Scope;
}

/** How a gradient becomes an update (torch.optim.SGD, Adam, AdamW). Decay applies to every trained parameter, norms and biases too. */
export type Optimizer =
  | { readonly type: 'SGD'; readonly momentum: number; readonly nesterov: boolean; readonly weightDecay: number }
  | {
      /** Adam adds the decay to the gradient; AdamW shrinks the weights by rate · decay instead. */
      readonly type: 'Adam' | 'AdamW';
      readonly betas: readonly [first: number, second: number];
      readonly eps: number;
      readonly weightDecay: number;
    };

/** The rate of every update. */
export interface Schedule {
  /** The highest rate. */
  readonly rate: number;
  /** The first `steps` updates climb in a straight line from `startFactor` × rate; the whole rate is reached at the last of them. */
  readonly warmUp: { readonly steps: number; readonly startFactor: number } | null;
  readonly course:
    | { readonly kind: 'constant' }
    /** The rate is multiplied by `factor` before each of these updates, counted from 0. */
    | { readonly kind: 'step'; readonly at: readonly number[]; readonly factor: number }
    /** Half a cosine from the whole rate down to `floor` at the end of the run. */
    | { readonly kind: 'cosine'; readonly floor: number };
}

/**
 * What is trained: all that the design leaves free; all but the stem and the first `frozenStages` stages (0: the stem
 * alone); or fc1 and fc2 on top of a backbone in eval mode, which `frozen_stages` cannot say, as conv5 never freezes.
 */
type Scope = 'all' | 'head' | { readonly frozenStages: number };

/** SGD with Nesterov momentum, a short warm-up, then a cosine to 0. */
export const DEFAULT_RECIPE: Recipe = {
  optimizer: { type: 'SGD', momentum: 0.9, nesterov: true, weightDecay: 5e-5 },
  schedule: { rate: 0.1, warmUp: { steps: 20, startFactor: 0.1 }, course: { kind: 'cosine', floor: 0 } },
  steps: 400,
  batch: 16,
  accumulation: 1,
  clipNorm: 40,
  labelSmoothing: null,
  scope: 'all',
};
