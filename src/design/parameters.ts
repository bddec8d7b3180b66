import { isRecord } from '../text/json';
import type { Design } from './design';

/** Which part of the form a parameter belongs to. */
export type Section = 'expansion' | 'clip' | 'stages' | 'squeeze' | 'block' | 'training' | 'head';

type Control =
  | { readonly kind: 'number'; readonly min: number; readonly max: number; readonly step: number }
  | { readonly kind: 'integer'; readonly min: number; readonly max: number }
  | { readonly kind: 'choice'; readonly options: readonly string[] }
  | { readonly kind: 'switch' }
  | { readonly kind: 'text' }
  /** One integer a stage. */
  | { readonly kind: 'strides'; readonly min: number; readonly max: number }
  /** Sizes along T, H and W. */
  | { readonly kind: 'window' }
  /** A configuration dict with keys of its own. */
  | { readonly kind: 'config' };

/** One number of a design: what the form, the validation, the share link, the command line and the explorer know of it. */
export interface Parameter {
  /** Path in the design: `reference.gamma_w`. Its last word is the reference's own keyword. */
  readonly field: string;
  /** In words, as the form calls it. */
  readonly label: string;
  /** As formulas write it: γ_w. */
  readonly symbol: string;
  readonly section: Section;
  readonly control: Control;
  /** None or null is legal, and what it then means. */
  readonly nullable?: string;
  /** Key in a share link. */
  readonly key: string;
  readonly sentence: string;
  /** Where the reference surprises. */
  readonly quirk?: string;
}

const number = (min: number, max: number, step: number): Control => ({ kind: 'number', min, max, step });
const integer = (min: number, max: number): Control => ({ kind: 'integer', min, max });
const choice = (...options: readonly string[]): Control => ({ kind: 'choice', options });

/**
 * Every parameter of a design by its section and field, in the order of the form. Ranges are what sliders offer; what is
 * legal is wider and is said by `problemsOf`. Defaults stand in design.ts.
 */
const BY_SECTION: Readonly<Record<Section, Readonly<Record<string, Omit<Parameter, 'field' | 'section'>>>>> = {
  expansion: {
    'reference.gamma_w': {
      label: 'Width',
      symbol: 'γ_w',
      control: number(0.25, 4, 0.01),
      nullable: 'unchanged',
      key: 'w',
      sentence:
        'Width: multiplies the channels of every layer. Only the base of 24 is rounded, to a multiple of 8; each stage doubles it.',
      quirk: '0 and None leave the width unchanged; a tiny or negative value gives a base of 8 without a word.',
    },
    'reference.gamma_b': {
      label: 'Bottleneck',
      symbol: 'γ_b',
      control: number(0.1, 6, 0.01),
      key: 'b',
      sentence:
        'Bottleneck: multiplies the channels inside each block, where the channel-wise convolution is, and those of conv5.',
      quirk: 'The product is cut to an integer, not rounded, and in float64: 200 × 0.29 gives 57.',
    },
    'reference.gamma_d': {
      label: 'Depth',
      symbol: 'γ_d',
      control: number(0.1, 10, 0.1),
      nullable: 'unchanged',
      key: 'd',
      sentence: 'Depth: multiplies the blocks of each stage (1, 2, 5, 3), rounded up.',
      quirk: '0 and None leave the depth unchanged.',
    },
  },
  clip: {
    'clip.t': {
      label: 'Frames',
      symbol: 'γ_t',
      control: integer(1, 64),
      key: 't',
      sentence: 'Frames in a clip. No layer strides in time, so this many frames go all the way to the head.',
    },
    'clip.h': {
      label: 'Frame size',
      symbol: 'γ_s',
      control: integer(16, 512),
      key: 'y',
      sentence: 'Rows of pixels of each frame.',
    },
    'clip.w': {
      label: 'Frame width',
      symbol: 'γ_s',
      control: integer(16, 512),
      key: 'x',
      sentence: 'Columns of pixels of each frame.',
    },
    'clip.interval': {
      label: 'Frame interval',
      symbol: '1/γ_τ',
      control: integer(1, 32),
      key: 'i',
      sentence:
        'Source frames from one sampled frame to the next. It changes which frames are taken, not what the network costs.',
    },
    'clip.n': {
      label: 'Clips in a batch',
      symbol: 'N',
      control: integer(1, 64),
      key: 'n',
      sentence: 'Clips in a batch. Every count of the whole network is for all of them.',
    },
    'reference.in_channels': {
      label: 'Channels',
      symbol: 'C',
      control: integer(1, 16),
      key: 'c',
      sentence: 'Channels of the clip: 3 for RGB, 1 for grey, 2 for optical flow.',
    },
  },
  stages: {
    'reference.num_stages': {
      label: 'Stages',
      symbol: 'stages',
      control: integer(1, 4),
      key: 'k',
      sentence: 'Residual stages.',
      quirk: 'The list of strides must have this length, so the reference cannot be given one without the other.',
    },
    'reference.spatial_strides': {
      label: 'Spatial strides',
      symbol: 'strides',
      control: { kind: 'strides', min: 1, max: 4 },
      key: 's',
      sentence: 'Stride in height and width of each stage’s first block. Time is never strided.',
      quirk: 'The default is (2, 2, 2, 2); the reference’s docstring says (1, 2, 2, 2).',
    },
  },
  squeeze: {
    'reference.se_style': {
      label: 'Blocks with SE',
      symbol: 'SE',
      control: choice('half', 'all'),
      key: 'q',
      sentence: 'Which blocks have squeeze-and-excitation: every second one, beginning with the first, or all.',
      quirk: 'Checked by the reference even where se_ratio is None and there is no SE.',
    },
    'reference.se_ratio': {
      label: 'Squeeze ratio',
      symbol: 'SE ratio',
      control: number(0.01, 1, 0.0025),
      nullable: 'no SE',
      key: 'r',
      sentence:
        'Width of the squeeze over the width of the bottleneck, rounded to a multiple of 8, at least 8. None: no SE.',
    },
  },
  block: {
    'reference.conv_cfg': {
      label: 'Padding',
      symbol: 'conv_cfg',
      control: { kind: 'config' },
      key: 'cc',
      sentence: 'Convolution layers: Conv3d, and how borders are padded.',
      quirk: 'The two convolutions inside SE are plain nn.Conv3d and do not see it.',
    },
    'reference.norm_cfg': {
      label: 'Norm',
      symbol: 'norm_cfg',
      control: { kind: 'config' },
      nullable: 'no norm',
      key: 'nc',
      sentence: 'Normalisation layers: batch norm, group norm, instance norm, or none.',
      quirk: 'Anything but batch norm needs zero_init_residual off, or init_weights fails.',
    },
    'reference.act_cfg': {
      label: 'Activation',
      symbol: 'act_cfg',
      control: { kind: 'config' },
      key: 'ac',
      sentence: 'The activation after conv1_t, conv1, conv5 and at the end of each block.',
      quirk: 'It touches neither the ReLU inside SE nor the Swish after the channel-wise convolution.',
    },
    'reference.use_swish': {
      label: 'Swish',
      symbol: 'use_swish',
      control: { kind: 'switch' },
      key: 'u',
      sentence: 'Swish after the channel-wise convolution.',
      quirk: 'Stored but never read by the reference: Swish always runs.',
    },
  },
  training: {
    'reference.frozen_stages': {
      label: 'Frozen stages',
      symbol: 'frozen',
      control: integer(-1, 4),
      key: 'f',
      sentence: 'Stages kept from training: −1 none, 0 the stem, k the stem and the first k stages.',
      quirk: 'Freezing starts at the first train() or eval() and is never undone; conv5 is never frozen.',
    },
    'reference.norm_eval': {
      label: 'Norms in eval mode',
      symbol: 'norm_eval',
      control: { kind: 'switch' },
      key: 'e',
      sentence: 'Keeps batch norm’s running statistics fixed while training.',
      quirk: 'Only batch norm: group and instance norm are left as they are.',
    },
    'reference.with_cp': {
      label: 'Checkpointing',
      symbol: 'with_cp',
      control: { kind: 'switch' },
      key: 'p',
      sentence: 'Checkpointing: keeps only each block’s input for the backward pass and computes the rest again.',
      quirk: 'It acts only where the block’s input requires a gradient.',
    },
    'reference.zero_init_residual': {
      label: 'Zero-init residual',
      symbol: 'zero_init',
      control: { kind: 'switch' },
      key: 'z',
      sentence: 'Starts the last norm of every block at zero, so that a fresh block is the identity of its shortcut.',
    },
    'reference.pretrained': {
      label: 'Pretrained',
      symbol: 'pretrained',
      control: { kind: 'text' },
      nullable: 'from scratch',
      key: 'l',
      sentence: 'A checkpoint that init_weights loads (strict=False). This page reads no paths: open the file itself.',
      quirk: 'Looked at by init_weights alone.',
    },
  },
  head: {
    'head.num_classes': {
      label: 'Classes',
      symbol: 'classes',
      control: integer(1, 2000),
      key: 'hc',
      sentence: 'Classes the head tells apart.',
    },
    'head.mid_channels': {
      label: 'Hidden channels',
      symbol: 'mid',
      control: integer(8, 4096),
      key: 'hm',
      sentence: 'Channels between fc1 and fc2: 2048 in every published X3D.',
      quirk: 'Fixed in mmaction2’s X3DHead.',
    },
    'head.dropout_ratio': {
      label: 'Dropout',
      symbol: 'dropout',
      control: number(0, 1, 0.05),
      key: 'hd',
      sentence: 'Share of the head’s features switched off while training.',
      quirk: 'At 0 the reference builds no dropout module.',
    },
    'head.fc1_bias': {
      label: 'Bias on fc1',
      symbol: 'fc1 bias',
      control: { kind: 'switch' },
      key: 'hb',
      sentence: 'A bias on fc1.',
    },
    'head.spatial_type': {
      label: 'Pooling',
      symbol: 'pool',
      control: choice('avg', 'max'),
      key: 'hp',
      sentence: 'How the head pools over time and space.',
    },
    'head.pool_window': {
      label: 'Pooling window',
      symbol: 'window',
      control: { kind: 'window' },
      nullable: 'the whole map',
      key: 'hw',
      sentence:
        'Frames, rows and columns that the head pools at once. Under a window smaller than the map it classifies at every position and takes the mean of the scores.',
      quirk:
        'Set by hand: mmaction2’s X3DHead always pools the whole map. SlowFast and pytorchvideo pool under a window on larger crops.',
    },
    'head.init_std': {
      label: 'Spread of fresh weights',
      symbol: 'init_std',
      control: number(0.001, 0.2, 0.001),
      key: 'hi',
      sentence: 'Standard deviation that init_weights draws fc1 and fc2 with: 0.01 in the reference.',
      quirk: 'Small networks learn more safely from 0.05: fewer units of fc1 die.',
    },
    'head.label_smooth_eps': {
      label: 'Label smoothing',
      symbol: 'smoothing',
      control: number(0, 0.5, 0.01),
      key: 'hs',
      sentence: 'Share of a label that the loss spreads evenly over all classes while training.',
    },
  },
};

/** All of them in one list, in the same order. */
export const PARAMETERS: readonly Parameter[] = Object.entries(BY_SECTION).flatMap(([section, rows]) =>
  Object.entries(rows).map(([field, row]) => ({ field, section: section as Section, ...row })),
);

export function parameterAt(field: string): Parameter {
  const parameter = PARAMETERS.find((candidate) => candidate.field === field);
  if (!parameter) throw new Error(`no parameter ${field}`);
  return parameter;
}

/** The value a design, or one from outside, has at a parameter; undefined for the head's where there is no head. */
export function valueAt(design: Readonly<Partial<Record<keyof Design, unknown>>>, field: string): unknown {
  const [section = '', name = ''] = field.split('.');
  const part = design[section as keyof Design];
  return isRecord(part) && Object.hasOwn(part, name) ? part[name] : undefined;
}
