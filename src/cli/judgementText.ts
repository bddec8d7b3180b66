import { shareTo } from '../text/numberText';
import type { Share } from '../training/interval';
import type { Judgement } from '../training/judgement';
import type { OddJudgement } from '../training/oddJudgement';
import type { WindowJudgement } from '../training/windowJudgement';

/** A judgement in lines for a terminal; chance is one class in all. */
export function judgementText(test: Judgement): string[] {
  const classes = Object.entries(test.perClass);
  return [
    `Held out: ${intervalText(test.accuracy)}; chance is ${shareTo(1, 1 / classes.length)}.`,
    ...classes.map(([name, share]) => `  ${name.padEnd(14)} ${intervalText(share)}`),
    ...(test.backwards ? [`Played backwards, as the partner: ${intervalText(test.backwards)}.`] : []),
    `Frames shuffled: ${intervalText(test.shuffled)}${test.withinPairs ? `; within reversal pairs ${intervalText(test.withinPairs)}, where chance is 50 %` : ''}.`,
    `One frame, repeated: ${intervalText(test.oneFrame)}.`,
  ];
}

/** What a network made of windows moved over stills, in lines for a terminal. */
export function windowsText(judgement: WindowJudgement): string[] {
  const { stills, windows, textured, threshold, moving, perClass, anyWindow, bySlope } = judgement;
  return [
    `Windows moved over ${stills} stills: ${textured} of ${windows} have texture (a slope of ${threshold} levels a pixel in every direction).`,
    `Of these, classes that move: ${intervalText(moving)}.`,
    ...Object.entries(perClass).map(([name, share]) => `  ${name.padEnd(14)} ${intervalText(share)}`),
    `On all windows: ${intervalText(anyWindow)}; by slope:`,
    ...bySlope.map((band) => `  from ${String(band.from).padEnd(9)} ${intervalText(band.moving)}`),
  ];
}

/** When a network gives no class, in lines for a terminal. */
export function oddText({ threshold, refused, perKind, answered, rightOfAnswered }: OddJudgement): string[] {
  return [
    `Below an energy of ${threshold} it gives no class. Odd clips that get none: ${intervalText(refused)}.`,
    ...Object.entries(perKind).map(([kind, share]) => `  ${kind.padEnd(14)} ${intervalText(share)}`),
    `Test clips that get one: ${intervalText(answered)}; of these right: ${intervalText(rightOfAnswered)}.`,
  ];
}

/** How many straight strokes it named, in a line for a terminal. */
export function strokesText(strokes: Share): string[] {
  return [`A disc along straight strokes: ${intervalText(strokes)}.`];
}

function intervalText({ share, low, high, successes, trials }: Share): string {
  if (trials === 0) return 'no clips';
  return `${shareTo(1, share)} (${shareTo(1, low)} to ${shareTo(1, high)}; ${successes} of ${trials})`;
}
