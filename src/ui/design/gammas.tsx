import type { ReactNode } from 'react';
import type { Repeats, Rounding, Truncation } from '../../architecture/architecture';
import { roundRepeats, roundWidth, truncateWidth } from '../../architecture/rounding';
import { BASE_CHANNELS, baseChannels, STAGE_BLOCKS } from '../../architecture/stages';
import type { Design, Overrides } from '../../design/design';
import { roundingText } from '../../present/derivations';
import { countText, plainText } from '../../text/numberText';
import { Words } from '../kit/Words';

/** The expansion factors that the reference's constructor takes. */
export type GammaKey = 'gamma_w' | 'gamma_b' | 'gamma_d';

/** An expansion factor of the backbone: what it makes of the design, in one line and in words. */
interface Gamma {
  /** What the factor results in at a value, as text that differs where the result does: `32`, `3·5·11·7`. */
  readonly resultOf: (basis: Basis, value: number) => string;
  /** The derivation in one line: `24 × 1.35 = 32.4 → 32`. */
  readonly line: (design: Design) => string;
  /** The same in words. */
  readonly why: (design: Design) => ReactNode;
}

/** What the factors are multiplied with. */
interface Basis {
  /** Channels of the first stage. */
  readonly base: number;
  readonly stages: number;
  /** Blocks set by hand are not multiplied. */
  readonly overrides: Overrides;
}

/** What the factors of a design are multiplied with. */
export function basisOf(design: Design): Basis {
  const { reference, overrides } = design;
  return { base: baseChannels(design).result, stages: Math.max(1, reference.num_stages), overrides };
}

/** What each factor does. */
export const GAMMAS: Readonly<Record<GammaKey, Gamma>> = {
  gamma_w: {
    resultOf: (_, value) => String(roundWidth(BASE_CHANNELS, value).result),
    line: (design) => {
      const rounding = baseChannels(design);
      if (rounding.unchanged) return `${rounding.width} unchanged${atZero(design.reference.gamma_w)}`;
      const product = `${rounding.width} × ${plainText(rounding.multiplier)} = ${plainText(rounding.raw)}`;
      return rounding.raw === rounding.result ? product : `${product} → ${rounding.result}`;
    },
    why: (design) => <WidthInWords rounding={baseChannels(design)} />,
  },
  gamma_b: {
    resultOf: (basis, value) => listed(planesOf(basis, value)),
    line: (design) => {
      const planes = planesOf(basisOf(design), design.reference.gamma_b);
      return `${planes.map(({ width }) => width).join('·')} × ${plainText(design.reference.gamma_b)} → ${listed(planes)}`;
    },
    why: (design) => <PlanesInWords planes={planesOf(basisOf(design), design.reference.gamma_b)} />,
  },
  gamma_d: {
    resultOf: (basis, value) => builtBlocks(basis, value),
    line: (design) => {
      const blocks = blocksOf(basisOf(design), design.reference.gamma_d);
      const before = blocks.map(({ repeats }) => repeats).join('·');
      const rule = blocks.some(({ unchanged }) => unchanged)
        ? `${before} unchanged${atZero(design.reference.gamma_d)}`
        : `⌈${before} × ${plainText(design.reference.gamma_d ?? 0)}⌉ = ${listed(blocks)}`;
      const built = builtBlocks(basisOf(design), design.reference.gamma_d);
      return built === listed(blocks) ? rule : `${rule}, by hand ${built}`;
    },
    why: (design) => <BlocksInWords blocks={blocksOf(basisOf(design), design.reference.gamma_d)} />,
  },
};

/** What stands beside a factor of 0, which people take for nothing at all. */
function atZero(factor: number | null): string {
  return factor === 0 ? ': the reference takes 0 for None' : '';
}

function WidthInWords({ rounding }: { rounding: Rounding }) {
  const { width, multiplier, raw, divisor, minimum, candidates, nearest, bumped, unchanged, result } = rounding;
  if (unchanged) return <p>A factor of 0 or none leaves the {countText(width, 'channel')} of the stem as they are.</p>;
  const tenth = plainText(0.9 * raw);
  return (
    <>
      <p>
        <b>{roundingText(rounding)}</b>
      </p>
      <p>
        {width} × {plainText(multiplier)} = {plainText(raw)} lies between {candidates.join(' and ')}, multiples of{' '}
        {divisor}. The nearest, at least {minimum}, is {nearest}.
      </p>
      <p>
        {bumped
          ? `${nearest} is under 0.9 × ${plainText(raw)} = ${tenth}, so one step more: ${result}.`
          : `${nearest} is not under 0.9 × ${plainText(raw)} = ${tenth}, so it stays.`}
      </p>
      <p>
        The stages have {result}, {result * 2}, {result * 4} and {result * 8} channels: the reference rounds this one
        width and doubles it from stage to stage.
      </p>
    </>
  );
}

function PlanesInWords({ planes }: { planes: readonly Truncation[] }) {
  return (
    <>
      <p>
        Channels inside a bottleneck: those of the stage times <Words text="γ_b" />, cut to a whole number and not
        rounded.
      </p>
      {planes.map(({ width, multiplier, raw, result }) => (
        <p key={width}>
          ⌊{width} × {plainText(multiplier)}⌋ = ⌊{plainText(raw)}⌋ = <b>{result}</b>
        </p>
      ))}
    </>
  );
}

function BlocksInWords({ blocks }: { blocks: readonly Repeats[] }) {
  if (blocks.some(({ unchanged }) => unchanged)) return <p>A factor of 0 or none leaves the blocks as they are.</p>;
  return (
    <>
      <p>
        Blocks of each stage: the reference’s own number times <Words text="γ_d" />, rounded up.
      </p>
      {blocks.map(({ repeats, multiplier, raw, result }) => (
        <p key={repeats}>
          ⌈{repeats} × {plainText(multiplier)}⌉ = ⌈{plainText(raw)}⌉ = <b>{result}</b>
        </p>
      ))}
    </>
  );
}

function planesOf({ base, stages }: Basis, gammaB: number): readonly Truncation[] {
  return STAGE_BLOCKS.slice(0, stages).map((_, stage) => truncateWidth(base * 2 ** stage, gammaB));
}

function blocksOf({ stages }: Basis, gammaD: number | null): readonly Repeats[] {
  return STAGE_BLOCKS.slice(0, stages).map((repeats) => roundRepeats(repeats, gammaD));
}

/** Blocks of each stage: those set by hand, or what the factor makes of the rule's. */
function builtBlocks(basis: Basis, gammaD: number | null): string {
  const results = blocksOf(basis, gammaD).map(({ result }, index) => {
    return basis.overrides[`layer${index + 1}` as keyof Overrides]?.blocks ?? result;
  });
  return results.join('·');
}

function listed(results: readonly { readonly result: number }[]): string {
  return results.map(({ result }) => result).join('·');
}
