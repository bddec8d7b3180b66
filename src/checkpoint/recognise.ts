import { roundRepeats, roundSqueeze, roundWidth, truncateWidth } from '../architecture/rounding';
import { BASE_CHANNELS, STAGE_BLOCKS } from '../architecture/stages';
import { stateDictOf } from '../architecture/walk';
import { type ActCfg, type Design, HEAD_DEFAULTS, type Head, type NormCfg, REFERENCE_DEFAULTS } from '../design/design';
import { presetNamed } from '../design/presets';
import { sameShape } from '../tensor/shape';
import { ANY, type Interval, intersect, intervalOf, intervalText, simplest } from './interval';
import { isBatchCount } from './nameMatches';
import type { NamedCheckpoint } from './referenceNames';
import { statedArchitecture } from './statedDesign';
import { type NormFacts, notX3D, type Structure, structureOf } from './structure';

/** A field that names and shapes decide, and every value that would give the same network. */
export interface Decided {
  /** Path in the design: `reference.gamma_b`. */
  readonly field: string;
  /** `2.25`. */
  readonly value: string;
  /** Gammas from `from` up to, not including, `to` give the same tensors; the value is the simplest of them. */
  readonly interval?: Interval;
}

/** A field that no tensor shows, with the value it was given because it is the usual one. */
export interface Undecided {
  readonly field: string;
  readonly value: string;
  /** Why the file cannot tell. */
  readonly reason: string;
}

/** A design that has exactly the tensors of a checkpoint, and how sure each of its fields is. */
export interface Recognition {
  /**
   * `metadata`: the file is one of ours and states its design, so nothing is open. `graph`: names, shapes and what an ONNX
   * graph computes.
   */
  readonly source: 'metadata' | 'names and shapes' | 'graph';
  readonly design: Design;
  readonly decided: readonly Decided[];
  readonly undecided: readonly Undecided[];
  /** What else is true of an ONNX graph: a closing Softmax that is dropped, norms that were folded. */
  readonly notes?: readonly string[];
}

/**
 * The design a checkpoint stands for: the one its metadata states, where that has the file's tensors, else what names and
 * shapes decide. Where several gammas give the same tensors it takes the roundest (2.25 rather than 2.2531) and states the
 * interval; what leaves no trace in the file gets its usual value and is listed.
 * @throws CheckpointError with the first tensor that fits no X3D of this family
 */
export function recognise(checkpoint: NamedCheckpoint, metadata: ReadonlyMap<string, string> = new Map()): Recognition {
  const stated = statedDesign(checkpoint, metadata);
  return stated ? { source: 'metadata', design: stated, decided: [], undecided: [] } : recogniseTensors(checkpoint);
}

/** The design our own writers put into a file, unless somebody changed the tensors afterwards. */
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
  const structure = structureOf(checkpoint);
  const width = widthOf(structure, checkpoint);
  const bottleneck = bottleneckOf(structure, checkpoint);
  const depth = depthOf(structure, checkpoint);
  const squeeze = squeezeOf(structure, checkpoint);
  const norm = normCfgOf(structure);
  const strides = structure.stages.map((stage) => (stage.blocks[0]?.downsample ? 2 : 1));
  const { clip } = presetNamed(Number(depth.value) >= 5 ? 'L' : 'S').design;
  const slopes = structure.preluSlopes;
  const design: Design = {
    reference: {
      ...REFERENCE_DEFAULTS,
      gamma_w: Number(width.value),
      gamma_b: Number(bottleneck.value),
      gamma_d: Number(depth.value),
      in_channels: structure.inChannels,
      num_stages: structure.stages.length,
      spatial_strides: strides,
      se_style: squeeze.style,
      se_ratio: squeeze.ratio,
      norm_cfg: norm,
      act_cfg: slopes === null ? REFERENCE_DEFAULTS.act_cfg : preluCfg(slopes),
      // init_weights looks for conv3.bn, which only batch norm is called.
      zero_init_residual: norm?.type === 'BN3d',
    },
    clip,
    head: headOf(structure),
    overrides: {},
  };
  const decided: Decided[] = [
    width,
    bottleneck,
    depth,
    { field: 'reference.num_stages', value: String(structure.stages.length) },
    { field: 'reference.in_channels', value: String(structure.inChannels) },
    ...squeeze.decided,
    ...(structure.norm ? [{ field: 'reference.norm_cfg', value: normText(structure.norm) }] : []),
    ...(slopes === null ? [] : [{ field: 'reference.act_cfg', value: 'PReLU' }]),
    ...(structure.head?.classes ? [{ field: 'head.num_classes', value: String(structure.head.classes) }] : []),
  ];
  const open = decided.flatMap(({ field, value, interval }) =>
    interval ? [{ field, value, reason: `every value in ${intervalText(interval)} gives the same tensors` }] : [],
  );
  return {
    source: 'names and shapes',
    design,
    decided,
    undecided: [...open, ...undecidedOf(structure, design, squeeze.styleOpen)],
  };
}

/** gamma_w from the stem; every stage must double the one before. */
function widthOf({ base, stages }: Structure, checkpoint: NamedCheckpoint): Decided {
  const interval = intervalOf((gamma) => roundWidth(BASE_CHANNELS, gamma).result, base);
  if (!interval) throw notX3D(checkpoint, 'conv1_s.conv.weight', 'the width of the stem is a multiple of 8');
  for (const [index, { channels, blocks }] of stages.entries()) {
    const expected = base * 2 ** index;
    if (channels === expected) continue;
    const first = `layer${index + 1}.0.${blocks[0]?.downsample ? 'downsample' : 'conv3'}.conv.weight`;
    const reason = `stage ${index + 1} over a stem of ${base} has ${expected} channels, because each doubles the one before (pytorchvideo's X3D-XL rounds each by itself)`;
    throw notX3D(checkpoint, first, reason);
  }
  return { field: 'reference.gamma_w', value: String(simplest(interval, base / BASE_CHANNELS)), interval };
}

/** gamma_b: one number whose products with every width are cut to the planes found. */
function bottleneckOf({ base, stages, conv5 }: Structure, checkpoint: NamedCheckpoint): Decided {
  let interval: Interval = ANY;
  const narrow = (channels: number, planes: number, key: string) => {
    const own = intervalOf((gamma) => truncateWidth(channels, gamma).result, planes);
    const both = own && intersect(interval, own);
    if (!both)
      throw notX3D(checkpoint, key, `no gamma_b gives ${planes} of ${channels} channels and the planes before it`);
    interval = both;
  };
  for (const [index, { blocks }] of stages.entries())
    for (const [block, { planes }] of blocks.entries())
      narrow(base * 2 ** index, planes, `layer${index + 1}.${block}.conv1.conv.weight`);
  narrow(base * 2 ** (stages.length - 1), conv5, 'conv5.conv.weight');
  return { field: 'reference.gamma_b', value: String(simplest(interval, interval.from)), interval };
}

/** gamma_d: one number whose products with 1, 2, 5, 3 are rounded up to the blocks found. */
function depthOf({ stages }: Structure, checkpoint: NamedCheckpoint): Decided {
  let interval: Interval = ANY;
  for (const [index, { blocks }] of stages.entries()) {
    const own = intervalOf((gamma) => roundRepeats(STAGE_BLOCKS[index] as number, gamma).result, blocks.length);
    const both = own && intersect(interval, own);
    if (!both)
      throw notX3D(
        checkpoint,
        `layer${index + 1}.${blocks.length - 1}.conv1.conv.weight`,
        `no gamma_d gives ${blocks.length} blocks in stage ${index + 1} and those of the stages before it`,
      );
    interval = both;
  }
  return { field: 'reference.gamma_d', value: String(simplest(interval, interval.to)), interval };
}

/** Ratios people write, tried before any decimal. */
const USUAL_RATIOS = [1 / 16, 1 / 8, 1 / 4, 1 / 2, 1, 1 / 32];

interface Squeeze {
  readonly style: 'half' | 'all';
  readonly ratio: number | null;
  readonly decided: readonly Decided[];
  /** No stage has a second block, so 'half' and 'all' are one. */
  readonly styleOpen: boolean;
}

function squeezeOf({ stages }: Structure, checkpoint: NamedCheckpoint): Squeeze {
  const all = stages.flatMap(({ blocks }, stage) => blocks.map((block, index) => ({ ...block, stage, index })));
  const withSe = all.filter(({ squeeze }) => squeeze !== null);
  if (withSe.length === 0)
    return { style: 'half', ratio: null, decided: [{ field: 'reference.se_ratio', value: 'None' }], styleOpen: true };
  const style = all.some(({ index, squeeze }) => index % 2 === 1 && squeeze !== null) ? 'all' : 'half';
  let interval: Interval = ANY;
  for (const { stage, index, squeeze, planes } of all) {
    const key = `layer${stage + 1}.${index}.se_module.fc1.weight`;
    const expected = style === 'all' || index % 2 === 0;
    if ((squeeze !== null) !== expected)
      throw notX3D(checkpoint, key, `SE stands in every block or in every second one, starting with the first`);
    if (squeeze === null) continue;
    const own = intervalOf((ratio) => roundSqueeze(planes, ratio).result, squeeze);
    const both = own && intersect(interval, own);
    if (!both)
      throw notX3D(checkpoint, key, `no se_ratio gives ${squeeze} of ${planes} planes and the widths before it`);
    interval = both;
  }
  const { from, to } = interval;
  const ratio = USUAL_RATIOS.find((usual) => usual >= from && usual < to) ?? simplest(interval, from);
  const styleOpen = all.every(({ index }) => index === 0);
  return {
    style,
    ratio,
    styleOpen,
    decided: [
      { field: 'reference.se_ratio', value: String(ratio), interval },
      ...(styleOpen ? [] : [{ field: 'reference.se_style', value: style }]),
    ],
  };
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
    conv5,
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
const normText = ({ family, affine, statistics }: NormFacts) =>
  `${FAMILY_NAMES[family]}${affine ? '' : ' without scale and shift'}${family === 'bn' && !statistics ? ' without running statistics' : ''}`;

/** What leaves no trace, with the value the design was given. */
function undecidedOf({ stages, norm, preluSlopes, head }: Structure, design: Design, styleOpen: boolean): Undecided[] {
  const { reference, clip } = design;
  const list: Undecided[] = [];
  const add = (field: string, value: string, reason: string) => list.push({ field, value, reason });
  const first = stages[0]?.blocks[0]?.downsample;
  add(
    'reference.spatial_strides',
    reference.spatial_strides.join(', '),
    first
      ? 'a stride is no tensor; only that the first is not 1 shows, by its shortcut'
      : 'a stride is no tensor; only the first shows, by the shortcut it lacks',
  );
  add('clip', `${clip.t} × ${clip.h} × ${clip.w}, every ${clip.interval}th frame`, 'any clip can be fed');
  if (preluSlopes === null) add('reference.act_cfg', reference.act_cfg.type, 'an activation stores nothing');
  add('reference.conv_cfg', 'zeros', 'padding stores nothing');
  if (norm?.family === 'bn') add('reference.norm_cfg.type', 'BN3d', 'SyncBN stores the same');
  if (norm?.family === 'gn')
    add('reference.norm_cfg.num_groups', String(reference.norm_cfg?.num_groups), 'groups store nothing');
  if (norm) add('reference.norm_cfg.eps', '1e-5', 'eps is no tensor');
  else add('reference.norm_cfg', 'None', 'instance norm without scale and shift stores nothing either');
  if (styleOpen && reference.se_ratio !== null) add('reference.se_style', 'half', 'no stage has a second block');
  if (head) {
    add('head.spatial_type', 'avg', 'a pool stores nothing');
    add('head.dropout_ratio', '0.5', 'dropout stores nothing, and does nothing in eval mode');
    add('head.init_std', '0.01', 'how fresh weights were drawn does not show');
    add('head.label_smooth_eps', '0', 'label smoothing stores nothing, and does nothing in eval mode');
    if (head.classes === null) add('head.num_classes', '400', 'fc2 is not in the file');
    if (head.fc1Bias === null) add('head.fc1_bias', 'false', 'fc1 is not in the file');
  }
  return list;
}
