import { writePth } from '../../src/checkpoint/writeCheckpoint';
import { pytorchModule } from '../../src/export/pytorch';
import { openInNode } from '../../src/runtime/nodeSession';
import { answerTrajectory, architectureOf, OF_WEIGHTS, startingWeights } from '../../src/training/answerGolden';
import { type Deviation, trajectoryDeviations } from '../../src/training/goldenDeviations';
import type { StepAnswer, TorchOptimizer, TrajectoryQuestion } from '../../src/training/goldenForm';
import { recordOf } from '../../src/training/tensorRecord';
import { namedClip } from '../../src/weights/named';
import { joined } from './cases';

// Decays are larger than anybody's, so that in eight steps they show.
const SGD: TorchOptimizer = { type: 'SGD', lr: 0.01, momentum: 0.9, weight_decay: 0.05 };
const NESTEROV: TorchOptimizer = { ...SGD, nesterov: true };
const ADAM: TorchOptimizer = { type: 'Adam', lr: 0.002, betas: [0.9, 0.99], weight_decay: 0.05 };
const ADAMW: TorchOptimizer = { type: 'AdamW', lr: 0.002, weight_decay: 1 };
/** Two stages of an eighth of X3D's width or so: enough for every kind of layer and every shortcut. */
const two = { gamma_w: 0.33, num_stages: 2, spatial_strides: [2, 2] };
const three = { gamma_w: 0.33, num_stages: 3, spatial_strides: [1, 2, 2] };
const cosine = { warmup_steps: 3, start_factor: 0.1, total_steps: 8, eta_min: 1e-4 };

type Asked = Pick<TrajectoryQuestion, 'kwargs' | 'input' | 'optimizer'> &
  Partial<Pick<TrajectoryQuestion, 'head' | 'schedule' | 'clip_max_norm' | 'init'>>;

/** What PyTorch trains as well. Rates are tame: a loss that jumps would carry rounding with it. */
export const TRAINING_CASES: Readonly<Record<string, Asked>> = {
  'four stages, SGD, cosine': {
    kwargs: { gamma_w: 0.33 },
    input: [4, 3, 4, 32, 32],
    optimizer: SGD,
    schedule: cosine,
    clip_max_norm: 40,
  },
  'Nesterov, gradients clipped': {
    kwargs: { ...three, gamma_b: 2.25 },
    input: [3, 3, 5, 21, 18],
    optimizer: NESTEROV,
    clip_max_norm: 0.5,
  },
  'group norm, AdamW': {
    kwargs: { ...two, norm_cfg: { type: 'GN', num_groups: 4 }, act_cfg: { type: 'SiLU' }, zero_init_residual: false },
    input: [3, 3, 4, 16, 16],
    optimizer: ADAMW,
    schedule: cosine,
  },
  'instance norm, smoothed labels, Adam': {
    kwargs: { ...two, norm_cfg: { type: 'IN3d', affine: true }, act_cfg: { type: 'ELU' }, zero_init_residual: false },
    head: { label_smooth_eps: 0.1 },
    input: [3, 3, 3, 18, 17],
    optimizer: ADAM,
  },
  'no norm, circular borders, SE in all': {
    kwargs: {
      ...two,
      ...{ norm_cfg: null, zero_init_residual: false, se_style: 'all', se_ratio: 0.25 },
      conv_cfg: { type: 'Conv3d', padding_mode: 'circular' },
    },
    input: [2, 3, 3, 16, 16],
    optimizer: SGD,
    clip_max_norm: 1,
  },
  'frozen stages': { kwargs: { ...three, frozen_stages: 1 }, input: [3, 3, 2, 17, 19], optimizer: NESTEROV },
  'frozen stages, norm_eval, AdamW': {
    kwargs: { ...three, frozen_stages: 2, norm_eval: true },
    head: { label_smooth_eps: 0.2, fc1_bias: true },
    input: [3, 3, 2, 24, 24],
    optimizer: ADAMW,
  },
  norm_eval: { kwargs: { ...two, norm_eval: true }, input: [2, 3, 4, 16, 16], optimizer: SGD },
  'blocks checkpointed': { kwargs: { ...two, with_cp: true }, input: [3, 3, 4, 16, 16], optimizer: SGD },
  'fixed norms, PReLU, max head': {
    kwargs: { ...two, act_cfg: { type: 'PReLU' }, norm_cfg: { type: 'BN3d', requires_grad: false } },
    head: { spatial_type: 'max', label_smooth_eps: 0.1 },
    input: [2, 3, 3, 17, 16],
    optimizer: ADAM,
  },
  'zero residuals, stride 3, one channel': {
    kwargs: { gamma_w: 0.33, num_stages: 2, spatial_strides: [3, 1], in_channels: 1 },
    input: [4, 1, 2, 19, 22],
    optimizer: NESTEROV,
    init: 'named+zero_residual',
  },
  'batch statistics alone': {
    kwargs: { ...two, norm_cfg: { type: 'BN3d', track_running_stats: false } },
    input: [3, 3, 2, 16, 16],
    optimizer: { type: 'AdamW', lr: 0.002 },
  },
};

/** A question in the golden form, and what PyTorch needs to answer it. */
export interface TorchTraining {
  readonly question: TrajectoryQuestion & { readonly steps: number };
  /** The exported module, a .py file, and the weights to start from, a .pth file. */
  readonly source: string;
  readonly weights: Uint8Array;
  /** Clips of each batch, [N, C, T, H, W]. */
  readonly batches: readonly Float32Array[];
}

const CLASSES = 4;
const BATCHES = 3;

export function torchTraining(name: string): TorchTraining {
  const asked = TRAINING_CASES[name];
  if (!asked) throw new Error(`There is no training case ${name}.`);
  const clips = Array.from({ length: asked.input[0] ?? 1 }, (_, clip) => clip);
  const question = {
    ...{ name, init: 'named' as const, steps: 8, ...asked },
    head: { num_classes: CLASSES, mid_channels: 32, ...asked.head },
    batches: Array.from({ length: BATCHES }, (_, batch) => `input.${batch}`),
    labels: Array.from({ length: BATCHES }, (_, batch) => clips.map((clip) => (clip * clip + 3 * batch) % CLASSES)),
  };
  const architecture = architectureOf(question);
  return {
    question,
    source: pytorchModule(architecture),
    weights: joined(
      writePth(startingWeights(question, architecture), { design: architecture.design, naming: 'mmaction2' }),
    ),
    batches: question.batches.map((batch) => namedClip(question.input, batch).data),
  };
}

/**
 * Trains the same here, and says how far every kind of number lies from PyTorch's.
 * @param readAfter the values of a parameter or running statistic that PyTorch was left with
 */
export async function trainingDeviations(
  question: TorchTraining['question'],
  steps: readonly StepAnswer[],
  readAfter: (key: string) => Float64Array,
): Promise<readonly Deviation[]> {
  const after = [...startingWeights(question, architectureOf(question))]
    .filter(([, tensor]) => tensor.dtype === 'float32')
    .map(([key, { shape }]) => recordOf(key, shape, readAfter(key), OF_WEIGHTS));
  const found = await answerTrajectory(question, openInNode);
  return trajectoryDeviations({ name: question.name, steps, after }, found);
}
