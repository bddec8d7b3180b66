import { type GraphWriter, gemm, reshape, sliceAxes, type Value } from '../graphWriter';
import type { ConvolutionForm, Geometry, OrderForms } from './convolution';

/** 1×1×1 over all channels: a matrix product; with a stride s, of every s-th pixel. */
export const pointwise =
  ({ spread }: Pick<OrderForms, 'spread'>): ConvolutionForm =>
  (w, x, weight, geometry) => {
    const strided = geometry.stride[1] > 1 || geometry.stride[2] > 1;
    const read = strided ? everyNth(w, x, geometry) : x;
    return {
      output: gemm(w, weight, read),
      input(gradient) {
        const values = gemm(w, weight, gradient, { transA: true });
        return strided ? spread(w, values, geometry) : values;
      },
      weight: (gradient) => gemm(w, gradient, read, { transB: true }),
    };
  };

/** The pixels that a stride reads: [C, N·T·H·W] → [C, N·T·H′·W′]. */
function everyNth(w: GraphWriter, x: Value, { channels, clips, from, stride }: Geometry): Value {
  const [frames, rows, columns] = from;
  // In both orders axis 1 are rows and axis 2 are columns of pixels.
  const planes = w.order === 'NTHW' ? [channels.in * clips * frames, rows, columns] : [channels.in, rows, columns, -1];
  const some = sliceAxes(w, reshape(w, x, planes), [
    { axis: 1, from: 0, to: rows, step: stride[1] },
    { axis: 2, from: 0, to: columns, step: stride[2] },
  ]);
  return reshape(w, some, [channels.in, -1]);
}
