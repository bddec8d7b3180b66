import type { Triple } from '../../../layers/layerOp';
import { float32, type Tensor } from '../../../tensor/tensor';
import { type GraphWriter, gemm, reshape, slice, sliceAxes, type Value } from '../../graphWriter';
import type { ConvolutionForm, Geometry } from '../convolution';

/** 1×1×1 over all channels: a matrix product; with a stride, of every s-th pixel. */
export const pointwise: ConvolutionForm = (w, x, weight, geometry) => {
  const read = everyNth(w, x, geometry);
  return {
    output: gemm(w, weight, read),
    input: (gradient) => spread(w, gemm(w, weight, gradient, { transA: true }), geometry),
    weight: (gradient) => gemm(w, gradient, read, { transB: true }),
  };
};

function everyNth(w: GraphWriter, x: Value, { channels, clips, from, stride }: Geometry): Value {
  const [frames, rows, columns] = from;
  if (stride[1] === 1 && stride[2] === 1) return x;
  const planes = reshape(w, x, [channels.in * clips * frames, rows, columns]);
  const some = sliceAxes(w, planes, [
    { axis: 1, from: 0, to: rows, step: stride[1] },
    { axis: 2, from: 0, to: columns, step: stride[2] },
  ]);
  return reshape(w, some, [channels.in, -1]);
}

/**
 * The other way: each value at its pixel, zeros between them. One product with a matrix of 0 and 1 writes every row and
 * the rows of zeros below it; a Pad with axes of size 1 between takes ten times as long on WASM.
 */
function spread(w: GraphWriter, gradient: Value, { channels, clips, from, to, stride }: Geometry): Value {
  if (stride[1] === 1 && stride[2] === 1) return gradient;
  const planes = channels.in * clips * from[0];
  const rows = reshape(w, gradient, [planes * to[1], to[2]]);
  const apart = w.node('MatMul', [rows, w.constant(rowMatrix(to[2], from[2], stride))]);
  const whole = reshape(w, apart, [planes, to[1] * stride[1], from[2]]);
  return reshape(w, slice(w, whole, 1, 0, from[1]), [channels.in, -1]);
}

/** [columns out, s · columns in]: 1 from each value to its pixel in the first of s rows. */
function rowMatrix(written: number, read: number, stride: Triple): Tensor<'float32'> {
  const width = stride[1] * read;
  const matrix = float32([written, width]);
  for (let column = 0; column < written; column++) matrix.data[column * width + column * stride[2]] = 1;
  return matrix;
}
