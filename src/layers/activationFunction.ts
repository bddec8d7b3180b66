import type { ActType } from '../design/design';

/** A non-linearity with its own numbers filled in. */
export interface ActivationFunction {
  readonly type: ActType;
  /** LeakyReLU: slope below zero. */
  readonly negativeSlope: number;
  /** ELU: value approached below zero, negated. */
  readonly alpha: number;
  /** PReLU: 1, or one slope a channel. */
  readonly numParameters: number;
  /** PReLU: slope at the start. */
  readonly init: number;
  /** RReLU: bounds of the slope below zero, drawn while training; their mean in eval mode. */
  readonly lower: number;
  readonly upper: number;
  /** HSigmoid: clamp((x + bias) / divisor, minimum, maximum). */
  readonly bias: number;
  readonly divisor: number;
  readonly minimum: number;
  readonly maximum: number;
}

/** PyTorch's and mmcv's own defaults. */
export function activationFunction(
  type: ActType,
  given: Partial<Omit<ActivationFunction, 'type'>> = {},
): ActivationFunction {
  const defaults = {
    negativeSlope: 0.01,
    alpha: 1,
    numParameters: 1,
    init: 0.25,
    lower: 1 / 8,
    upper: 1 / 3,
    bias: 3,
    divisor: 6,
    minimum: 0,
    maximum: 1,
  };
  return { type, ...defaults, ...given };
}
