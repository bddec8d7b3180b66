/** What is said of a stream of answers: probabilities that do not flicker, and a label that does not jump. */
export interface Steady {
  /** Exponential mean of the probabilities; empty before the first answer. */
  readonly probabilities: readonly number[];
  /** Index of the class that is said; null before the first answer. */
  readonly label: number | null;
}

/** Before the first answer. */
export const UNSTEADY: Steady = { probabilities: [], label: null };

/** Weight of the newest answer in the mean. */
const NEWEST = 0.35;
/** How far another class must be ahead of the one that is said before it takes its place. */
const LEAD = 0.15;

/** The next answer taken in. A class is said until another one's smoothed probability leads by a margin. */
export function steadied(before: Steady, probabilities: readonly number[]): Steady {
  const known = before.probabilities.length === probabilities.length;
  const mean = probabilities.map((value, label) =>
    known ? (1 - NEWEST) * (before.probabilities[label] ?? 0) + NEWEST * value : value,
  );
  const top = mean.indexOf(Math.max(...mean));
  const said = known ? before.label : null;
  const stays = said !== null && (mean[top] ?? 0) < (mean[said] ?? 0) + LEAD;
  return { probabilities: mean, label: stays ? said : top };
}
