import type { Design, Problem } from '../design/design';
import { asProblem, type Finding } from '../design/finding';
import { validate } from '../design/validate';
import { ShapeError } from '../tensor/shape';
import type { Architecture } from './architecture';
import { build } from './build';
import { normOf } from './walk';

/** A design that was looked at: what it builds, and everything there is to say against it. */
export interface Checked {
  /** Null while there is an error. */
  readonly architecture: Architecture | null;
  readonly problems: readonly Problem[];
}

/** Validates a design and builds it. Never throws on a bad design. */
export function check(design: Design): Checked {
  const problems = validate(design);
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (!errors.every(leavesShapes)) return { architecture: null, problems };
  try {
    const architecture = build(design);
    const shapes = trainingFindings(architecture).map((finding) => asProblem(design, finding));
    return { architecture: errors.length > 0 ? null : architecture, problems: [...problems, ...shapes] };
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error;
    return { architecture: null, problems: [...problems, asProblem(design, shapeFinding(error, design))] };
  }
}

/** What only initialisation or training reads: the reference constructs the network, and so its shapes can be checked. */
function leavesShapes({ field }: Problem): boolean {
  return ['zero_init_residual', 'frozen_stages', 'pretrained'].some((name) => field === `reference.${name}`);
}

/** Everything there is to say against a design. */
export function problemsOf(design: Design): readonly Problem[] {
  return check(design).problems;
}

/** True where a design can be built. */
export function isLegal(design: Design): boolean {
  return check(design).architecture !== null;
}

/** A shape that does not fit, at the field that caused it. */
function shapeFinding({ about, message }: ShapeError, { reference, clip }: Design): Finding {
  switch (about) {
    case 'groups':
      return {
        field: 'reference.norm_cfg.num_groups',
        message: `Group norm needs every width to divide by its groups: ${message}.`,
        expected: 'a number of groups that divides the stem, every stage, every bottleneck and conv5',
        mend: { label: 'Use 1 group', values: { 'reference.norm_cfg.num_groups': 1 } },
        reference: {
          step: 'construct',
          exception: 'ValueError',
          message: 'num_channels must be divisible by num_groups',
        },
      };
    case 'width': {
      const negative = reference.gamma_b < 0;
      return {
        field: 'reference.gamma_b',
        message: `γ_b = ${reference.gamma_b} leaves a bottleneck without channels: ${message}.`,
        expected: 'a number that leaves at least one channel in the narrowest bottleneck',
        mend: { label: 'Set γ_b to 1', values: { 'reference.gamma_b': 1 } },
        reference: {
          step: 'construct',
          exception: negative ? 'RuntimeError' : 'ValueError',
          message: negative ? 'Trying to create tensor with negative dimension' : 'groups must be a positive integer',
        },
      };
    }
    case 'padding':
      return {
        field: 'reference.conv_cfg.padding_mode',
        message: `The clip is too small for this border: ${message}.`,
        expected: 'a larger clip, smaller strides, or zeros',
        mend: { label: 'Pad with zeros', values: { 'reference.conv_cfg.padding_mode': 'zeros' } },
        reference: {
          step: 'forward_eval',
          exception: 'RuntimeError',
          message:
            reference.conv_cfg.padding_mode === 'reflect'
              ? 'Argument #4: Padding size should be less than the corresponding input dimension'
              : 'Padding value causes wrapping around more than once.',
        },
      };
    case 'statistics':
      return {
        field: 'clip.h',
        message: `This norm takes its statistics from the clip, which has become a single value per channel: ${message}.`,
        expected: 'a larger clip, or a norm with running statistics',
        mend: {
          label: 'Double the frame',
          values: { 'clip.h': clip.h * 2, 'clip.w': clip.w * 2 },
        },
        reference: {
          step: 'forward_eval',
          exception: 'ValueError',
          message:
            reference.norm_cfg?.type === 'IN3d'
              ? 'Expected more than 1 spatial element when training, got input size'
              : 'Expected more than 1 value per channel when training, got input size',
        },
      };
    case 'window':
      return {
        field: 'head.pool_window',
        message: `The head's pooling window is larger than what it pools: ${message}.`,
        expected: 'a window no larger than the map along T, H and W, or None for the whole map',
        mend: { label: 'Pool the whole map', values: { 'head.pool_window': null } },
      };
    case 'shape':
      return { field: 'clip.h', message: `The clip does not fit: ${message}.`, expected: 'a larger clip' };
  }
}

/** Batch norm refuses to train on a single value per channel; in eval mode the same clip runs. */
function trainingFindings({ design, layers }: Architecture): readonly Finding[] {
  const single = layers.find((layer) => {
    const norm = normOf(layer);
    return norm?.family === 'batch' && norm.foldable && norm.values(layer.output) === 1;
  });
  if (!single) return [];
  return [
    {
      severity: 'warning',
      field: 'clip.t',
      message: `This clip runs, but cannot be trained on: ${single.path} sees one value per channel.`,
      expected: 'more frames, a larger frame, or more clips in a batch',
      mend: { label: 'Use two frames', values: { 'clip.t': design.clip.t + 1 } },
      reference: {
        step: 'forward_train',
        exception: 'ValueError',
        message: `Expected more than 1 value per channel when training, got input size torch.Size([${single.output.join(', ')}])`,
      },
    },
  ];
}
