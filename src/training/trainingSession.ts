import type { Tensor } from '../tensor/tensor';
import type { FlatLayout } from './flatLayout';
import type { TrainingState } from './trainingState';

/** Clips and what they show. */
export interface Batch {
  /** [N, C, T, H, W], N as the recipe's batch. */
  readonly clips: Tensor<'float32'>;
  /** The class of each clip, from 0. */
  readonly labels: readonly number[];
}

/** What one update made known. */
export interface StepResult {
  /** Mean cross entropy before the update, in nats, with label smoothing where there is any; over all passes of the update. */
  readonly loss: number;
  /** [N, classes] of each pass, in training mode. */
  readonly logits: readonly Tensor<'float32'>[];
  /** L2 norm of all gradients together, before clipping. */
  readonly gradientNorm: number;
  readonly rate: number;
}

/** A network in training: weights, moments and running statistics live here between steps. One call at a time. */
export interface TrainingSession {
  readonly layout: FlatLayout;
  /**
   * One update from `accumulation` batches.
   * @param rate of this update; the recipe's own (`rateAt`) where absent
   * @throws SessionError when the provider stops; the state is then as before the step
   */
  step(batches: readonly Batch[], rate?: number): Promise<StepResult>;
  /** [N, classes] in eval mode, with running statistics. N as the recipe's batch. */
  evaluate(clips: Tensor<'float32'>): Promise<Tensor<'float32'>>;
  /** A copy of all that the next step needs. */
  state(): Promise<TrainingState>;
  /** Goes on from a kept state, with the same bits as if nothing had come between. */
  restore(state: TrainingState): Promise<void>;
  close(): Promise<void>;
}
