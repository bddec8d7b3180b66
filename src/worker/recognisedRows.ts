import { rowsOf } from '../tensor/rows';
import type { Tensor } from '../tensor/tensor';
import { type Recognised, recognisedIn } from '../training/evaluation';

/**
 * What a network makes of rows of clips `[N, C, T, H, W]`, or of features `[N, C]`. Its graph takes whole batches: a short
 * one is filled up with its first row.
 */
export async function recognisedRows(
  evaluate: (batch: Tensor<'float32'>) => Promise<Tensor<'float32'>>,
  clips: Tensor<'float32'>,
  rows: readonly number[],
  batch: number,
): Promise<Recognised[]> {
  const answers: Recognised[] = [];
  for (let first = 0; first < rows.length; first += batch) {
    const asked = rows.slice(first, first + batch);
    const filled = Array.from({ length: batch }, (_, at) => asked[at] ?? (asked[0] as number));
    const logits = await evaluate(rowsOf(clips, filled));
    answers.push(...asked.map((_, at) => recognisedIn(logits, at)));
  }
  return answers;
}
