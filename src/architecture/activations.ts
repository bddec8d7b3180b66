import type { ActCfg } from '../design/design';
import type { Activation } from '../layers/activation';
import { activationFunction } from '../layers/activationFunction';
import { ACTIVATIONS } from '../layers/activationFunctions';
import { memoised } from '../memo/memoised';

/** What an `act_cfg` becomes in the two places that build from it. */
export interface ConfiguredActivation {
  /** In a ConvModule: in place unless the configuration or the class says otherwise. */
  readonly inModule: Activation;
  /** At the end of a block, which hands the configuration straight to the class: in place only where it says so. */
  readonly afterSum: Activation;
}

/** The activation of a configuration, worked out once for each: thousands of designs share one. */
export const activationOf: (cfg: ActCfg) => ConfiguredActivation = memoised((cfg) => {
  const given = {
    negativeSlope: cfg.negative_slope,
    alpha: cfg.alpha,
    numParameters: cfg.num_parameters,
    init: cfg.init,
    lower: cfg.lower,
    upper: cfg.upper,
    bias: cfg.bias,
    divisor: cfg.divisor,
    minimum: cfg.min_value,
    maximum: cfg.max_value,
  };
  const fn = activationFunction(
    cfg.type,
    Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  );
  return {
    inModule: { fn, inplace: ACTIVATIONS[cfg.type].takesInplace === true && (cfg.inplace ?? true) },
    afterSum: { fn, inplace: cfg.inplace ?? false },
  };
});
