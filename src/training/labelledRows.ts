import type { Tensor } from '../tensor/tensor';
import type { Dataset } from './dataset';

/** Clips, or their features, by row number: their classes, the order in which they are trained on, and how to read them. */
interface LabelledRows {
  readonly classes: readonly string[];
  /** Class of each row, from 0. */
  readonly labels: readonly number[];
  /** The row trained on as number `at`, from 0; after `count` of them they come again. */
  readonly trainAt: (at: number) => number;
  readonly count: number;
  /** Rows held out, for validation and for the test alike. */
  readonly held: readonly number[];
  /** What rows hold, one after another: clips `[rows, C, T, H, W]`, or features `[rows, C]`. */
  read(rows: readonly number[]): Promise<Tensor<'float32'>>;
}

/** A data set over rows that lie elsewhere; none is kept. */
export function labelledRows({ classes, labels, trainAt, count, held, read }: LabelledRows): Dataset {
  return {
    classes,
    partners: null,
    counts: { train: count, validation: held.length, test: held.length },
    async batch(split, first, size) {
      const rows = Array.from({ length: size }, (_, at) =>
        split === 'train' ? trainAt(first + at) : (held[(first + at) % held.length] as number),
      );
      return { clips: await read(rows), labels: rows.map((row) => labels[row] as number) };
    },
  };
}
