/** How mmaction2 averages over views (`average_clips`): probabilities, or scores before softmax. */
export type Average = 'prob' | 'score';

/** One class and what the network gives it. */
interface ClassScore {
  readonly index: number;
  /** Softmax over all classes: its mean over the views (`prob`), or that of the mean score (`score`). */
  readonly probability: number;
}

/** Every class by its probability over all views, the most probable first. `views` holds `[classes]` scores each. */
export function rankedClasses(views: readonly Float32Array[], average: Average): readonly ClassScore[] {
  const means = (rows: readonly (readonly number[])[]): readonly number[] =>
    (rows[0] ?? []).map((_, index) => rows.reduce((sum, row) => sum + (row[index] ?? 0), 0) / rows.length);
  const scores = views.map((view) => Array.from(view));
  const probabilities = average === 'prob' ? means(scores.map(softmax)) : softmax(means(scores));
  return probabilities
    .map((probability, index) => ({ index, probability }))
    .sort((a, b) => b.probability - a.probability || a.index - b.index);
}

/** Probabilities of scores. */
export function softmax(scores: readonly number[]): readonly number[] {
  const highest = scores.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const exponentials = scores.map((score) => Math.exp(score - highest));
  const total = exponentials.reduce((a, b) => a + b, 0);
  return exponentials.map((exponential) => exponential / total);
}
