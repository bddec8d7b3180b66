import { type Clip, type Design, HEAD_DEFAULTS, type Overrides, REFERENCE_DEFAULTS, type Reference } from './design';

export type PresetName = 'defaults' | 'X2D' | 'XS' | 'S' | 'M' | 'L' | 'XL';

/** A design to start from, and where its numbers come from. */
export interface Preset {
  readonly name: PresetName;
  /** `X3D-S`. */
  readonly label: string;
  readonly sentence: string;
  /** Where the numbers come from. */
  readonly source: string;
  readonly design: Design;
}

/** X3D-XS, S and M are one network under three clips; L is deeper. Widths and bottlenecks never differ. */
const PUBLISHED: Reference = { ...REFERENCE_DEFAULTS, gamma_w: 1, gamma_b: 2.25, gamma_d: 2.2 };

const clip = (t: number, side: number, interval: number): Clip => ({ n: 1, t, h: side, w: side, interval });
const design = (reference: Reference, clip: Clip): Design => ({ reference, clip, head: HEAD_DEFAULTS, overrides: {} });
const slowfast = (name: string): string =>
  `SlowFast configs/Kinetics/X3D_${name}.yaml; gammas from mmaction2 configs/recognition/x3d`;

export const PRESETS: readonly Preset[] = [
  {
    name: 'defaults',
    label: 'Reference defaults',
    sentence: 'What mmaction2’s X3D() builds when it is given nothing: every gamma 1. The clip is X3D-S’s.',
    source: 'mmaction2 mmaction/models/backbones/x3d.py',
    design: design(REFERENCE_DEFAULTS, clip(13, 160, 6)),
  },
  {
    name: 'X2D',
    label: 'X2D',
    sentence: 'Where the expansion starts: every gamma 1, one frame of 112 × 112.',
    source: 'mmaction2 mmaction/models/backbones/x3d.py, its defaults; one frame of 112 × 112 is where our walk starts',
    design: design(REFERENCE_DEFAULTS, clip(1, 112, 1)),
  },
  {
    name: 'XS',
    label: 'X3D-XS',
    sentence: 'The smallest published video network of the family: 4 frames of 160 × 160.',
    source: slowfast('XS'),
    design: design(PUBLISHED, clip(4, 160, 12)),
  },
  {
    name: 'S',
    label: 'X3D-S',
    sentence: 'The weights’ shapes of XS on 13 frames.',
    source: slowfast('S'),
    design: design(PUBLISHED, clip(13, 160, 6)),
  },
  {
    name: 'M',
    label: 'X3D-M',
    sentence: 'The weights’ shapes of XS and S on 16 frames of 224 × 224.',
    source: slowfast('M'),
    design: design(PUBLISHED, clip(16, 224, 5)),
  },
  {
    name: 'L',
    label: 'X3D-L',
    sentence: 'Twice as deep, on 16 frames of 312 × 312.',
    source: slowfast('L'),
    design: design({ ...PUBLISHED, gamma_d: 5 }, clip(16, 312, 5)),
  },
  {
    name: 'XL',
    label: 'X3D-XL',
    sentence:
      'Stages set by hand: 72, 136 and 280 channels, which the reference’s own arguments cannot express, on 16 frames of 312 × 312.',
    source:
      'widths of pytorchvideo and SlowFast (width factor 2.9), SE where the public TensorFlow port has it: 11,080,886 parameters',
    design: { ...design({ ...PUBLISHED, gamma_w: 1.45, gamma_d: 5 }, clip(16, 312, 5)), overrides: xlOverrides() },
  },
];

/**
 * X3D-XL beyond a stem of 32: both code bases round each stage by itself where the reference doubles one rounded base, and
 * the TensorFlow port counts every second block with SE over the whole network, not from the start of each stage.
 */
function xlOverrides(): Overrides {
  const depths = [5, 10, 25, 15];
  const widths = [undefined, 72, 136, 280];
  let before = 0;
  return Object.fromEntries(
    depths.map((depth, index) => {
      const first = before;
      before += depth;
      const width = widths[index];
      const se = Array.from({ length: depth }, (_, block) => (first + block) % 2 === 0);
      return [`layer${index + 1}`, { ...(width === undefined ? {} : { width }), se }];
    }),
  );
}

export function presetNamed(name: PresetName): Preset {
  const preset = PRESETS.find((candidate) => candidate.name === name);
  if (!preset) throw new Error(`no preset ${name}`);
  return preset;
}

const SHORT_SIDES: ReadonlyMap<number, number> = new Map([
  [160, 182],
  [224, 256],
  [312, 356],
]);

/** Short side a frame is resized to before a crop of `side`: the test sizes the published members use (SlowFast TEST_CROP_SIZE). */
export function shortSideFor(side: number): number {
  return SHORT_SIDES.get(side) ?? side;
}
