import { countText, shareText } from '../text/numberText';
import { type Share, wilson } from '../training/interval';
import type { Verdict } from './judgedClips';

/** What is said of a picture that is none of the classes. */
export const ODD_NAME = 'not what it was trained for';

/** When a network that learnt one's own classes says so, and how often it is right to. */
export interface OddRule {
  /** Energy below which no class is named: of all scores together. */
  readonly threshold: number;
  /** Share of new clips of the classes that is expected to lie below it, and on how many held-out clips that rests. */
  readonly lost: number;
  readonly from: number;
  /** Clips of a class below it, for a network that had not learnt that class. */
  readonly refused: Share;
}

/** Share of the held-out clips that may lie below the threshold. */
const BELOW = 0.05;

/**
 * Sets the threshold on held-out clips, so that few lie below it, and judges it on strangers: clips of a class that was left
 * out. null where there are none of either, as with two classes.
 */
export function oddRule(held: readonly Verdict[], strangers: readonly Verdict[]): OddRule | null {
  const energies = held.map(({ energy }) => energy).toSorted((a, b) => a - b);
  const below = Math.floor(BELOW * energies.length);
  const threshold = energies[below];
  if (threshold === undefined || strangers.length === 0) return null;
  return {
    threshold,
    // Of n clips and a new one each is the lowest as often as any other.
    lost: (below + 1) / (energies.length + 1),
    from: energies.length,
    refused: wilson(strangers.filter(({ energy }) => energy < threshold).length, strangers.length),
  };
}

/** True where a rule surely holds back more of what is strange than of what is known. */
export function isOfUse({ lost, refused }: OddRule): boolean {
  return refused.low > lost;
}

/** The threshold of a rule that is of use; null without one. */
export function thresholdOf(rule: OddRule | null): number | null {
  return rule && isOfUse(rule) ? rule.threshold : null;
}

/** What to expect where a clip shows none of the classes, in sentences. */
export function oddText(rule: OddRule | null): string {
  const any = 'Whatever it is shown, it names one of your classes; give it a class for none of them.';
  if (!rule) return any;
  const { threshold, lost, from, refused } = rule;
  const strange = `${refused.successes} of ${countText(refused.trials, 'clip')} of a class it had not learnt (each class left out in turn, 95 % interval ${shareText(refused.low)} to ${shareText(refused.high)})`;
  const known = `about ${shareText(lost)} of new clips of your classes (set on ${countText(from, 'clip')} held out)`;
  return isOfUse(rule)
    ? `Where all its scores together are low (energy below ${threshold.toFixed(1)}), it says “${ODD_NAME}”. That holds back ${strange}, and ${known}; what is stranger still was not tried.`
    : `${any} Its scores do not tell: they would hold back ${strange}, and ${known}.`;
}
