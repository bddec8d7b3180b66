import type { Design, StageOverride } from './design';

/**
 * What a person set by hand, which no argument of the reference tells, one text for each stage and for the head:
 * `layer3: 6 blocks, width 120, SE in 6 of 6 blocks`, `head: pools under a window of 4 × 1 × 1`. Empty where everything
 * follows the reference's rules.
 */
export function byHand({ overrides, head }: Design): readonly string[] {
  const stages = Object.entries(overrides).flatMap(([stage, override]) => {
    const words = wordsOf(override ?? {});
    return words.length > 0 ? [`${stage}: ${words.join(', ')}`] : [];
  });
  const window = head?.pool_window;
  return [...stages, ...(window ? [`head: pools under a window of ${window.join(' × ')}`] : [])];
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
