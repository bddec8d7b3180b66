import { type NormCfg, type NormType, REFERENCE_DEFAULTS, type Reference } from './design';

/** Which blocks squeeze and excite. The reference has no style "none": there it is a ratio of None. */
export const SQUEEZE_STYLES = ['none', 'half', 'all'] as const;
export type SqueezeStyle = (typeof SQUEEZE_STYLES)[number];

/** The style a reference stands at. */
export function squeezeStyleOf({ se_ratio, se_style }: Reference): SqueezeStyle {
  return se_ratio === null ? 'none' : se_style;
}

/** What another style changes; a ratio that was None becomes the reference's default. */
export function withSqueezeStyle({ se_ratio }: Reference, style: SqueezeStyle): Partial<Reference> {
  if (style === 'none') return { se_ratio: null };
  return { se_style: style, se_ratio: se_ratio ?? REFERENCE_DEFAULTS.se_ratio };
}

/** The stride of a stage that is added: the reference's default. */
const NEW_STRIDE = 2;

/** What another number of stages changes: the reference wants one stride for each. */
export function withStages({ spatial_strides }: Reference, num_stages: number): Partial<Reference> {
  return {
    num_stages,
    spatial_strides: Array.from({ length: num_stages }, (_, stage) => spatial_strides[stage] ?? NEW_STRIDE),
  };
}

/** What another stride of one stage changes. */
export function withStride({ spatial_strides }: Reference, stage: number, stride: number): Partial<Reference> {
  return { spatial_strides: spatial_strides.map((old, at) => (at === stage ? stride : old)) };
}

/** Kinds of norm, as norm_cfg names them, and none. */
export const NORM_TYPES: readonly (NormType | 'none')[] = ['BN3d', 'SyncBN', 'GN', 'IN3d', 'none'];

/** True for the kinds that are batch norm. */
export function isBatchNorm(type: NormType | 'none'): boolean {
  return type === 'BN3d' || type === 'SyncBN';
}

/** A group count that divides every width the reference can have: they are multiples of 8. */
const START_GROUPS = 8;

/** A norm of a kind, with the arguments it cannot do without. */
export function normOfType(type: NormType | 'none'): NormCfg | null {
  if (type === 'none') return null;
  return { type, requires_grad: true, ...(type === 'GN' && { num_groups: START_GROUPS }) };
}
