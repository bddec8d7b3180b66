import { check } from '../architecture/problems';
import { roundRepeats, roundSqueeze, roundWidth, truncateWidth } from '../architecture/rounding';
import { BASE_CHANNELS, STAGE_BLOCKS } from '../architecture/stages';
import { type Design, HEAD_DEFAULTS, REFERENCE_DEFAULTS } from '../design/design';
import { presetNamed } from '../design/presets';
import { intervalOf, simplest } from './interval';
import { mostOf } from './mostOf';
import type { NamedCheckpoint } from './namedCheckpoint';
import { WIDTH_LIMIT } from './structure';

/**
 * The design that the tensors of a partial or odd checkpoint come nearest to: of each of the reference's numbers, the one
 * that gives most of the shapes there are. What no tensor shows is the reference's default.
 * @returns null where the stem's width is none that the reference rounds to
 */
export function nearestOf({ tensors }: NamedCheckpoint): Design | null {
  const shapeOf = (key: string) => {
    const shape = tensors.get(key)?.tensor.shape;
    return shape?.every((size) => size >= 1 && size <= WIDTH_LIMIT) ? shape : undefined;
  };
  const [base = 0, channels = 3] =
    shapeOf('conv1_s.conv.weight') ?? shapeOf('layer1.0.conv1.conv.weight')?.slice(1) ?? [];
  const width = intervalOf((gamma) => roundWidth(BASE_CHANNELS, gamma).result, base);
  if (!width) return null;
  const depths = [0, 0, 0, 0];
  const bottlenecks = [];
  const squeezes = [];
  for (const [key, { tensor }] of tensors) {
    const [, stage, block, rest] = /^layer([1-4])\.(\d+)\.(.+)$/.exec(key) ?? [];
    if (stage === undefined || tensor.shape.some((size) => size > WIDTH_LIMIT)) continue;
    const index = Number(stage) - 1;
    depths[index] = Math.max(depths[index] as number, Number(block) + 1);
    const [out = 0, from = 0] = tensor.shape;
    if (rest === 'conv1.conv.weight') bottlenecks.push([base * 2 ** index, out] as const);
    if (rest === 'se_module.fc1.weight') squeezes.push([from, out] as const);
  }
  const stages = depths.findLastIndex((depth) => depth > 0) + 1 || 4;
  const [mid, features] = shapeOf('head.fc1.weight') ?? [];
  const [conv5] = shapeOf('conv5.conv.weight') ?? [features];
  if (conv5 !== undefined) bottlenecks.push([base * 2 ** (stages - 1), conv5] as const);
  const bottleneck = mostOf(
    bottlenecks.map(([from, planes]) => intervalOf((gamma) => truncateWidth(from, gamma).result, planes)),
  );
  const depth = mostOf(
    depths.map((count, index) =>
      count === 0 ? null : intervalOf((gamma) => roundRepeats(STAGE_BLOCKS[index] as number, gamma).result, count),
    ),
  );
  const squeeze = mostOf(
    squeezes.map(([planes, out]) => intervalOf((ratio) => roundSqueeze(planes, ratio).result, out)),
  );
  const { num_stages: _, ...defaults } = REFERENCE_DEFAULTS;
  const ratio = REFERENCE_DEFAULTS.se_ratio ?? 0;
  const classes = shapeOf('head.fc2.weight');
  const design: Design = {
    reference: {
      ...defaults,
      num_stages: stages,
      spatial_strides: Array.from({ length: stages }, () => 2),
      in_channels: channels,
      gamma_w: simplest(width, base / BASE_CHANNELS),
      gamma_b: bottlenecks.length === 0 ? defaults.gamma_b : simplest(bottleneck, bottleneck.from),
      gamma_d: depths.some((count) => count > 0) ? simplest(depth, depth.to) : defaults.gamma_d,
      se_ratio:
        squeezes.length === 0 || (ratio >= squeeze.from && ratio < squeeze.to)
          ? ratio
          : simplest(squeeze, squeeze.from),
    },
    clip: presetNamed('S').design.clip,
    head:
      mid === undefined && classes === undefined
        ? null
        : {
            ...HEAD_DEFAULTS,
            num_classes: classes?.[0] ?? HEAD_DEFAULTS.num_classes,
            mid_channels: mid ?? classes?.[1] ?? HEAD_DEFAULTS.mid_channels,
            fc1_bias: tensors.has('head.fc1.bias'),
          },
    overrides: {},
  };
  return check(design).architecture ? design : null;
}
