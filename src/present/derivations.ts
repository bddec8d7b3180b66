import type { Repeats, Rounding, Truncation } from '../architecture/architecture';
import { plainText } from '../text/numberText';

/** A width rounded to a multiple of 8, step by step: `24 × 1.35 = 32.4 → candidates 32 and 40 → 32 (≥ 0.9 × 32.4)`. */
export function roundingText(rounding: Rounding): string {
  const { width, multiplier, raw, minimum, candidates, nearest, bumped, unchanged, result } = rounding;
  if (unchanged) return `${width}, left as it is`;
  const product = `${width} ${timesText(multiplier)} = ${plainText(raw)}`;
  if (bumped) return `${product} → ${nearest}, which is under 0.9 × ${plainText(raw)}, so ${result}`;
  if (raw === result) return product;
  if (candidates[0] < minimum) return `${product} → ${result}, the least there is`;
  return `${product} → candidates ${candidates[0]} and ${candidates[1]} → ${result} (≥ 0.9 × ${plainText(raw)})`;
}

/** Blocks of a stage: `⌈2.2 × 5⌉ = 11`. */
export function repeatsText({ repeats, multiplier, unchanged, result }: Repeats): string {
  return unchanged ? `${repeats}, left as it is` : `⌈${plainText(multiplier)} × ${repeats}⌉ = ${result}`;
}

/** Channels inside a bottleneck: `⌊96 × 2.25⌋ = 216`. */
export function truncationText({ width, multiplier, result }: Truncation): string {
  return `⌊${width} × ${plainText(multiplier)}⌋ = ${result}`;
}

/** Times a factor: `× 1.35`; one over a whole number divides, `/ 16`. */
function timesText(factor: number): string {
  const inverse = 1 / factor;
  return factor < 1 && Number.isInteger(inverse) && inverse <= 64 ? `/ ${inverse}` : `× ${plainText(factor)}`;
}
