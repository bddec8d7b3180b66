/**
 * Spearman's rank correlation of paired values: 1 where both put things in the same order, −1 in the opposite, ties
 * sharing their mean rank. Null for fewer than three pairs, or where one side is all ties.
 */
export function rankCorrelation(pairs: readonly (readonly [number, number])[]): number | null {
  if (pairs.length < 3) return null;
  const [left, right] = [ranks(pairs.map(([x]) => x)), ranks(pairs.map(([, y]) => y))];
  // Ranks always have this mean, ties or not.
  const middle = (pairs.length + 1) / 2;
  const product = (a: readonly number[], b: readonly number[]) =>
    a.reduce((sum, rank, index) => sum + (rank - middle) * ((b[index] ?? middle) - middle), 0);
  const spread = Math.sqrt(product(left, left) * product(right, right));
  return spread > 0 ? product(left, right) / spread : null;
}

/** Ranks from 1; equal values get the mean of the ranks they take up. */
function ranks(values: readonly number[]): readonly number[] {
  const order = values.map((_, index) => index).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const ranked = new Array<number>(values.length).fill(0);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to < order.length && values[order[to] ?? 0] === values[order[from] ?? 0]) to++;
    for (const index of order.slice(from, to)) ranked[index] = (from + 1 + to) / 2;
    from = to;
  }
  return ranked;
}
