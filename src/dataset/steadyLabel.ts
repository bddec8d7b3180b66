/** What is said of a live picture: steady probabilities, and the class named, which changes only where another is clearly ahead. */
export interface SteadyLabel {
  readonly probabilities: readonly number[];
  /** Class named; null before the first answer. */
  readonly label: number | null;
}

/** Nothing said yet. */
export const NO_LABEL: SteadyLabel = { probabilities: [], label: null };

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
  { probabilities, label }: SteadyLabel,
  answer: readonly number[],
  seconds: number,
): SteadyLabel {
  if (label === null || probabilities.length !== answer.length)
    return { probabilities: answer, label: largest(answer) };
  const kept = Math.exp(-Math.max(0, seconds) / SPAN);
  const mean = answer.map((value, at) => kept * (probabilities[at] ?? 0) + (1 - kept) * value);
  const ahead = largest(mean);
  const leads = (mean[ahead] ?? 0) - (mean[label] ?? 0) > LEAD;
  return { probabilities: mean, label: leads ? ahead : label };
}

/** A stretch of a video that shows one class. */
export interface Stretch {
  /** Seconds. */
  readonly from: number;
  readonly to: number;
  readonly label: number;
  /** Mean probability of the class over the stretch. */
  readonly probability: number;
}

/**
 * The stretches of a video by the class named, from answers to windows along it.
 * @param answers the middle of each window in seconds, ascending, with its probabilities
 */
export function stretchesOf(
  answers: readonly { readonly time: number; readonly probabilities: readonly number[] }[],
  duration: number,
): readonly Stretch[] {
  let said = NO_LABEL;
  const named = answers.map(({ time, probabilities }, at) => {
    said = steadied(said, probabilities, time - (answers[at - 1]?.time ?? time));
    return { time, label: said.label ?? 0, probability: said.probabilities[said.label ?? 0] ?? 0 };
  });
  const runs: { from: number; to: number; label: number; sum: number; count: number }[] = [];
  named.forEach(({ time, label, probability }, at) => {
    const last = runs.at(-1);
    const middle = at === 0 ? 0 : (time + (named[at - 1]?.time ?? time)) / 2;
    if (last?.label === label) {
      last.sum += probability;
      last.count++;
      return;
    }
    if (last) last.to = middle;
    runs.push({ from: middle, to: duration, label, sum: probability, count: 1 });
  });
  return runs.map(({ from, to, label, sum, count }) => ({ from, to, label, probability: sum / count }));
}

/** The stretches as a table: `from_s,to_s,class,probability`. */
export function stretchCsv(stretches: readonly Stretch[], names: readonly string[]): string {
  const rows = stretches.map(({ from, to, label, probability }) =>
    [from.toFixed(2), to.toFixed(2), csvField(names[label] ?? ''), probability.toFixed(3)].join(','),
  );
  return ['from_s,to_s,class,probability', ...rows, ''].join('\n');
}

/** RFC 4180; a text that a spreadsheet would take for a formula is told from one by a quotation mark. */
function csvField(text: string): string {
  const plain = /^[=+\-@]/.test(text) ? `'${text}` : text;
  return /[",\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

function largest(values: readonly number[]): number {
  return values.reduce((best, value, at) => (value > (values[best] ?? Number.NEGATIVE_INFINITY) ? at : best), 0);
}
