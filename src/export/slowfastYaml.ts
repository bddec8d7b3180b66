import type { Architecture } from '../architecture/architecture';
import { BASE_CHANNELS, STAGE_BLOCKS } from '../architecture/stages';
import { shortSideFor } from '../design/presets';
import type { Written } from './mmaction2Config';

/** SlowFast's stem before WIDTH_FACTOR (configs/Kinetics/X3D_*.yaml): half of mmaction2's 24, so 2.0 there is gamma_w 1 here. */
const DIM_C1 = BASE_CHANNELS / 2;

/**
 * A SlowFast configuration (configs/Kinetics/X3D_*.yaml) that builds the same network. SlowFast rounds each stage's
 * width with divisor 1, mmaction2 one base to a multiple of 8; the factor written is the one that gives the rounded base.
 */
export function slowfastYaml(architecture: Architecture): Written {
  const { design } = architecture;
  const reasons = whyNotSlowfast(architecture);
  if (reasons.length > 0) return { reasons };
  const { reference, clip, head } = design;
  const { eps = 1e-5, momentum = 0.1 } = reference.norm_cfg ?? {};
  const depth = reference.gamma_d || 1;
  const width = architecture.baseChannels.result / DIM_C1;
  return {
    text: `# Made for mmaction2's gamma_w ${reference.gamma_w}, gamma_b ${reference.gamma_b}, gamma_d ${reference.gamma_d}.
TRAIN:
  ENABLE: False
X3D:
  WIDTH_FACTOR: ${decimal(width)}
  DEPTH_FACTOR: ${decimal(depth)}
  BOTTLENECK_FACTOR: ${decimal(reference.gamma_b)}
  DIM_C1: ${DIM_C1}
  DIM_C5: ${head?.mid_channels ?? 2048}
DATA:
  NUM_FRAMES: ${clip.t}
  SAMPLING_RATE: ${clip.interval}
  TRAIN_CROP_SIZE: ${clip.h}
  TEST_CROP_SIZE: ${shortSideFor(clip.h)}
  INPUT_CHANNEL_NUM: [${reference.in_channels}]
RESNET:
  ZERO_INIT_FINAL_BN: ${reference.zero_init_residual ? 'True' : 'False'}
  TRANS_FUNC: x3d_transform
  STRIDE_1X1: False
BN:
  NORM_TYPE: ${reference.norm_cfg?.type === 'SyncBN' ? 'sync_batchnorm' : 'batchnorm'}
  EPSILON: ${decimal(eps)}
  MOMENTUM: ${decimal(momentum ?? 0.1)}
MODEL:
  NUM_CLASSES: ${head?.num_classes ?? 400}
  ARCH: x3d
  MODEL_NAME: X3D
  LOSS_FUNC: cross_entropy
  DROPOUT_RATE: ${decimal(head?.dropout_ratio ?? 0.5)}
NUM_GPUS: 1
`,
  };
}

/** What of a design SlowFast's X3D (slowfast/models/video_model_builder.py) fixes otherwise. */
function whyNotSlowfast({ design, stages }: Architecture): readonly string[] {
  const { reference, clip, head, overrides } = design;
  const { norm_cfg, act_cfg, conv_cfg } = reference;
  const depth = reference.gamma_d || 1;
  const checks: readonly (readonly [boolean, string])[] = [
    [
      Object.values(overrides).every((override) => Object.keys(override ?? {}).length === 0),
      'Stages set by hand have no counterpart.',
    ],
    [reference.num_stages === STAGE_BLOCKS.length, 'It always has four stages.'],
    [stages.every(({ stride }) => stride === 2), 'Every stage strides by 2.'],
    [
      reference.se_style === 'half' && reference.se_ratio === 1 / 16,
      'SE is in half of the blocks, with a ratio of 1/16.',
    ],
    [norm_cfg !== null && (norm_cfg.type === 'BN3d' || norm_cfg.type === 'SyncBN'), 'Its norm is batch norm.'],
    [
      (norm_cfg?.affine ?? true) && (norm_cfg?.track_running_stats ?? true),
      'Its batch norm is affine and keeps running statistics.',
    ],
    [norm_cfg?.momentum !== null, 'Its batch norm has a fixed momentum.'],
    [act_cfg.type === 'ReLU', 'Its activation is ReLU.'],
    [(conv_cfg.padding_mode ?? 'zeros') === 'zeros', 'It pads with zeros.'],
    [clip.h === clip.w, 'Its crops are square.'],
    [
      head !== null && !head.fc1_bias && head.spatial_type === 'avg',
      'It has a head that pools by average, without a bias in its first layer.',
    ],
    [
      STAGE_BLOCKS.every((blocks, index) => Math.ceil(depth * blocks) === stages[index]?.blocks.result),
      'Its depths are rounded up from one factor.',
    ],
  ];
  return checks.filter(([fits]) => !fits).map(([, reason]) => `SlowFast: ${reason}`);
}

/** YAML reads 2 as an integer where SlowFast's defaults are floats, and refuses to merge the two. */
function decimal(value: number): string {
  return Number.isInteger(value) ? `${value}.0` : `${value}`;
}
