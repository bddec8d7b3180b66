import type { Architecture } from '../architecture/architecture';
import { type Clip, type Design, HEAD_DEFAULTS, REFERENCE_DEFAULTS } from '../design/design';
import { shortSideFor } from '../design/presets';
import { whyNotByHand, whyNotMmaction2 } from '../design/whyNotMmaction2';
import { MEAN, STD } from '../tensor/levels';
import { BY_HAND, BY_HAND_MODULE, BY_HAND_SOURCE, headByHand, stagesByHand } from './byHand';
import { designComment } from './designComment';
import { pythonCall, pythonValue } from './python';
import { FREEZE_HOOK, HOOK_MODULE, type Taught } from './taught';
import type { Written } from './written';

/**
 * A configuration that mmaction2's launcher trains: the network, what feeds it, schedule and evaluation. Of the network it
 * spells what differs from the reference's defaults, the three gammas and frozen_stages always. Two lines are marked
 * to be filled in. A backbone without a head is written as `backbone = dict(…)` alone. For a head that was taught here the
 * lists, the weights and a hook that freezes the backbone lie beside the file, and one line is marked; where more than the
 * head learnt, `frozen_stages` says from where on, and there is no hook. What was set by hand then is said to subclasses of
 * mmaction2's classes, whose module lies beside the file as well.
 */
export function mmaction2Config(architecture: Architecture, taught?: Taught): Written {
  const design = taught ? withFrozenStages(architecture.design, taught) : architecture.design;
  const reasons = (taught ? whyNotByHand : whyNotMmaction2)(design);
  if (reasons.length > 0) return { reasons };
  const stages = stagesByHand(design);
  const backbone = pythonCall('dict', {
    type: stages ? BY_HAND.backbone : 'X3D',
    ...changedArguments(design),
    ...stages,
  });
  const comment = designComment(design);
  if (!design.head)
    return {
      text: `# The backbone alone; a Recognizer3D needs a cls_head as well.\n${clipComment(design.clip)}backbone = ${backbone}\n\n${comment}`,
    };
  const { num_classes, spatial_type, dropout_ratio, fc1_bias, init_std, label_smooth_eps } = design.head;
  const width = headByHand(design);
  const head = {
    type: width ? BY_HAND.head : 'X3DHead',
    ...width,
    in_channels: architecture.featDim,
    num_classes,
    spatial_type,
    dropout_ratio,
    fc1_bias,
    ...(init_std !== HEAD_DEFAULTS.init_std && { init_std }),
    ...(label_smooth_eps !== HEAD_DEFAULTS.label_smooth_eps && { label_smooth_eps }),
    average_clips: 'prob',
  };
  const mean = Array.from({ length: design.reference.in_channels }, () => MEAN);
  const std = mean.map(() => STD);
  const beside = [
    ...(stages || width ? [{ name: `${BY_HAND_MODULE}.py`, text: BY_HAND_SOURCE }] : []),
    ...(taught?.frozen === 'backbone' ? [{ name: `${HOOK_MODULE}.py`, text: FREEZE_HOOK }] : []),
  ];
  const modules = beside.map(({ name }) => name.slice(0, -'.py'.length));
  const where = taught ? taughtPlaces(taught, modules) : PLACES;
  return {
    beside,
    text: `# Trains this network with mmaction2 1.x, from its folder, on 8 GPUs:
#   bash tools/dist_train.sh THIS_FILE.py 8        (one GPU: python tools/train.py THIS_FILE.py)
# A list of videos has one line a video: its path below the folder, a space, the number of its class, from 0.
default_scope = 'mmaction'
${where}
${clipComment(design.clip)}model = dict(
    type='Recognizer3D',
    backbone=${backbone},
    cls_head=${pythonCall('dict', head)},
    data_preprocessor=dict(
        type='ActionDataPreprocessor',
        mean=${pythonValue(mean)},
        std=${pythonValue(std)},
        format_shape='NCTHW'),
    train_cfg=None,
    test_cfg=None)

${pipelines(design, taught)}
${LOADERS}
${SCHEDULE}
${comment}`,
  };
}

const PLACES = `data_root = 'data/videos'  # EDIT, 1 of 2: the folder of the videos, with train.txt and val.txt in it
load_from = 'x3d.pth'  # EDIT, 2 of 2: the weights to begin from, under mmaction2's names; None to begin with none
`;

/** The archive's folder holds all of it. */
const taughtPlaces = (
  { frozen }: Taught,
  modules: readonly string[],
) => `data_root = 'data/classes'  # EDIT, 1 of 1: the folder that the archive was unpacked to
load_from = data_root + '/x3d-mmaction2.pth'
${modules.length > 0 ? imported(modules) : ''}${frozen === 'backbone' ? HOOKED : LEARNT_DEEPER}# Distributed training has to be told that not every parameter learns.
find_unused_parameters = True
`;

const LEARNT_DEEPER = `# What learnt here learns on: frozen_stages below holds the stages before it.
`;

const imported = (
  modules: readonly string[],
) => `# ${modules.map((name) => `${name}.py`).join(' and ')} ${modules.length === 1 ? 'lies' : 'lie'} beside this file: copy ${modules.length === 1 ? 'it' : 'them'} to mmaction2's folder.
custom_imports = dict(imports=[${modules.map(pythonValue).join(', ')}], allow_failed_imports=False)
`;

const HOOKED = `# frozen_stages cannot freeze conv5; this hook does. To train more, take it out and set frozen_stages lower.
custom_hooks = [dict(type='FreezeBackboneHook')]
`;

function withFrozenStages(design: Design, { frozen }: Taught): Design {
  const { reference } = design;
  const frozen_stages = frozen === 'backbone' ? reference.num_stages : Math.max(reference.frozen_stages, frozen);
  return { ...design, reference: { ...reference, frozen_stages } };
}

function clipComment({ t, h, w, interval }: Clip): string {
  return `# Made for clips of ${t} frames, ${interval} source frames apart, ${h} × ${w} pixels.\n`;
}

/** What turns a video into the design's clip: random crops to train, the middle to validate, ten clips to test. */
function pipelines({ clip, reference }: Design, taught?: Taught): string {
  const { t, h, w, interval } = clip;
  const short = shortSideFor(Math.max(h, w));
  const size = h === w ? `${h}` : `(${w}, ${h})`;
  const pipeline = (name: string, sampled: string, shaped: string) => `${name}_pipeline = [
    dict(type='DecordInit'),
    dict(type='SampleFrames', clip_len=${t}, frame_interval=${interval}, num_clips=${sampled}),
    dict(type='DecordDecode'),
    dict(type='Resize', scale=(-1, ${short})),
${shaped}    dict(type='FormatShape', input_format='NCTHW'),
    dict(type='PackActionInputs'),
]
`;
  const channels =
    reference.in_channels === 3
      ? ''
      : `# These pipelines read RGB; the network takes ${reference.in_channels} channels. Put what reads yours in DecordDecode's place.\n`;
  const crop = `    dict(type='RandomResizedCrop'),
    dict(type='Resize', scale=(${w}, ${h}), keep_ratio=False),
${flip(taught)}`;
  const middle = `    dict(type='CenterCrop', crop_size=${size}),\n`;
  return [
    channels,
    pipeline('train', '1', crop),
    pipeline('val', '1, test_mode=True', middle),
    pipeline('test', '10, test_mode=True', middle),
  ].join('');
}

/** A mirrored clip where it shows its class, or shows a class at all. */
function flip(taught: Taught | undefined): string {
  const mirror = taught?.mirror ?? 'keeps';
  if (mirror === 'loses') return '';
  const map = mirror === 'keeps' ? '' : `, flip_label_map={${mirror.map(([a, b]) => `${a}: ${b}`).join(', ')}}`;
  return `    dict(type='Flip', flip_ratio=0.5${map}),\n`;
}

const loader = (name: string, list: string, batch: number, shuffle: boolean) => `${name}_dataloader = dict(
    batch_size=${batch},
    num_workers=8,
    persistent_workers=True,
    sampler=dict(type='DefaultSampler', shuffle=${shuffle ? 'True' : 'False'}),
    dataset=dict(
        type='VideoDataset',
        ann_file=data_root + '/${list}.txt',
        data_prefix=dict(video=data_root),
        pipeline=${name}_pipeline${name === 'train' ? '' : ',\n        test_mode=True'}))
`;

const LOADERS = [
  loader('train', 'train', 8, true),
  loader('val', 'val', 8, false),
  loader('test', 'val', 1, false),
].join('');

/** Fine-tuning's usual schedule; weight decay is SlowFast's for X3D (SOLVER.WEIGHT_DECAY), clip_grad mmaction2's usual. */
const SCHEDULE = `val_evaluator = dict(type='AccMetric')
test_evaluator = val_evaluator
train_cfg = dict(type='EpochBasedTrainLoop', max_epochs=30, val_begin=1, val_interval=1)
val_cfg = dict(type='ValLoop')
test_cfg = dict(type='TestLoop')
# The rate is for 64 clips a step, 8 GPUs of 8; with others start the launcher with --auto-scale-lr.
optim_wrapper = dict(
    optimizer=dict(type='SGD', lr=0.01, momentum=0.9, weight_decay=5e-5),
    clip_grad=dict(max_norm=40, norm_type=2))
param_scheduler = [
    dict(type='LinearLR', start_factor=0.1, by_epoch=True, begin=0, end=3, convert_to_iter_based=True),
    dict(type='CosineAnnealingLR', T_max=27, eta_min=0, by_epoch=True, begin=3, end=30, convert_to_iter_based=True),
]
auto_scale_lr = dict(enable=False, base_batch_size=64)
default_hooks = dict(
    runtime_info=dict(type='RuntimeInfoHook'),
    timer=dict(type='IterTimerHook'),
    logger=dict(type='LoggerHook', interval=20, ignore_last=False),
    param_scheduler=dict(type='ParamSchedulerHook'),
    checkpoint=dict(type='CheckpointHook', interval=1, save_best='auto', max_keep_ckpts=3),
    sampler_seed=dict(type='DistSamplerSeedHook'))
env_cfg = dict(
    cudnn_benchmark=False,
    mp_cfg=dict(mp_start_method='fork', opencv_num_threads=0),
    dist_cfg=dict(backend='nccl'))
log_processor = dict(type='LogProcessor', window_size=20, by_epoch=True)
vis_backends = [dict(type='LocalVisBackend')]
visualizer = dict(type='ActionVisualizer', vis_backends=vis_backends)
log_level = 'INFO'
resume = False
`;

function changedArguments({ reference }: Design): Readonly<Record<string, unknown>> {
  const usual = new Map<string, unknown>(Object.entries(REFERENCE_DEFAULTS));
  const always = ['gamma_w', 'gamma_b', 'gamma_d', 'frozen_stages'];
  return Object.fromEntries(
    Object.entries(reference).filter(
      ([name, value]) => always.includes(name) || JSON.stringify(value) !== JSON.stringify(usual.get(name)),
    ),
  );
}
