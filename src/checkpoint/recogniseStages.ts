import { roundRepeats, roundSqueeze, roundWidth, truncateWidth } from '../architecture/rounding';
import { BASE_CHANNELS, STAGE_BLOCKS } from '../architecture/stages';
import { type Overrides, REFERENCE_DEFAULTS, type StageOverride } from '../design/design';
import { type Interval, intervalOf, simplest } from './interval';
import { type Demand, meets, mostOf } from './mostOf';
import type { Structure } from './structure';

/** What names and shapes say of one of the reference's numbers. */
export interface Reading<Value> {
  readonly value: Value;
  /** Numbers from `from` up to, not including, `to` give the same tensors. */
  readonly interval: Interval | null;
  /** The first tensor that the value does not give, and why no value does; null where all of them fit. */
  readonly misfit: { readonly key: string; readonly reason: string } | null;
  /** By stage, what the value does not give and was set by hand. */
  readonly byHand: readonly (StageOverride | null)[];
}

/** gamma_w from the stem. Each stage doubles the one before; the width of one that does not is set by hand. */
export function widthReading({ base, stages }: Structure): Reading<number> {
  const interval = intervalOf((gamma) => roundWidth(BASE_CHANNELS, gamma).result, base);
  return {
    value: interval ? simplest(interval, base / BASE_CHANNELS) : 1,
    interval,
    misfit: interval ? null : { key: 'conv1_s.conv.weight', reason: 'the width of the stem is a multiple of 8' },
    byHand: stages.map(({ channels }, index) => (channels === base * 2 ** index ? null : { width: channels })),
  };
}

/** What several layers say of a number by which one width is made of another. */
interface Place {
  /** The weight that shows it. */
  readonly key: string;
  readonly from: number;
  readonly to: number;
}

/** The numbers with which a rule gives most of the widths found, and the first width that they do not give. */
function explaining(
  places: readonly Place[],
  rule: (from: number, gamma: number) => number,
  why: (place: Place) => string,
) {
  const demands = places.map(({ from, to }) => intervalOf((gamma) => rule(from, gamma), to));
  const interval = mostOf(demands);
  const wrong = places[demands.findIndex((demand) => !meets(interval, demand))];
  return { interval, misfit: wrong ? { key: wrong.key, reason: why(wrong) } : null };
}

/** gamma_b: the number whose products with most widths are cut to the planes found. It cannot be set by hand. */
export function bottleneckReading({ stages, conv5 }: Structure): Reading<number> {
  const places = stages.flatMap(({ channels, blocks }, index) =>
    blocks.map(({ planes }, block) => ({
      from: channels,
      to: planes,
      key: `layer${index + 1}.${block}.conv1.conv.weight`,
    })),
  );
  if (conv5 !== null) places.push({ from: stages.at(-1)?.channels ?? 0, to: conv5, key: 'conv5.conv.weight' });
  const { interval, misfit } = explaining(
    places,
    (width, gamma) => truncateWidth(width, gamma).result,
    ({ from, to }) => `no gamma_b gives ${to} of ${from} channels and the planes of the other blocks`,
  );
  const value = places.length === 0 ? REFERENCE_DEFAULTS.gamma_b : simplest(interval, interval.from);
  return { value, interval, misfit, byHand: [] };
}

/** gamma_d: the number whose products with 1, 2, 5, 3 are rounded up to most of the depths found; the others by hand. */
export function depthReading({ stages }: Structure): Reading<number> {
  const demands = stages.map(({ blocks }, index) =>
    intervalOf((gamma) => roundRepeats(STAGE_BLOCKS[index] as number, gamma).result, blocks.length),
  );
  const known = demands.filter((_, index) => stages[index]?.blocks.length !== 0);
  const interval = mostOf(known);
  return {
    value: known.some((demand) => demand) ? simplest(interval, interval.to) : 1,
    interval,
    misfit: null,
    byHand: stages.map(({ blocks }, index) =>
      blocks.length === 0 || meets(interval, demands[index] as Demand) ? null : { blocks: blocks.length },
    ),
  };
}

/** Ratios people write, tried before any decimal. */
const USUAL_RATIOS = [1 / 16, 1 / 8, 1 / 4, 1 / 2, 1, 1 / 32];

/** How SE stands in the stages. */
interface SqueezeValue {
  readonly style: 'half' | 'all';
  /** null: no stage has any, where none was set by hand. */
  readonly ratio: number | null;
  /** No stage has a second block, so 'half' and 'all' are one. */
  readonly styleOpen: boolean;
}

/** se_style and se_ratio: the style that most stages follow; the others' blocks are set by hand. */
export function squeezeReading({ stages }: Structure): Reading<SqueezeValue> {
  const places = stages.flatMap(({ blocks }, stage) =>
    blocks.flatMap(({ squeeze, planes }, block) =>
      squeeze === null ? [] : [{ from: planes, to: squeeze, key: `layer${stage + 1}.${block}.se_module.fc1.weight` }],
    ),
  );
  const { interval, misfit } = explaining(
    places,
    (planes, ratio) => roundSqueeze(planes, ratio).result,
    ({ from, to }) => `no se_ratio gives ${to} of ${from} planes and the widths of the other blocks`,
  );
  const ratio =
    USUAL_RATIOS.find((usual) => usual >= interval.from && usual < interval.to) ?? simplest(interval, interval.from);
  const flags = stages.map(({ blocks }) => blocks.map(({ squeeze }) => squeeze !== null));
  const [style, byHand] = simplestStyle(flags, places.length === 0, ratio === DEFAULT_RATIO);
  return {
    value: {
      style: style === 'all' ? 'all' : 'half',
      ratio: style === 'none' ? null : ratio,
      styleOpen: flags.every((stage) => stage.length <= 1) && byHand.every((hand) => hand === null),
    },
    interval: places.length === 0 ? null : interval,
    misfit,
    byHand,
  };
}

type Style = 'half' | 'all' | 'none';
/** What a stage with SE by hand takes where the design has no ratio (architecture/stages.ts). */
const DEFAULT_RATIO = 1 / 16;

/** The style that leaves the fewest stages to be set by hand, and what those are set to. */
function simplestStyle(
  flags: readonly (readonly boolean[])[],
  none: boolean,
  usualRatio: boolean,
): readonly [Style, readonly (StageOverride | null)[]] {
  if (none) return ['none', flags.map(() => null)];
  const styles: readonly Style[] = usualRatio ? ['half', 'all', 'none'] : ['half', 'all'];
  const options = styles.map((style) => {
    const byHand = flags.map((stage) => (follows(stage, style) ? null : { se: seBy(stage) }));
    return [style, byHand, byHand.filter(Boolean).length] as const;
  });
  const [style, byHand] = options.reduce((best, option) => (option[2] < best[2] ? option : best));
  return [style, byHand];
}

function follows(stage: readonly boolean[], style: Style): boolean {
  return stage.every((has, block) => has === (style === 'all' || (style === 'half' && block % 2 === 0)));
}

function seBy(stage: readonly boolean[]): NonNullable<StageOverride['se']> {
  return (['all', 'half', 'none'] as const).find((style) => follows(stage, style)) ?? stage;
}

/** What several readings set by hand, as a design holds it. */
export function overridesOf(...readings: readonly Pick<Reading<unknown>, 'byHand'>[]): Overrides {
  const overrides: Record<string, StageOverride> = {};
  for (const { byHand } of readings)
    for (const [index, hand] of byHand.entries()) {
      const stage = `layer${index + 1}`;
      if (hand) overrides[stage] = { ...overrides[stage], ...hand };
    }
  return overrides;
}
