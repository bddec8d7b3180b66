import type { Design } from '../design/design';
import { type PresetName, presetNamed } from '../design/presets';
import type { Costs } from './costs';

/** A way of counting a network's arithmetic in which numbers are published. */
export type ConventionName = 'macs' | 'flops' | 'mmcv' | 'mmengine' | 'pytorchvideo';

/** One counting convention. Counts are sums over layers, so they hold for any part of a network as for the whole. */
export interface Convention {
  readonly name: ConventionName;
  /** As the switch and the columns call it. */
  readonly label: string;
  readonly unit: 'MACs' | 'FLOPs';
  readonly counts: string;
  /** Which published numbers it gives. */
  readonly publishedBy: string;
  count(costs: Pick<Costs, 'macs' | 'flops'>): number;
}

/** Every convention, the app's own first. Sources: SlowFast, mmaction2, mmcv, mmengine, pytorchvideo and fvcore, counted by running them. */
export const CONVENTIONS: readonly Convention[] = [
  {
    name: 'macs',
    label: 'MACs',
    unit: 'MACs',
    counts: 'Multiply-accumulates of convolutions and linear layers; no bias, no norm, no activation.',
    publishedBy: 'SlowFast’s model zoo at the training crop, one view; the paper’s GFLOPs are these too.',
    count: ({ macs }) => macs,
  },
  {
    name: 'flops',
    label: 'FLOPs',
    unit: 'FLOPs',
    counts: 'Twice the MACs: each is one multiplication and one addition.',
    publishedBy: 'None of the X3D tables: what they call FLOPs are MACs, or MACs and a little more.',
    count: ({ macs }) => 2 * macs,
  },
  {
    name: 'mmcv',
    label: 'mmcv',
    unit: 'FLOPs',
    counts:
      'MACs, 2 a batch norm element, 1 a ReLU output, 1 an input element of a global pool, 1 a bias of a convolution; Swish, sigmoid, the SE product and sums are free (mmcv.cnn.get_model_complexity_info).',
    publishedBy: 'mmaction2’s metafile: S at 13 × 192 × 192, M at 16 × 256 × 256, whatever crop it names.',
    count: ({ flops }) => flops.mmcv,
  },
  {
    name: 'mmengine',
    label: 'mmengine',
    unit: 'FLOPs',
    counts: 'MACs and 2 a batch norm element; nothing else (mmengine.analysis, a trace after fvcore).',
    publishedBy: 'mmaction2’s get_flops.py today, which leaves the head out.',
    count: ({ flops }) => flops.mmengine,
  },
  {
    name: 'pytorchvideo',
    label: 'pytorchvideo',
    unit: 'FLOPs',
    counts:
      'MACs and 5 a batch norm element, fvcore’s rule outside eval mode. For networks with batch norm: inferred from four of four published numbers, the source does not say.',
    publishedBy:
      'pytorchvideo’s model zoo at the test crop, its head run at every position the training crop’s pool leaves, one shortcut norm fewer.',
    // mmengine adds 2 an element where this adds 5.
    count: ({ macs, flops }) => macs + (5 / 2) * (flops.mmengine - macs),
  },
];

export function conventionNamed(name: ConventionName): Convention {
  const convention = CONVENTIONS.find((candidate) => candidate.name === name);
  if (!convention) throw new Error(`no counting convention ${name}`);
  return convention;
}

/** A printed number, and what gives it again. */
export interface PublishedCount {
  readonly member: PresetName;
  /** As printed, in units of 10^9 FLOPs or exactly. */
  readonly printed: string;
  readonly source: string;
  readonly convention: ConventionName;
  /** The design with the clip that was counted, which is not always the one that is named. */
  readonly design: Design;
  /** Positions at which the head runs: more than 1 where it pools a larger clip by the training crop's kernel. */
  readonly headPositions: number;
  /** Layers of ours that the counted network lacks. */
  readonly without: readonly string[];
}

/** Published counts. Each is given by `publishedCount` to the digits printed (SlowFast cuts 0.6053 to 0.60, the rest round). */
export const PUBLISHED_COUNTS: readonly PublishedCount[] = [
  ...published('SlowFast MODEL_ZOO.md', 'macs', [
    ['XS', '0.60', 160],
    ['S', '1.96', 160],
    ['M', '4.73', 224],
    ['L', '18.37', 312],
  ]),
  ...published('mmaction2 configs/recognition/x3d/metafile.yml', 'mmcv', [
    ['S', '2967543760', 192],
    ['M', '6490866832', 256],
  ]),
  ...published(
    'pytorchvideo docs/source/model_zoo.md',
    'pytorchvideo',
    [
      ['XS', '0.91', 182, 4],
      ['S', '2.96', 182, 4],
      ['M', '6.72', 256, 4],
      ['L', '26.64', 356, 9],
    ],
    ['layer1.0.downsample.bn'],
  ),
];

/** The count that a published number should be, from the costs of its design by path. */
export function publishedCount(
  { convention, headPositions, without }: PublishedCount,
  costs: ReadonlyMap<string, Costs>,
): number {
  const { count } = conventionNamed(convention);
  const at = (path: string): number => {
    const found = costs.get(path);
    if (!found) throw new Error(`no costs of '${path}'`);
    return count(found);
  };
  return at('') + (headPositions - 1) * at('head') - without.reduce((sum, path) => sum + at(path), 0);
}

function published(
  source: string,
  convention: ConventionName,
  rows: readonly (readonly [member: PresetName, printed: string, side: number, headPositions?: number])[],
  without: readonly string[] = [],
): readonly PublishedCount[] {
  return rows.map(([member, printed, side, headPositions = 1]) => {
    const { design } = presetNamed(member);
    const counted = { ...design, clip: { ...design.clip, h: side, w: side } };
    return { member, printed, source, convention, design: counted, headPositions, without };
  });
}
