import { type GraphWriter, gemm, pad, reshape, sliceAxes, type Value } from '../graphWriter';
import type { ConvolutionForm, Geometry } from './convolution';

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

/** The other way: each value at its pixel, zeros between them. */
function spread(w: GraphWriter, gradient: Value, { channels, clips, from, to, stride }: Geometry): Value {
  if (stride[1] === 1 && stride[2] === 1) return gradient;
  const planes = channels.in * clips * from[0];
  const apart = pad(
    w,
    reshape(w, gradient, [planes, to[1], 1, to[2], 1]),
    [0, 0, 0, 0, 0],
    [0, 0, stride[1] - 1, 0, stride[2] - 1],
  );
  const whole = reshape(w, apart, [planes, to[1] * stride[1], to[2] * stride[2]]);
  const read = sliceAxes(w, whole, [
    { axis: 1, from: 0, to: from[1] },
    { axis: 2, from: 0, to: from[2] },
  ]);
  return reshape(w, read, [channels.in, -1]);
}
