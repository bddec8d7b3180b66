import type { Triple } from '../../../layers/layerOp';
import { float32, type Tensor } from '../../../tensor/tensor';
import { concat, pad, reshape, slice, sliceAxes, transpose } from '../../graphWriter';
import { type OrderForms, unreadRows } from '../convolution';

/** Slices of the padded planes, one for each tap. */
export const pixelsByTap: OrderForms['pixelsByTap'] = (w, x, geometry) => {
  const { channels, clips, from, to, kernel, stride, padding } = geometry;
  const [rows, columns] = [padding[1], padding[2]];
  const planes = reshape(w, x, [channels.in, clips * from[0], from[1], from[2]]);
  const padded = pad(w, planes, [0, 0, rows, columns], [0, 0, rows, columns]);
  const under = (row: number, column: number) =>
    sliceAxes(w, padded, [
      { axis: 2, from: row, to: row + (to[1] - 1) * stride[1] + 1, step: stride[1] },
      { axis: 3, from: column, to: column + (to[2] - 1) * stride[2] + 1, step: stride[2] },
    ]);
  const taps = Array.from({ length: kernel[1] * kernel[2] }, (_, tap) =>
    reshape(w, under(Math.floor(tap / kernel[2]), tap % kernel[2]), [channels.in, 1, -1]),
  );
  return concat(w, taps, 1);
};

/** A transposed convolution whose kernel for each tap is 1 at that tap: it adds them up exactly. */
export const summedByPixel: OrderForms['summedByPixel'] = (w, byTap, geometry) => {
  const { channels, clips, from, to, kernel, stride, padding } = geometry;
  const taps = kernel[1] * kernel[2];
  const planes = clips * from[0];
  const byPlane = transpose(w, reshape(w, byTap, [channels.in, taps, planes, to[1] * to[2]]), [0, 2, 1, 3]);
  const input = w.node(
    'ConvTranspose',
    [reshape(w, byPlane, [channels.in * planes, taps, to[1], to[2]]), w.constant(oneTapEach(kernel))],
    {
      kernel_shape: [kernel[1], kernel[2]],
      strides: [stride[1], stride[2]],
      pads: [padding[1], padding[2], padding[1], padding[2]],
      output_padding: [unreadRows(geometry, 1), unreadRows(geometry, 2)],
      group: 1,
    },
  );
  return reshape(w, input, [channels.in, -1]);
};

/** [kH·kW, 1, kH, kW]: kernel k is 1 at tap k and 0 elsewhere. */
function oneTapEach([, rows, columns]: Triple): Tensor<'float32'> {
  const taps = rows * columns;
  const kernels = float32([taps, 1, rows, columns]);
  for (let tap = 0; tap < taps; tap++) kernels.data[tap * taps + tap] = 1;
  return kernels;
}

/**
 * One product with a matrix of 0 and 1 that writes every row and the rows of zeros below it; a Pad with axes of size 1
 * between takes ten times as long on WASM.
 */
export const spread: OrderForms['spread'] = (w, values, { channels, clips, from, to, stride }) => {
  const planes = channels.in * clips * from[0];
  const rows = reshape(w, values, [planes * to[1], to[2]]);
  const apart = w.node('MatMul', [rows, w.constant(rowMatrix(to[2], from[2], stride))]);
  const whole = reshape(w, apart, [planes, to[1] * stride[1], from[2]]);
  return reshape(w, slice(w, whole, 1, 0, from[1]), [channels.in, -1]);
};

/** [columns out, s · columns in]: 1 from each value to its pixel in the first of s rows. */
function rowMatrix(written: number, read: number, stride: Triple): Tensor<'float32'> {
  const width = stride[1] * read;
  const matrix = float32([written, width]);
  for (let column = 0; column < written; column++) matrix.data[column * width + column * stride[2]] = 1;
  return matrix;
}
