import { csvText } from '../text/csvText';
import type { Recognised } from '../training/evaluation';
import { ODD_NAME } from './oddRule';

/** What is said of a live picture: steady probabilities, and the class named, which changes only where another is clearly ahead. */
export interface SteadyLabel {
  readonly probabilities: readonly number[];
  /** Of all scores together, as steady. */
  readonly energy: number;
  /** Class named; null before the first answer. */
  readonly label: number | null;
}

/** Nothing said yet. */
export const NO_LABEL: SteadyLabel = { probabilities: [], energy: 0, label: null };

/** Seconds over which the weight of an answer falls to 1/e. */
const SPAN = 0.6;

/** How far another class must be ahead of the one named before it takes its place. */
const LEAD = 0.1;

/**
 * Adds an answer: an exponential mean over time, however irregular answers come, and a name with hysteresis, so that labels
 * do not flicker.
 * @param seconds since the answer before; any number for the first
 */
export function steadied(
  { probabilities, energy, label }: SteadyLabel,
  answer: Recognised,
  seconds: number,
): SteadyLabel {
  if (label === null || probabilities.length !== answer.probabilities.length)
    return { ...answer, label: largest(answer.probabilities) };
  const kept = Math.exp(-Math.max(0, seconds) / SPAN);
  const blended = (before: number, now: number) => kept * before + (1 - kept) * now;
  const mean = answer.probabilities.map((value, at) => blended(probabilities[at] ?? 0, value));
  const ahead = largest(mean);
  const leads = (mean[ahead] ?? 0) - (mean[label] ?? 0) > LEAD;
  return { probabilities: mean, energy: blended(energy, answer.energy), label: leads ? ahead : label };
}

/** What is made of a window of a video, whose middle lies at a time in seconds. */
export interface Answer extends Recognised {
  readonly time: number;
}

/** A stretch of a video that shows one class, or none of them. */
export interface Stretch {
  /** Seconds. */
  readonly from: number;
  readonly to: number;
  /** null: none of the classes. */
  readonly label: number | null;
  /** Mean probability over the stretch of the class that is named, or would be. */
  readonly probability: number;
}

/**
 * The stretches of a video by the class named, from answers to windows along it.
 * @param answers of windows along it, ascending
 * @param threshold energy below which none of the classes is named; null: one always is
 */
export function stretchesOf(
  answers: readonly Answer[],
  duration: number,
  threshold: number | null = null,
): readonly Stretch[] {
  let said = NO_LABEL;
  const named = answers.map((answer, at) => {
    const { time } = answer;
    said = steadied(said, answer, time - (answers[at - 1]?.time ?? time));
    const label = isOdd(said, threshold) ? null : (said.label ?? 0);
    return { time, label, probability: said.probabilities[said.label ?? 0] ?? 0 };
  });
  const runs: { from: number; to: number; label: number | null; sum: number; count: number }[] = [];
  named.forEach(({ time, label, probability }, at) => {
    const last = runs.at(-1);
    const middle = at === 0 ? 0 : (time + (named[at - 1]?.time ?? time)) / 2;
    if (last && last.label === label) {
      last.sum += probability;
      last.count++;
      return;
    }
    if (last) last.to = middle;
    runs.push({ from: middle, to: duration, label, sum: probability, count: 1 });
  });
  return runs.map(({ from, to, label, sum, count }) => ({ from, to, label, probability: sum / count }));
}

/** True where none of the classes has much for what is seen. */
export function isOdd({ energy, label }: SteadyLabel, threshold: number | null): boolean {
  return threshold !== null && label !== null && energy < threshold;
}

/** What a stretch shows, in words. */
export function stretchName(label: Stretch['label'], names: readonly string[]): string {
  return label === null ? ODD_NAME : (names[label] ?? '');
}

/**
 * The stretches as a table: `from_s,to_s,class,probability`. A name that a spreadsheet would take for a formula is told
 * from one by a quotation mark.
 */
export function stretchCsv(stretches: readonly Stretch[], names: readonly string[]): string {
  const rows = stretches.map(({ from, to, label, probability }) => {
    const name = stretchName(label, names).replace(/^[=+\-@]/, "'$&");
    return [from.toFixed(2), to.toFixed(2), name, probability.toFixed(3)];
  });
  return csvText(['from_s', 'to_s', 'class', 'probability'], rows);
}

function largest(values: readonly number[]): number {
  return values.reduce((best, value, at) => (value > (values[best] ?? Number.NEGATIVE_INFINITY) ? at : best), 0);
}
