import { stageFacts } from '../architecture/stages';
import {
  isBatchNorm,
  NORM_TYPES,
  normOfType,
  SQUEEZE_STYLES,
  squeezeStyleOf,
  withSqueezeStyle,
  withStages,
  withStride,
} from '../design/changes';
import {
  ACT_TYPES,
  type Design,
  type Overrides,
  PADDING_MODES,
  type Reference,
  type StageOverride,
} from '../design/design';
import { withValue } from '../design/finding';
import { PARAMETERS, type Parameter, valueAt } from '../design/parameters';
import { AXES, type Axis } from './axes';

/** A number, the name of a choice, or a switch. */
export type VariedValue = number | string | boolean;

/** Something of a design that a sweep can vary: an axis, a parameter, or a number of one stage. */
export interface Varied {
  /** `gamma_s`, `reference.se_ratio`, `layer3.blocks`. */
  readonly name: string;
  /** In words: `γs Resolution`, `Squeeze ratio`, `Blocks of layer3`. */
  readonly label: string;
  /** Part of a design it belongs to, as menus group it. */
  readonly group: string;
  /** `frames`, `px`, `×`; empty for what has none. */
  readonly unit: string;
  /** Where a sweep begins and ends unless a person says otherwise; null for a choice, of which all are taken. */
  readonly usual: readonly [least: number, most: number] | null;
  /** What it can be, in order; empty where the design has no such thing. */
  values(design: Design): readonly VariedValue[];
  value(design: Design): VariedValue | undefined;
  apply(design: Design, value: VariedValue): Design;
}

/** The usual range of each axis. */
const USUAL: Readonly<Record<Axis['name'], readonly [least: number, most: number]>> = {
  gamma_tau: [1, 64],
  gamma_t: [1, 32],
  gamma_s: [64, 320],
  gamma_w: [0.3333, 4],
  gamma_b: [0.5, 4],
  gamma_d: [0.2, 6],
};

/** What an axis varies already, and better: along with the aspect ratio, and only where the network changes. */
const BY_AXES = ['reference.gamma_w', 'reference.gamma_b', 'reference.gamma_d', 'clip.t', 'clip.h', 'clip.w'];

/** What no measure depends on. */
export const WITHOUT_EFFECT: readonly string[] = [
  'clip.interval',
  'reference.use_swish',
  'reference.zero_init_residual',
  'reference.pretrained',
];

const GROUPS: Readonly<Record<Parameter['section'], string>> = {
  expansion: 'Axes',
  clip: 'Clip',
  stages: 'Stages',
  squeeze: 'SE',
  block: 'Layers',
  training: 'Training',
  head: 'Head',
};

/** The most blocks, and channels, that a sweep gives one stage. */
const MOST_BLOCKS = 25;
const MOST_CHANNELS = 512;

/** All that can be varied: the axes, and every parameter that a measure depends on. */
export const VARIED: readonly Varied[] = [
  ...AXES.map(fromAxis),
  ...PARAMETERS.filter(({ field }) => !BY_AXES.includes(field) && !WITHOUT_EFFECT.includes(field)).flatMap(
    fromParameter,
  ),
];

/** What is varied under a name. @throws Error for an unknown name */
export function variedNamed(name: string): Varied {
  const varied = VARIED.find((candidate) => candidate.name === name);
  if (!varied) throw new Error(`Nothing of a design that can be varied is called ${name}.`);
  return varied;
}

/** True where two things set the same number, so that only one can be varied. */
export function sameNumber(a: string, b: string): boolean {
  const isFrames = (name: string) => name === 'gamma_t' || name === 'gamma_tau';
  return a === b || (isFrames(a) && isFrames(b));
}

function fromAxis(axis: Axis): Varied {
  const { name, symbol, label, unit } = axis;
  return {
    name,
    label: `${symbol.replace('_', '')} ${label}`,
    group: GROUPS.expansion,
    unit,
    usual: USUAL[name],
    values: axis.values,
    value: axis.value,
    apply: (design, value) => (typeof value === 'number' ? axis.apply(design, value) : design),
  };
}

function fromParameter({ field, label, section, control }: Parameter): readonly Varied[] {
  const known = { name: field, label, group: GROUPS[section], unit: '' };
  const byPath = (values: readonly VariedValue[], usual: Varied['usual'] = null): Varied => ({
    ...known,
    usual,
    values: (design) => (valueAt(design, field) === undefined ? [] : values),
    value: (design) => valueAt(design, field) as VariedValue | undefined,
    apply: (design, value) => withValue(design, field, value),
  });
  const chosen = <T extends VariedValue>(
    values: readonly T[],
    value: (reference: Reference) => T,
    change: (reference: Reference, value: T) => Partial<Reference>,
  ): Varied => ({
    ...known,
    usual: null,
    values: () => values,
    value: ({ reference }) => value(reference),
    apply(design, asked) {
      const wanted = values.find((candidate) => candidate === asked);
      if (wanted === undefined) throw new Error(`${label} is one of ${values.join(', ')}; found ${asked}.`);
      return { ...design, reference: { ...design.reference, ...change(design.reference, wanted) } };
    },
  });

  switch (field) {
    case 'reference.num_stages':
      return [chosen([1, 2, 3, 4], ({ num_stages }) => num_stages, withStages)];
    case 'reference.spatial_strides':
      return [0, 1, 2, 3].flatMap(ofStage);
    case 'reference.se_style':
      return [chosen(SQUEEZE_STYLES, squeezeStyleOf, withSqueezeStyle)];
    case 'reference.norm_cfg':
      return [
        chosen(
          NORM_TYPES,
          ({ norm_cfg }) => norm_cfg?.type ?? 'none',
          // Only batch norm can start at zero: init_weights fails with another.
          ({ zero_init_residual }, type) => ({
            norm_cfg: normOfType(type),
            zero_init_residual: zero_init_residual && isBatchNorm(type),
          }),
        ),
      ];
    case 'reference.act_cfg':
      return [
        chosen(
          ACT_TYPES,
          ({ act_cfg }) => act_cfg.type,
          (_, type) => ({ act_cfg: { type } }),
        ),
      ];
    case 'reference.conv_cfg':
      return [
        chosen(
          PADDING_MODES,
          ({ conv_cfg }) => conv_cfg.padding_mode ?? 'zeros',
          (_, padding_mode) => ({ conv_cfg: { type: 'Conv3d', padding_mode } }),
        ),
      ];
  }
  switch (control.kind) {
    case 'switch':
      return [byPath([false, true])];
    case 'choice':
      return [byPath(control.options)];
    case 'integer':
      return [byPath(stepped(control.min, control.max, 1), [control.min, control.max])];
    case 'number':
      return [byPath(stepped(control.min, control.max, control.step), [control.min, control.max])];
    default:
      return [];
  }
}

/** What can be varied of one stage: its stride, and by hand its blocks and channels. */
function ofStage(index: number): readonly Varied[] {
  const path = `layer${index + 1}` as keyof Overrides;
  const has = ({ reference: { num_stages } }: Design) => index < num_stages;
  const byHand =
    (change: (value: number) => StageOverride): Varied['apply'] =>
    (design, value) => {
      const set = { ...design.overrides[path], ...change(Number(value)) };
      return { ...design, overrides: { ...design.overrides, [path]: set } };
    };
  const stage = (
    name: string,
    label: string,
    values: readonly number[],
    own: Pick<Varied, 'value' | 'apply' | 'usual'>,
  ): Varied => ({
    name: `${path}.${name}`,
    label: `${label} of ${path}`,
    group: GROUPS.stages,
    unit: '',
    values: (design) => (has(design) ? values : []),
    ...own,
  });
  return [
    stage('stride', 'Stride', [1, 2, 3, 4], {
      usual: null,
      value: (design) => stageFacts(design)[index]?.stride,
      // A stride that was set by hand goes before the reference's.
      apply: (design, value) =>
        design.overrides[path]?.stride === undefined
          ? { ...design, reference: { ...design.reference, ...withStride(design.reference, index, Number(value)) } }
          : byHand((stride) => ({ stride }))(design, value),
    }),
    stage('blocks', 'Blocks', stepped(1, MOST_BLOCKS, 1), {
      usual: [1, MOST_BLOCKS],
      value: (design) => stageFacts(design)[index]?.blocks.result,
      apply: byHand((blocks) => ({ blocks })),
    }),
    stage('width', 'Channels', stepped(8, MOST_CHANNELS, 8), {
      usual: [8, 256],
      value: (design) => stageFacts(design)[index]?.channels,
      apply: byHand((width) => ({ width })),
    }),
  ];
}

function stepped(min: number, max: number, step: number): readonly number[] {
  const count = Math.floor((max - min) / step + 1e-9) + 1;
  return Array.from({ length: count }, (_, index) => Number((min + index * step).toPrecision(10)));
}
