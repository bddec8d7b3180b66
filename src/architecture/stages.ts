import type { Design, StageOverride } from '../design/design';
import type { Rounding, StageFacts } from './architecture';
import { roundRepeats, roundSqueeze, roundWidth, truncateWidth } from './rounding';

/** Channels of the stem before gamma_w (x3d.py: hard coded). */
export const BASE_CHANNELS = 24;
/** Blocks of each stage before gamma_d (x3d.py: hard coded). */
export const STAGE_BLOCKS: readonly number[] = [1, 2, 5, 3];
/** Squeeze ratio where SE was asked for by hand and the design has none: the reference's default. */
const DEFAULT_SE_RATIO = 1 / 16;

/** Channels of the stem: 24 × gamma_w, rounded. Stage i has this times 2^i. */
export function baseChannels(design: Design): Rounding {
  return roundWidth(BASE_CHANNELS, design.reference.gamma_w);
}

/** How every stage comes to its sizes; overrides by hand win over the reference's rule. */
export function stageFacts(design: Design): readonly StageFacts[] {
  const { reference, overrides } = design;
  const base = baseChannels(design).result;
  return STAGE_BLOCKS.slice(0, reference.num_stages).map((repeats, index) => {
    const path = `layer${index + 1}` as 'layer1';
    const override: StageOverride = overrides[path] ?? {};
    const rule = roundRepeats(repeats, reference.gamma_d);
    const blocks = override.blocks === undefined ? rule : { ...rule, result: override.blocks };
    const channels = override.width ?? base * 2 ** index;
    const planes = truncateWidth(channels, reference.gamma_b);
    const se = seFlags(design, blocks.result, override.se);
    return {
      path,
      blocks,
      channels,
      planes,
      stride: override.stride ?? reference.spatial_strides[index] ?? 1,
      se,
      seWidth: se.includes(true) ? roundSqueeze(planes.result, reference.se_ratio ?? DEFAULT_SE_RATIO) : null,
    };
  });
}

/** Which blocks of a stage have SE: all, or every second one starting with the first ('half'). */
function seFlags(design: Design, blocks: number, override: StageOverride['se']): readonly boolean[] {
  const { se_ratio, se_style } = design.reference;
  const style = override ?? (se_ratio === null ? 'none' : se_style);
  const flags: boolean[] = [];
  for (let block = 0; block < blocks; block++) {
    if (typeof style === 'object') flags.push(style[block] ?? false);
    else flags.push(style === 'all' || (style === 'half' && block % 2 === 0));
  }
  return flags;
}
