import { check } from '../architecture/problems';
import { stateDictOf } from '../architecture/walk';
import { type ActCfg, type Design, HEAD_DEFAULTS, type Head, type NormCfg, REFERENCE_DEFAULTS } from '../design/design';
import { presetNamed } from '../design/presets';
import { sameShape } from '../tensor/shape';
import { type Interval, intervalText } from './interval';
import type { NamedCheckpoint } from './namedCheckpoint';
import { isBatchCount } from './nameMatches';
import { nearestOf } from './nearest';
import {
  bottleneckReading,
  depthReading,
  overridesOf,
  type Reading,
  squeezeReading,
  widthReading,
} from './recogniseStages';
import { statedArchitecture } from './statedDesign';
import type { StatedField } from './statedField';
import { NoDesignError, type NormFacts, notX3D, type Structure, structureOf } from './structure';
import { type Undecided, undecidedOf } from './undecided';

/** A field that names and shapes decide, and every value that would give the same network. */
export interface Decided {
  /** Path in the design: `reference.gamma_b`. */
  readonly field: string;
  /** `2.25`. */
  readonly value: string;
  /** Gammas from `from` up to, not including, `to` give the same tensors; the value is the simplest of them. */
  readonly interval?: Interval;
}

/** The design that a checkpoint's tensors are of, and how sure each of its fields is. */
export interface Recognition {
  /**
   * `metadata`: the file is one of ours and states its design, so nothing is open. `graph`: names, shapes and what an ONNX
   * graph computes.
   */
  readonly source: 'metadata' | 'names and shapes' | 'graph';
  readonly design: Design;
  readonly decided: readonly Decided[];
  readonly undecided: readonly Undecided[];
  /** What the file says in words, beside its tensors; absent where it says nothing. */
  readonly stated?: readonly StatedField[];
  /**
   * What else is true, a sentence each: of an ONNX graph (a closing Softmax that is dropped, norms that were folded), of
   * words that were not understood, or mean something else than they seem to.
   */
  readonly notes?: readonly string[];
}

/**
 * The design a checkpoint stands for: the one its metadata states, where that has the file's tensors, else what names and
 * shapes decide: the reference's numbers that explain most of it, and set by hand what they do not. Where several gammas
 * give the same tensors it takes the roundest (2.25 rather than 2.2531) and states the interval; what leaves no trace in
 * the file gets its usual value and is listed. Stages, conv5 or head may be missing.
 * @throws NoDesignError with the first tensor that fits no X3D of this family, and the nearest design
 */
export function recognise(checkpoint: NamedCheckpoint, metadata: ReadonlyMap<string, string> = new Map()): Recognition {
  const stated = statedDesign(checkpoint, metadata);
  return stated ? { source: 'metadata', design: stated, decided: [], undecided: [] } : recogniseTensors(checkpoint);
}

/** The design our own writers put into a file, unless its tensors were changed afterwards. */
function statedDesign(checkpoint: NamedCheckpoint, metadata: ReadonlyMap<string, string>): Design | null {
  const architecture = statedArchitecture(metadata);
  if (!architecture) return null;
  const fits = stateDictOf(architecture).every(({ key, shape }) => {
    const found = checkpoint.tensors.get(key)?.tensor.shape;
    return isBatchCount(key) || (found !== undefined && sameShape(found, shape));
  });
  return fits ? architecture.design : null;
}

function recogniseTensors(checkpoint: NamedCheckpoint): Recognition {
  const structure = structureOr(checkpoint);
  const width = widthReading(structure);
  const bottleneck = bottleneckReading(structure);
  const depth = depthReading(structure);
  const squeeze = squeezeReading(structure);
  const strides = structure.stages.map((stage) => (stage.blocks[0] && !stage.blocks[0].downsample ? 1 : 2));
  const norm = normCfgOf(structure);
  const slopes = structure.preluSlopes;
  const design: Design = {
    reference: {
      ...REFERENCE_DEFAULTS,
      gamma_w: width.value,
      gamma_b: bottleneck.value,
      gamma_d: depth.value,
      in_channels: structure.inChannels,
      num_stages: structure.stages.length,
      spatial_strides: strides,
      se_style: squeeze.value.style,
      se_ratio: squeeze.value.ratio,
      norm_cfg: norm,
      act_cfg: slopes === null ? REFERENCE_DEFAULTS.act_cfg : preluCfg(slopes),
      // init_weights looks for conv3.bn, which only batch norm is called.
      zero_init_residual: norm?.type === 'BN3d',
    },
    clip: presetNamed(depth.value >= 5 ? 'L' : 'S').design.clip,
    head: headOf(structure),
    overrides: overridesOf(depth, width, squeeze),
  };
  const misfit = width.misfit ?? bottleneck.misfit ?? squeeze.misfit;
  if (misfit) {
    const refusal = notX3D(checkpoint, misfit.key, misfit.reason);
    if (width.misfit === null) refusal.nearest = design;
    throw refusal;
  }
  const [fault] = check(design).problems.filter(({ severity }) => severity === 'error');
  if (fault) throw notX3D(checkpoint, 'conv1_s.conv.weight', `${fault.field}: ${fault.message}`);
  const decided = decidedOf(structure, design, { width, bottleneck, depth, squeeze });
  const open = decided.flatMap(({ field, value, interval }) =>
    interval ? [{ field, value, reason: `every value in ${intervalText(interval)} gives the same tensors` }] : [],
  );
  return {
    source: 'names and shapes',
    design,
    decided,
    undecided: [...open, ...undecidedOf(structure, design, squeeze.value.styleOpen)],
  };
}

/** @throws NoDesignError, with the nearest design where some of the tensors show one */
function structureOr(checkpoint: NamedCheckpoint): Structure {
  try {
    return structureOf(checkpoint);
  } catch (error) {
    if (error instanceof NoDesignError) error.nearest = nearestOf(checkpoint);
    throw error;
  }
}

interface Readings {
  readonly width: Reading<number>;
  readonly bottleneck: Reading<number>;
  readonly depth: Reading<number>;
  readonly squeeze: Reading<{ readonly style: string; readonly styleOpen: boolean }>;
}

function decidedOf(structure: Structure, { reference, overrides }: Design, readings: Readings): readonly Decided[] {
  const { width, bottleneck, depth, squeeze } = readings;
  const { norm, preluSlopes, head } = structure;
  const gamma = (field: string, { interval }: Reading<unknown>, value: unknown): Decided => ({
    field: `reference.${field}`,
    value: String(value ?? 'None'),
    ...(interval && value !== null ? { interval } : {}),
  });
  return [
    gamma('gamma_w', width, reference.gamma_w),
    gamma('gamma_b', bottleneck, reference.gamma_b),
    gamma('gamma_d', depth, reference.gamma_d),
    { field: 'reference.num_stages', value: String(structure.stages.length) },
    { field: 'reference.in_channels', value: String(structure.inChannels) },
    gamma('se_ratio', squeeze, reference.se_ratio),
    ...(squeeze.value.styleOpen || reference.se_ratio === null
      ? []
      : [{ field: 'reference.se_style', value: squeeze.value.style }]),
    ...(norm ? [{ field: 'reference.norm_cfg', value: normText(norm) }] : []),
    ...(preluSlopes === null ? [] : [{ field: 'reference.act_cfg', value: 'PReLU' }]),
    ...(head?.classes ? [{ field: 'head.num_classes', value: String(head.classes) }] : []),
    ...Object.entries(overrides).flatMap(([stage, override]) =>
      Object.entries(override ?? {}).map(([name, value]) => ({
        field: `overrides.${stage}.${name}`,
        value: Array.isArray(value) ? value.map((has) => (has ? 'SE' : 'none')).join(', ') : String(value),
      })),
    ),
  ];
}

function normCfgOf(structure: Structure): NormCfg | null {
  const { norm } = structure;
  if (!norm) return null;
  switch (norm.family) {
    case 'bn':
      return {
        type: 'BN3d',
        requires_grad: true,
        ...(norm.affine ? {} : { affine: false }),
        ...(norm.statistics ? {} : { track_running_stats: false }),
      };
    case 'gn':
      return { type: 'GN', num_groups: usualGroups(structure) };
    case 'in':
      return { type: 'IN3d', affine: norm.affine, ...(norm.statistics ? { track_running_stats: true } : {}) };
  }
}

const preluCfg = (slopes: number): ActCfg => ({ type: 'PReLU', ...(slopes === 1 ? {} : { num_parameters: slopes }) });

/** The largest power of two up to 32 that divides every width a norm stands on. */
function usualGroups({ base, stages, conv5 }: Structure): number {
  const widths = [
    base,
    ...(conv5 === null ? [] : [conv5]),
    ...stages.flatMap(({ channels, blocks }) => [channels, ...blocks.map(({ planes }) => planes)]),
  ];
  return [32, 16, 8, 4, 2].find((groups) => widths.every((width) => width % groups === 0)) ?? 1;
}

function headOf({ head }: Structure): Head | null {
  if (!head) return null;
  return {
    ...HEAD_DEFAULTS,
    num_classes: head.classes ?? HEAD_DEFAULTS.num_classes,
    mid_channels: head.mid,
    fc1_bias: head.fc1Bias ?? HEAD_DEFAULTS.fc1_bias,
  };
}

const FAMILY_NAMES = { bn: 'batch norm', gn: 'group norm', in: 'instance norm' } as const;
const normText = ({ family, affine }: NormFacts) =>
  `${FAMILY_NAMES[family]}${affine ? '' : ' without scale and shift'}`;
