/** What takes a step: plain SGD, SGD with momentum, Adam (and AdamW). */
export const OPTIMIZERS = ['sgd', 'momentum', 'adam'] as const;
export type Optimizer = (typeof OPTIMIZERS)[number];

/** How a network is trained, beyond its design's own frozen_stages and with_cp. */
export interface TrainingSetup {
  readonly optimizer: Optimizer;
  /** Automatic mixed precision (torch.autocast): activations in float16, parameters and gradients in float32. */
  readonly mixed: boolean;
}

/** What a budget and a comparison count: SGD with momentum in float32, as X3D was trained. */
export const USUAL_SETUP: TrainingSetup = { optimizer: 'momentum', mixed: false };
