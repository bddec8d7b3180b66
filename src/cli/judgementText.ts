import type { Share } from '../training/interval';
import type { Judgement } from '../training/judgement';
import type { OddJudgement } from '../training/oddJudgement';
import type { WindowJudgement } from '../training/windowJudgement';

/** A judgement in lines for a terminal; chance is one class in all. */
export function judgementText(test: Judgement): string[] {
  const classes = Object.entries(test.perClass);
  return [
    `Held out: ${shareText(test.accuracy)}; chance is ${percent(1 / classes.length)}.`,
    ...classes.map(([name, share]) => `  ${name.padEnd(14)} ${shareText(share)}`),
    ...(test.backwards ? [`Played backwards, as the partner: ${shareText(test.backwards)}.`] : []),
    `Frames shuffled: ${shareText(test.shuffled)}${test.withinPairs ? `; within reversal pairs ${shareText(test.withinPairs)}, where chance is 50 %` : ''}.`,
    `One frame, repeated: ${shareText(test.oneFrame)}.`,
  ];
}

/** What a network made of windows moved over stills, in lines for a terminal. */
export function windowsText(judgement: WindowJudgement): string[] {
  const { stills, windows, textured, threshold, moving, perClass, anyWindow, bySlope } = judgement;
  return [
    `Windows moved over ${stills} stills: ${textured} of ${windows} have texture (a slope of ${threshold} levels a pixel in every direction).`,
    `Of these, classes that move: ${shareText(moving)}.`,
    ...Object.entries(perClass).map(([name, share]) => `  ${name.padEnd(14)} ${shareText(share)}`),
    `On all windows: ${shareText(anyWindow)}; by slope:`,
    ...bySlope.map((band) => `  from ${String(band.from).padEnd(9)} ${shareText(band.moving)}`),
  ];
}

/** When a network gives no class, in lines for a terminal. */
export function oddText({ threshold, refused, perKind, answered, rightOfAnswered }: OddJudgement): string[] {
  return [
    `Below an energy of ${threshold} it gives no class. Odd clips that get none: ${shareText(refused)}.`,
    ...Object.entries(perKind).map(([kind, share]) => `  ${kind.padEnd(14)} ${shareText(share)}`),
    `Test clips that get one: ${shareText(answered)}; of these right: ${shareText(rightOfAnswered)}.`,
  ];
}

/** How many straight strokes it named, in a line for a terminal. */
export function strokesText(strokes: Share): string[] {
  return [`A disc along straight strokes: ${shareText(strokes)}.`];
}

function shareText({ share, low, high, successes, trials }: Share): string {
  if (trials === 0) return 'no clips';
  return `${percent(share)} (${percent(low)} to ${percent(high)}; ${successes} of ${trials})`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
