import type { Design, StageOverride } from './design';

/**
 * What a person set of single stages, one text a stage, which the three gammas do not tell:
 * `layer3: 6 blocks, width 120, SE in 6 of 6 blocks`. Empty where every stage follows the reference's rules.
 */
export function byHand({ overrides }: Design): readonly string[] {
  return Object.entries(overrides).flatMap(([stage, override]) => {
    const words = wordsOf(override ?? {});
    return words.length > 0 ? [`${stage}: ${words.join(', ')}`] : [];
  });
}

function wordsOf({ blocks, width, stride, se }: StageOverride): readonly string[] {
  return [
    ...(blocks === undefined ? [] : [`${blocks} ${blocks === 1 ? 'block' : 'blocks'}`]),
    ...(width === undefined ? [] : [`width ${width}`]),
    ...(stride === undefined ? [] : [`stride ${stride}`]),
    ...(se === undefined ? [] : [seText(se)]),
  ];
}

function seText(se: NonNullable<StageOverride['se']>): string {
  return typeof se === 'string' ? `SE ${se}` : `SE in ${se.filter(Boolean).length} of ${se.length} blocks`;
}
