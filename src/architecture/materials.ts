import type { PaddingMode, Reference } from '../design/design';
import { activationOf, type ConfiguredActivation } from './activations';
import { type ConfiguredNorm, normsOf } from './norms';

/** What `conv_cfg`, `norm_cfg` and `act_cfg` say of every module of a network. */
export interface Materials {
  readonly border: PaddingMode;
  /** The norm over so many channels; null for a network without norms. */
  readonly norm: ((channels: number) => ConfiguredNorm) | null;
  readonly act: ConfiguredActivation;
}

export function materialsOf({ conv_cfg, norm_cfg, act_cfg }: Reference): Materials {
  return { border: conv_cfg.padding_mode ?? 'zeros', norm: norm_cfg && normsOf(norm_cfg), act: activationOf(act_cfg) };
}
