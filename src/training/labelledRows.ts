import type { Tensor } from '../tensor/tensor';
import type { Dataset } from './dataset';

/** Things to learn that are read by number when they are needed, and how they come. */
interface LabelledRows {
  readonly classes: readonly string[];
  /** Class of each row, from 0. */
  readonly labels: readonly number[];
  /** The row that is learnt from at a place from 0 on, and how many there are before they come again. */
  readonly trainAt: (at: number) => number;
  readonly count: number;
  /** Rows that judge. */
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
