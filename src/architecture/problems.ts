import type { Design, Problem } from '../design/design';
import { asProblem, type Finding, findingsOf, setting } from '../design/finding';
import { throws } from '../design/referenceExceptions';
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
  const withFindings = (more: readonly Finding[]) => [
    ...problems,
    ...more.map((finding) => asProblem(design, finding)),
  ];
  try {
    const architecture = build(design);
    return {
      architecture: errors.length > 0 ? null : architecture,
      problems: withFindings(trainingFindings(architecture)),
    };
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error;
    return { architecture: null, problems: withFindings(shapeFindings(error, design)) };
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
function shapeFindings({ about, message }: ShapeError, { reference, clip }: Design): readonly Finding[] {
  switch (about) {
    case 'groups': {
      const field = 'reference.norm_cfg.num_groups';
      const expected = 'a number of groups that divides the stem, every stage, every bottleneck and conv5';
      const say = findingsOf(field, expected, setting('Use 1 group', field, 1));
      return say(`Group norm needs every width to divide by its groups: ${message}.`, throws.undividedGroups);
    }
    case 'width': {
      const field = 'reference.gamma_b';
      const expected = 'a number that leaves at least one channel in the narrowest bottleneck';
      const say = findingsOf(field, expected, setting('Set γ_b to 1', field, 1));
      const { gamma_b } = reference;
      return say(`γ_b = ${gamma_b} leaves a bottleneck without channels: ${message}.`, throws.noChannels(gamma_b < 0));
    }
    case 'padding': {
      const field = 'reference.conv_cfg.padding_mode';
      const say = findingsOf(
        field,
        'a larger clip, smaller strides, or zeros',
        setting('Pad with zeros', field, 'zeros'),
      );
      const thrown = throws.wideBorder(reference.conv_cfg.padding_mode === 'reflect');
      return say(`The clip is too small for this border: ${message}.`, thrown);
    }
    case 'statistics': {
      const twice = { label: 'Double the frame', values: { 'clip.h': clip.h * 2, 'clip.w': clip.w * 2 } };
      const say = findingsOf('clip.h', 'a larger clip, or a norm with running statistics', twice);
      return say(
        `This norm takes its statistics from the clip, which has become a single value per channel: ${message}.`,
        throws.singleValue(reference.norm_cfg?.type === 'IN3d'),
      );
    }
    case 'window': {
      const field = 'head.pool_window';
      const expected = 'a window no larger than the map along T, H and W, or None for the whole map';
      const say = findingsOf(field, expected, setting('Pool the whole map', field, null));
      return say(`The head's pooling window is larger than what it pools: ${message}.`);
    }
    case 'shape':
      return findingsOf('clip.h', 'a larger clip')(`The clip does not fit: ${message}.`);
  }
}

/** Batch norm refuses to train on a single value per channel; in eval mode the same clip runs. */
function trainingFindings({ design, layers }: Architecture): readonly Finding[] {
  const single = layers.find((layer) => {
    const norm = normOf(layer);
    return norm?.family === 'batch' && norm.foldable && norm.values(layer.output) === 1;
  });
  if (!single) return [];
  const expected = 'more frames, a larger frame, or more clips in a batch';
  const say = findingsOf('clip.t', expected, setting('Use two frames', 'clip.t', design.clip.t + 1));
  return say(
    `This clip runs, but cannot be trained on: ${single.path} sees one value per channel.`,
    throws.singleValueInTraining(single.output),
    'warning',
  );
}
