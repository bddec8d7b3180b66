import type { StageFacts } from '../architecture/architecture';
import { BASE_CHANNELS, baseChannels, STAGE_BLOCKS, stageFacts } from '../architecture/stages';
import { clipReach } from '../design/clipReach';
import type { Clip, Design, Overrides, Reference } from '../design/design';
import { countText, ordinalText } from '../text/numberText';

/** The six axes along which X3D expands (Feichtenhofer 2020). */
export type AxisName = 'gamma_tau' | 'gamma_t' | 'gamma_s' | 'gamma_w' | 'gamma_b' | 'gamma_d';

/** One axis: a number of a design, and which of its values give different networks. */
export interface Axis {
  readonly name: AxisName;
  readonly symbol: string;
  /** What grows. */
  readonly label: string;
  /** The paper's name of the operation. */
  readonly operation: string;
  /** Of its values: `frames`, `px`, or × for a factor. */
  readonly unit: 'frames' | 'px' | '×';
  readonly sentence: string;
  /** Where a design stands. */
  value(design: Design): number;
  /**
   * Values that a step can reach, ascending, each another network or clip; the design's own among them. Costs never
   * fall from one to the next.
   */
  values(design: Design): readonly number[];
  /** The design moved along this axis alone, to one of its values. */
  apply(design: Design, value: number): Design;
  /** The value in words: `13 frames, every 6th`; `13 frames, reaching over 73`. */
  describe(design: Design): string;
}

/** The most blocks, widths, frames and pixels that a step goes to. */
const MOST = { frames: 256, side: 640, width: 16, bottleneck: 8, depth: 16 };
/** Published crops, 112 to 312 pixels, are all multiples of this. */
const SIDE_STEP = 8;
/** Pixels of the smallest frames: those of networks that learn made clips. */
const LEAST_SIDE = 16;

const withClip = (design: Design, clip: Partial<Clip>): Design => ({ ...design, clip: { ...design.clip, ...clip } });
const withReference = (design: Design, reference: Partial<Reference>): Design => ({
  ...design,
  reference: { ...design.reference, ...reference },
});

/** The axes, in the paper's order. */
export const AXES: readonly Axis[] = [
  {
    name: 'gamma_tau',
    symbol: 'γ_τ',
    label: 'Frame rate',
    operation: 'X-Fast',
    unit: 'frames',
    sentence: 'Samples the same span of the video more densely: more frames, closer together.',
    value: ({ clip }) => clip.t,
    values: (design) => ascending([...samplings(design).keys(), design.clip.t]),
    apply: (design, t) => withClip(design, { t, interval: samplings(design).get(t) ?? design.clip.interval }),
    describe: ({ clip: { t, interval } }) =>
      `${countText(t, 'frame')}, ${t === 1 ? `of ${interval}` : `every ${ordinalText(interval) || 'one'}`}`,
  },
  {
    name: 'gamma_t',
    symbol: 'γ_t',
    label: 'Duration',
    operation: 'X-Temporal',
    unit: 'frames',
    sentence:
      'Takes more frames at the same rate, a longer span of the video; the tensor is that of a higher frame rate.',
    value: ({ clip }) => clip.t,
    values: ({ clip }) => ascending([...range(1, MOST.frames), clip.t]),
    apply: (design, t) => withClip(design, { t }),
    describe: ({ clip }) => `${countText(clip.t, 'frame')}, reaching over ${clipReach(clip)}`,
  },
  {
    name: 'gamma_s',
    symbol: 'γ_s',
    label: 'Resolution',
    operation: 'X-Spatial',
    unit: 'px',
    sentence: 'Larger frames, in steps of 8 pixels: costs grow with the area, so √2 times the side doubles them.',
    value: ({ clip }) => clip.h,
    values: ({ clip }) =>
      ascending([...range(LEAST_SIDE / SIDE_STEP, MOST.side / SIDE_STEP).map((step) => step * SIDE_STEP), clip.h]),
    apply: (design, h) => withClip(design, { h, w: Math.max(1, Math.round((design.clip.w * h) / design.clip.h)) }),
    describe: ({ clip }) => `${clip.h} × ${clip.w} px`,
  },
  {
    name: 'gamma_w',
    symbol: 'γ_w',
    label: 'Width',
    operation: 'X-Width',
    unit: '×',
    sentence:
      'More channels in every layer: pointwise convolutions grow with the square, channel-wise ones in proportion.',
    value: ({ reference }) => reference.gamma_w || 1,
    // One value a base width: the stem's channels are a multiple of 8, every stage doubles them.
    values: (design) =>
      reaching(
        range(1, (MOST.width * BASE_CHANNELS) / 8).map((eighth) => upTo((8 * eighth) / BASE_CHANNELS)),
        design.reference.gamma_w || 1,
        (gamma_w) => baseChannels(withReference(design, { gamma_w })).result,
      ),
    apply: (design, gamma_w) => withReference(design, { gamma_w }),
    describe: (design) => countText(baseChannels(design).result, 'channel'),
  },
  {
    name: 'gamma_b',
    symbol: 'γ_b',
    label: 'Bottleneck',
    operation: 'X-Bottleneck',
    unit: '×',
    sentence: 'More channels inside every block, where the channel-wise convolution is, and in conv5.',
    value: ({ reference }) => reference.gamma_b,
    // One value a channel of the narrowest bottleneck.
    values(design) {
      const base = narrowest(design).channels;
      return reaching(
        range(1, MOST.bottleneck * base).map((channels) => upTo(channels / base)),
        design.reference.gamma_b,
        (gamma_b) => Math.trunc(base * gamma_b),
      );
    },
    apply: (design, gamma_b) => withReference(design, { gamma_b }),
    describe: (design) => {
      const { channels, planes } = narrowest(design);
      return `${channels} → ${planes.result} channels`;
    },
  },
  {
    name: 'gamma_d',
    symbol: 'γ_d',
    label: 'Depth',
    operation: 'X-Depth',
    unit: '×',
    sentence: 'More blocks in every stage, rounded up; a stage whose blocks are set by hand keeps them.',
    value: ({ reference }) => reference.gamma_d || 1,
    // ⌈γ_d · r⌉ changes just above k / r, so that each k / r is the last value of its network.
    values: (design) =>
      reaching(
        multipliedBlocks(design).flatMap((repeats) =>
          range(1, MOST.depth * repeats).map((blocks) => downTo(blocks / repeats)),
        ),
        design.reference.gamma_d || 1,
        (gamma_d) => blocksOf(withReference(design, { gamma_d })).join(),
      ),
    apply: (design, gamma_d) => withReference(design, { gamma_d }),
    describe: (design) =>
      `${blocksOf(design).join(', ')} blocks${multipliedBlocks(design).length === 0 ? ', set by hand' : ''}`,
  },
];

/** The stage with the fewest channels, which need not be the first where widths are set by hand. */
function narrowest(design: Design): StageFacts {
  return stageFacts(design).reduce((least, stage) => (stage.channels < least.channels ? stage : least));
}

/** Blocks, before they are multiplied, of the stages whose blocks are not set by hand: γ_d changes no others. */
export function multipliedBlocks({ reference, overrides }: Design): readonly number[] {
  return STAGE_BLOCKS.slice(0, reference.num_stages).filter(
    (_, index) => overrides[`layer${index + 1}` as keyof Overrides]?.blocks === undefined,
  );
}

/** Blocks of every stage, by whatever rule. */
function blocksOf(design: Design): readonly number[] {
  return stageFacts(design).map(({ blocks }) => blocks.result);
}

export function axisNamed(name: AxisName): Axis {
  const axis = AXES.find((candidate) => candidate.name === name);
  if (!axis) throw new Error(`no axis ${name}`);
  return axis;
}

/**
 * Ways to sample a clip's span, t · interval source frames: for every interval the number of frames nearest to it, and
 * where two intervals give the same number, the one that keeps the span better.
 */
function samplings({ clip }: Design): ReadonlyMap<number, number> {
  const span = clip.t * clip.interval;
  const found = new Map<number, number>();
  for (let interval = span; interval >= 1; interval--) {
    const t = Math.round(span / interval);
    const known = found.get(t);
    const better = known === undefined || Math.abs(t * interval - span) < Math.abs(t * known - span);
    if (t <= MOST.frames && better) found.set(t, interval);
  }
  return found.set(clip.t, clip.interval);
}

/** Values with their duplicates by result dropped; of those that give the same as `own`, `own` stays. */
function reaching(
  values: readonly number[],
  own: number,
  resultOf: (value: number) => number | string,
): readonly number[] {
  const results = new Map<number | string, number>();
  for (const value of values) results.set(resultOf(value), value);
  results.set(resultOf(own), own);
  return ascending([...results.values()]);
}

function range(first: number, last: number): readonly number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
}

const ascending = (values: readonly number[]): readonly number[] => [...new Set(values)].sort((a, b) => a - b);

/** Four decimals, rounded up: what is then cut to an integer is not one too low. */
const upTo = (value: number): number => Math.ceil(Number((value * 1e4).toPrecision(12))) / 1e4;
/** Four decimals, rounded down: what is then rounded up to an integer is not one too high. */
const downTo = (value: number): number => Math.floor(Number((value * 1e4).toPrecision(12))) / 1e4;
