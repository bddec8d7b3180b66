/**
 * A design: the few numbers everything else is computed from. What mmaction2's constructor takes (`reference`), the
 * clip that is fed, the classification head, and what a person set by hand beyond the reference (`overrides`).
 */
export interface Design {
  readonly reference: Reference;
  readonly clip: Clip;
  /** mmaction2's X3DHead on top of the backbone; null for the backbone alone. */
  readonly head: Head | null;
  readonly overrides: Overrides;
}

/** The keyword arguments of mmaction2's `X3D`, under the reference's own names. */
export interface Reference {
  readonly gamma_w: number | null;
  readonly gamma_b: number;
  readonly gamma_d: number | null;
  readonly pretrained: string | null;
  readonly in_channels: number;
  readonly num_stages: number;
  readonly spatial_strides: readonly number[];
  readonly frozen_stages: number;
  readonly se_style: 'half' | 'all';
  readonly se_ratio: number | null;
  readonly use_swish: boolean;
  readonly conv_cfg: ConvCfg;
  readonly norm_cfg: NormCfg | null;
  readonly act_cfg: ActCfg;
  readonly norm_eval: boolean;
  readonly with_cp: boolean;
  readonly zero_init_residual: boolean;
}

/** How a convolution can see beyond the border. */
export const PADDING_MODES = ['zeros', 'reflect', 'replicate', 'circular'] as const;
export type PaddingMode = (typeof PADDING_MODES)[number];
interface ConvCfg {
  readonly type: 'Conv3d';
  readonly padding_mode?: PaddingMode;
}

export type NormType = 'BN3d' | 'SyncBN' | 'GN' | 'IN3d';
export interface NormCfg {
  readonly type: NormType;
  readonly requires_grad?: boolean;
  readonly eps?: number;
  /** null is PyTorch's cumulative average. */
  readonly momentum?: number | null;
  readonly affine?: boolean;
  readonly track_running_stats?: boolean;
  /** GN only. */
  readonly num_groups?: number;
}

/** Every activation the reference takes by name. */
export const ACT_TYPES = [
  'ReLU',
  'LeakyReLU',
  'PReLU',
  'RReLU',
  'ReLU6',
  'ELU',
  'GELU',
  'SiLU',
  'Swish',
  'Tanh',
  'Sigmoid',
  'HSwish',
  'HSigmoid',
] as const;
export type ActType = (typeof ACT_TYPES)[number];
export interface ActCfg {
  readonly type: ActType;
  readonly inplace?: boolean;
  readonly negative_slope?: number;
  readonly alpha?: number;
  readonly num_parameters?: number;
  readonly init?: number;
  /** RReLU: bounds of the random slope; eval mode takes their mean. */
  readonly lower?: number;
  readonly upper?: number;
  /** HSigmoid: clamp((x + bias) / divisor, min_value, max_value). */
  readonly bias?: number;
  readonly divisor?: number;
  readonly min_value?: number;
  readonly max_value?: number;
}

/** The clip a network is fed: `[N, in_channels, T, H, W]`, its frames `interval` source frames apart. */
export interface Clip {
  readonly n: number;
  /** Frames, gamma_t. */
  readonly t: number;
  /** Rows of pixels, gamma_s. */
  readonly h: number;
  readonly w: number;
  /** Source frames from one sampled frame to the next; 1 / gamma_tau. */
  readonly interval: number;
}

/** The arguments of mmaction2's X3DHead that a designer chooses; its in_channels follow from the backbone. */
export interface Head {
  readonly num_classes: number;
  /** Width of fc1: 2048 in every published X3D, and fixed in mmaction2. */
  readonly mid_channels: number;
  readonly dropout_ratio: number;
  readonly fc1_bias: boolean;
  readonly spatial_type: 'avg' | 'max';
  /**
   * Frames, rows and columns of conv5's map that are pooled at once, beyond the reference: fc1 and fc2 then work at every
   * position of this window, which moves by one, and the scores are their mean. SlowFast's and pytorchvideo's heads do so
   * on crops larger than those they were trained on. null: the whole map, as the reference.
   */
  readonly pool_window: readonly number[] | null;
  /** Standard deviation that init_weights draws fc1 and fc2 with. */
  readonly init_std: number;
  /** Share of a label that the loss spreads evenly over all classes. */
  readonly label_smooth_eps: number;
}

/** What a person set by hand for one stage. What is absent follows the reference's rule. */
export interface StageOverride {
  readonly blocks?: number;
  /** Channels in and out of the stage. */
  readonly width?: number;
  readonly stride?: number;
  /** One flag a block, or a rule for all of them. */
  readonly se?: 'all' | 'half' | 'none' | readonly boolean[];
}

/** Overrides by stage name: `layer1` … `layer4`. */
export type Overrides = { readonly [stage in `layer${1 | 2 | 3 | 4}`]?: StageOverride };

/** The reference's own defaults (x3d.py, `X3D.__init__`). */
export const REFERENCE_DEFAULTS: Reference = {
  gamma_w: 1,
  gamma_b: 1,
  gamma_d: 1,
  pretrained: null,
  in_channels: 3,
  num_stages: 4,
  spatial_strides: [2, 2, 2, 2],
  frozen_stages: -1,
  se_style: 'half',
  se_ratio: 1 / 16,
  use_swish: true,
  conv_cfg: { type: 'Conv3d' },
  norm_cfg: { type: 'BN3d', requires_grad: true },
  act_cfg: { type: 'ReLU', inplace: true },
  norm_eval: false,
  with_cp: false,
  zero_init_residual: true,
};

/** X3DHead's defaults (x3d_head.py), with Kinetics-400's number of classes. */
export const HEAD_DEFAULTS: Head = {
  num_classes: 400,
  mid_channels: 2048,
  dropout_ratio: 0.5,
  fc1_bias: false,
  spatial_type: 'avg',
  pool_window: null,
  init_std: 0.01,
  label_smooth_eps: 0,
};

/** Something wrong, or surprising, about a design. */
export interface Problem {
  /** An error keeps the network from being built; a warning does not. */
  readonly severity: 'error' | 'warning';
  /** Path of the field: `reference.norm_cfg.num_groups`, `clip.h`, `head.num_classes`. */
  readonly field: string;
  /** One sentence: what is wrong, in words a student understands. */
  readonly message: string;
  /** What would be right: `a number above 0`. */
  readonly expected: string;
  /** What the reference does instead, quoted: at which step, with which exception. Absent where it never gets there. */
  readonly reference?: { readonly step: string; readonly exception: string; readonly message: string };
  /** A change that would make this field legal. */
  readonly mend?: { readonly label: string; readonly design: Design };
}
