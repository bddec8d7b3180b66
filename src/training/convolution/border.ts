import type { PaddingMode } from '../../design/design';
import type { Triple } from '../../layers/layerOp';
import { elementCount, type Shape } from '../../tensor/shape';
import { float32, type Tensor } from '../../tensor/tensor';
import { type GraphWriter, gather, reshape, type Value } from '../graphWriter';

/** A border of copies around T, H, W, and how its gradient is folded back. */
interface Border {
  readonly output: Value;
  input(gradient: Value): Value;
}

/** [C, N·T·H·W] with `padding` planes, rows and columns on either side, each a copy of the one that the mode says. */
export function addBorder(
  w: GraphWriter,
  x: Value,
  sizes: Triple,
  padding: Triple,
  mode: Exclude<PaddingMode, 'zeros'>,
): Border {
  const channels = x.shape[0] ?? 1;
  const clips = (x.shape[1] ?? 1) / (sizes[0] * sizes[1] * sizes[2]);
  const axes = ([0, 1, 2] as const).filter((axis) => padding[axis] > 0);
  const copied = (axis: 0 | 1 | 2) => sourceRows(sizes[axis], padding[axis], mode);
  const [t, h, width] = sizes;
  const isByClip = w.order === 'NTHW';
  const apart: Shape = isByClip ? [channels * clips, t, h, width] : [channels, h, width, t, clips];
  /** Where T, H, W are among those axes. */
  const places: Triple = isByClip ? [1, 2, 3] : [3, 1, 2];
  let output = reshape(w, x, apart);
  for (const axis of axes) {
    const rows = copied(axis);
    output = gather(w, output, places[axis], rows, [rows.length]);
  }
  return {
    output: reshape(w, output, [channels, -1]),
    input(gradient) {
      let shape = output.shape;
      let folded = gradient;
      for (const axis of axes) {
        // Each row gets the sum of its copies: a matrix of 0 and 1 along the axis.
        const behind = elementCount(shape.slice(places[axis] + 1));
        const rows = copied(axis);
        const flat = reshape(w, folded, [-1, rows.length, behind]);
        const matrix = w.constant(foldMatrix(rows, sizes[axis]));
        folded = w.node('MatMul', [matrix, flat]);
        shape = shape.with(places[axis], sizes[axis]);
      }
      return reshape(w, folded, [channels, -1]);
    },
  };
}

/** For every row behind the border, the row it is a copy of (torch.nn.functional.pad). */
function sourceRows(size: number, padding: number, mode: Exclude<PaddingMode, 'zeros'>): readonly number[] {
  return Array.from({ length: size + 2 * padding }, (_, index) => {
    const row = index - padding;
    if (mode === 'circular') return (row + size) % size;
    if (mode === 'replicate') return Math.min(size - 1, Math.max(0, row));
    return row < 0 ? -row : row >= size ? 2 * (size - 1) - row : row;
  });
}

/** [size, rows]: 1 where the row is a copy. */
function foldMatrix(rows: readonly number[], size: number): Tensor<'float32'> {
  const matrix = float32([size, rows.length]);
  rows.forEach((source, row) => {
    matrix.data[source * rows.length + row] = 1;
  });
  return matrix;
}
