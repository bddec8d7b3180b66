import type { Shape } from '../tensor/shape';

/**
 * Files that ask for gradients and training steps, and hold their answers (test/golden/README.md, training.json.gz). Weights and
 * batches are functions of names, so that a file of questions is short and any PyTorch can answer it.
 */
export interface GoldenFile {
  readonly cases?: readonly (CaseQuestion & Partial<CaseAnswer>)[];
  readonly trajectories?: readonly (TrajectoryQuestion & Partial<TrajectoryAnswer>)[];
}

/** What both kinds of question say of the network. */
export interface NetworkQuestion {
  readonly name: string;
  /** Keyword arguments of X3D, and of X3DHead. */
  readonly kwargs: object;
  readonly head: object;
  /** [N, C, T, H, W]. */
  readonly input: Shape;
  /** `named+zero_residual`: weight and bias of every block's last norm are then set to 0. */
  readonly init: 'named' | 'named+zero_residual';
}

/** One pass forward and back. */
export interface CaseQuestion extends NetworkQuestion {
  readonly input_name: string;
  readonly labels: readonly number[];
}

export interface CaseAnswer {
  readonly loss: number;
  readonly logits: readonly (readonly number[])[];
  readonly gradient_l2: number;
  readonly gradient_absmax: number;
  readonly gradients: readonly TensorRecord[];
  /** Parameters that are not trained. */
  readonly no_gradient: readonly string[];
  readonly exactly_zero: readonly string[];
  /** Norms that stay in eval mode. */
  readonly norms_in_eval: readonly string[];
  /** Running statistics after the forward pass. */
  readonly buffers: readonly TensorRecord[];
  readonly batches_tracked: Readonly<Record<string, number>>;
  /** Those that the backward pass changed once more, and all counters then. */
  readonly buffers_after_backward: readonly TensorRecord[];
  readonly batches_tracked_after_backward: Readonly<Record<string, number>>;
  readonly input_gradient: TensorRecord;
}

/** Some steps of an optimiser. */
export interface TrajectoryQuestion extends NetworkQuestion {
  /** Names of the batches that take turns, and the labels of each. */
  readonly batches: readonly string[];
  readonly labels: readonly (readonly number[])[];
  /** torch's own arguments. */
  readonly optimizer: TorchOptimizer;
  readonly clip_max_norm?: number | null;
  /** Constant where absent. */
  readonly schedule?: GoldenSchedule | null;
  /** How many, or the golden list. */
  readonly steps: number | readonly StepAnswer[];
}

export interface TorchOptimizer {
  readonly type: 'SGD' | 'Adam' | 'AdamW';
  readonly lr: number;
  readonly momentum?: number;
  readonly nesterov?: boolean;
  readonly weight_decay?: number;
  readonly betas?: readonly [number, number];
  readonly eps?: number;
}

interface GoldenSchedule {
  readonly warmup_steps?: number;
  readonly start_factor?: number;
  readonly total_steps?: number;
  readonly eta_min?: number;
}

export interface StepAnswer {
  readonly lr: number;
  readonly loss: number;
  /** Before clipping. */
  readonly grad_norm: number;
}

export interface TrajectoryAnswer {
  readonly steps: readonly StepAnswer[];
  /** Every parameter and running statistic afterwards. */
  readonly after: readonly TensorRecord[];
}

/** A tensor in few numbers. */
export interface TensorRecord {
  readonly key: string;
  readonly shape: Shape;
  readonly sum: number;
  readonly l2: number;
  readonly absmax: number;
  /** All elements of a short tensor. */
  readonly values?: readonly number[];
  /** Some elements of a long one, at places that follow from its key. */
  readonly samples?: readonly number[];
}
