import type { Architecture } from '../architecture/architecture';
import { BASE_CHANNELS, STAGE_BLOCKS } from '../architecture/stages';
import { shortSideFor } from '../design/presets';
import { designComment } from './designComment';
import type { Taught } from './taught';
import type { Written } from './written';

/** SlowFast's stem before WIDTH_FACTOR (configs/Kinetics/X3D_*.yaml): half of mmaction2's 24, so 2.0 there is gamma_w 1 here. */
const DIM_C1 = BASE_CHANNELS / 2;

/**
 * A SlowFast configuration (configs/Kinetics/X3D_*.yaml) that builds the same network. SlowFast rounds each stage's
 * width with divisor 1, mmaction2 one base to a multiple of 8; the factor written is the one that gives the rounded base.
 */
export function slowfastYaml(architecture: Architecture, taught?: Taught): Written {
  const { design } = architecture;
  const reasons = whyNotSlowfast(architecture);
  if (reasons.length > 0) return { reasons };
  const { reference, clip, head } = design;
  const { eps = 1e-5, momentum = 0.1 } = reference.norm_cfg ?? {};
  const depth = reference.gamma_d || 1;
  const width = architecture.baseChannels.result / DIM_C1;
  const short = shortSideFor(clip.h);
  return {
    text: `# Trains this network with SlowFast, from its folder:
#   python tools/run_net.py --cfg THIS_FILE.yaml
# Made for mmaction2's gamma_w ${reference.gamma_w}, gamma_b ${reference.gamma_b}, gamma_d ${reference.gamma_d}.
${taught ? '# It begins with what was taught and trains all of the network: SlowFast has no key to freeze a part.\n' : ''}${reference.frozen_stages >= 0 ? `# The design freezes ${reference.frozen_stages} stages and the stem; SlowFast has no key for that and trains them.\n` : ''}TRAIN:
  ENABLE: True
  DATASET: kinetics
  BATCH_SIZE: 64
  EVAL_PERIOD: 1
  CHECKPOINT_PERIOD: 1
  AUTO_RESUME: True
  CHECKPOINT_FILE_PATH: ${taught ? 'data/classes/x3d-slowfast.pyth # EDIT, 1 of 2: it lies in the archive' : 'x3d.pyth # EDIT, 1 of 2: the weights to begin from, under SlowFast\'s names; "" to begin with none'}
  CHECKPOINT_EPOCH_RESET: True
X3D:
  WIDTH_FACTOR: ${decimal(width)}
  DEPTH_FACTOR: ${decimal(depth)}
  BOTTLENECK_FACTOR: ${decimal(reference.gamma_b)}
  DIM_C1: ${DIM_C1}
  DIM_C5: ${head?.mid_channels ?? 2048}
TEST:
  ENABLE: True
  DATASET: kinetics
  BATCH_SIZE: 64
  NUM_ENSEMBLE_VIEWS: 10
  NUM_SPATIAL_CROPS: 3
DATA:
  ${taught ? `PATH_TO_DATA_DIR: data/classes # EDIT, 2 of 2: the folder that the archive was unpacked to\n  PATH_PREFIX: data/classes\n  RANDOM_FLIP: ${taught.mirror === 'keeps' ? 'True' : 'False'}` : 'PATH_TO_DATA_DIR: data/videos # EDIT, 2 of 2: the folder with train.csv, val.csv and test.csv, one line a video: path, space, class'}
  NUM_FRAMES: ${clip.t}
  SAMPLING_RATE: ${clip.interval}
  TRAIN_JITTER_SCALES: [${short}, ${Math.round(short * 1.25)}]
  TRAIN_CROP_SIZE: ${clip.h}
  TEST_CROP_SIZE: ${short}
  INPUT_CHANNEL_NUM: [${reference.in_channels}]
RESNET:
  ZERO_INIT_FINAL_BN: ${reference.zero_init_residual ? 'True' : 'False'}
  TRANS_FUNC: x3d_transform
  STRIDE_1X1: False
  INPLACE_RELU: ${reference.act_cfg.inplace === false ? 'False' : 'True'}
BN:
  NORM_TYPE: ${reference.norm_cfg?.type === 'SyncBN' ? 'sync_batchnorm' : 'batchnorm'}
  WEIGHT_DECAY: 0.0
${normKeys(eps, momentum ?? 0.1)}SOLVER:
  BASE_LR: 0.01
  BASE_LR_SCALE_NUM_SHARDS: True
  LR_POLICY: cosine
  MAX_EPOCH: 30
  WARMUP_EPOCHS: 3.0
  WARMUP_START_LR: 0.001
  MOMENTUM: 0.9
  WEIGHT_DECAY: 5e-5
  OPTIMIZING_METHOD: sgd
  CLIP_GRAD_L2NORM: 40.0
MODEL:
  NUM_CLASSES: ${head?.num_classes ?? 400}
  ARCH: x3d
  MODEL_NAME: X3D
  LOSS_FUNC: cross_entropy
  DROPOUT_RATE: ${decimal(head?.dropout_ratio ?? 0.5)}
  FC_INIT_STD: ${decimal(head?.init_std ?? 0.01)}
DATA_LOADER:
  NUM_WORKERS: 8
  PIN_MEMORY: True
NUM_GPUS: 8
OUTPUT_DIR: .
${designComment(design)}`,
  };
}

/** Only where they differ: the public defaults.py has no such keys, builds with 1e-5 and 0.1, and refuses unknown ones. */
function normKeys(eps: number, momentum: number): string {
  if (eps === 1e-5 && momentum === 0.1) return '';
  return `  # SlowFast's own X3D has 1e-5 and 0.1 and knows no keys for them: hand these two to its norms, or it refuses the file.
  EPSILON: ${decimal(eps)}
  MOMENTUM: ${decimal(momentum)}
`;
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
    [!head?.pool_window, 'Its head pools under the window of the training crop, not one set by hand.'],
    [!head?.label_smooth_eps, 'Its loss smooths no labels.'],
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
