import { type Design, type Head, HEAD_DEFAULTS, type Reference, REFERENCE_DEFAULTS } from '../../src/design/design';
import { readGolden } from './read';

/** One leaf module as the reference reports it. */
export interface GoldenModule {
  readonly name: string;
  readonly type: string;
  readonly in_shape: readonly number[];
  readonly out_shape: readonly number[];
  readonly params: number;
  readonly macs: number;
  readonly kernel?: readonly number[];
  readonly stride?: readonly number[];
  readonly padding?: readonly number[];
  readonly groups?: number;
  readonly bias?: boolean;
}

/** One entry of architectures.json.gz. */
export interface GoldenArchitecture {
  readonly name: string;
  readonly kwargs: Partial<Reference>;
  readonly input: readonly [number, number, number, number, number];
  readonly stage_blocks: readonly number[];
  readonly base_channels: number;
  readonly stage_channels: readonly number[];
  readonly stage_planes: readonly number[];
  readonly feat_dim: number;
  readonly params_total: number;
  readonly params_trainable: number;
  readonly params_trainable_before_train: number;
  readonly frozen_param_tensors: number | readonly string[];
  readonly params_by_top_module: Readonly<Record<string, number>>;
  readonly params_by_type: Readonly<Record<string, number>>;
  readonly buffers_total: number;
  readonly state_dict: readonly (readonly [string, readonly number[]])[];
  readonly output: readonly number[];
  readonly stage_out: Readonly<Record<string, readonly number[]>>;
  readonly macs_conv_total: number;
  readonly macs_by_top_module: Readonly<Record<string, number>>;
  readonly elementwise: Readonly<Record<string, number>>;
  readonly flops_mmcv_convention: number;
  readonly flops_mmengine_convention: number;
  readonly modules: readonly GoldenModule[];
  readonly eval_modules_after_train?: readonly string[];
  readonly head?: {
    readonly kwargs: Partial<Head>;
    readonly params_total: number;
    readonly state_dict: readonly (readonly [string, readonly number[]])[];
    readonly macs_total: number;
    readonly modules: readonly GoldenModule[];
    readonly output: readonly number[];
  };
  readonly with_head?: {
    readonly params_total: number;
    readonly macs_total: number;
    readonly flops_mmcv_convention: number;
    readonly flops_mmengine_convention: number;
  };
}

export const GOLDEN: readonly GoldenArchitecture[] = readGolden('architectures');

/** The design that stands for a golden entry. */
export function designOf(entry: {
  readonly kwargs: Partial<Reference>;
  readonly input: readonly number[];
  readonly head?: { readonly kwargs: Partial<Head> } | undefined;
}): Design {
  const [n = 1, , t = 1, h = 1, w = 1] = entry.input;
  return {
    reference: { ...REFERENCE_DEFAULTS, ...entry.kwargs },
    clip: { n, t, h, w, interval: 1 },
    head: entry.head ? { ...HEAD_DEFAULTS, ...entry.head.kwargs } : null,
    overrides: {},
  };
}
