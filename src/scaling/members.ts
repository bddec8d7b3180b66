import { baseChannels, stageFacts } from '../architecture/stages';
import type { Design } from '../design/design';
import { PRESETS, type Preset } from '../design/presets';

/** A published network that a design is, whatever numbers it was written with. */
export interface Member {
  readonly preset: Preset;
  /** The frames are as far apart as published, too; the tensor is the same either way. */
  readonly sameSampling: boolean;
}

/** Members of the family on its six axes: the start of the expansion and what was published on the way; XL's stages are set by hand. */
export const FAMILY: readonly Preset[] = PRESETS.filter(({ name }) => name !== 'defaults' && name !== 'XL');

/**
 * The published member a design stands on: the same widths, bottlenecks, blocks, strides and SE, on a clip of the same
 * size. Classes, head and how it is trained do not matter. Where one frame is all, its interval says nothing.
 */
export function memberOf(design: Design): Member | null {
  const preset = FAMILY.find((member) => isSameNetwork(member.design, design));
  if (!preset) return null;
  const { t, interval } = preset.design.clip;
  return { preset, sameSampling: t === 1 || interval === design.clip.interval };
}

function isSameNetwork(a: Design, b: Design): boolean {
  const { t, h, w } = a.clip;
  const sameClip = t === b.clip.t && h === b.clip.h && w === b.clip.w;
  return sameClip && fingerprint(a) === fingerprint(b);
}

/** What decides the layers of a backbone but for its norms and activations. */
function fingerprint(design: Design): string {
  const { in_channels, norm_cfg, act_cfg } = design.reference;
  const stages = stageFacts(design).map(({ channels, planes, stride, se, seWidth }) => [
    channels,
    planes.result,
    stride,
    se,
    seWidth?.result,
  ]);
  return JSON.stringify([baseChannels(design).result, in_channels, norm_cfg?.type, act_cfg.type, stages]);
}
