import { type GraphWriter, reshape, sum, type Value } from './graphWriter';

/**
 * The sum of each row, [R, M] → [R]; of long rows in pieces first. WASM adds a row's values one after the other in
 * float32, and where they repeat clip by clip its roundings repeat too and add up: over 700,000 values to 1e-3 of the sum.
 */
export function sumOfRows(w: GraphWriter, value: Value): Value {
  const [rows = 1, columns = 1] = value.shape;
  const pieces = piecesOf(columns);
  if (pieces === 1) return sum(w, value, [1]);
  return sum(w, sum(w, reshape(w, value, [rows, pieces, columns / pieces]), [2]), [1]);
}

/** Rows up to this length are summed at once. */
const SUMMED_AT_ONCE = 1024;

/** Into how many equal pieces a row is cut: the largest divisor of its length up to the root of it. */
function piecesOf(columns: number): number {
  if (columns <= SUMMED_AT_ONCE) return 1;
  let pieces = Math.floor(Math.sqrt(columns));
  while (columns % pieces !== 0) pieces -= 1;
  return pieces;
}
