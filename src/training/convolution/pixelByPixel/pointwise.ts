import { type GraphWriter, gemm, reshape, sliceAxes, type Value } from '../../graphWriter';
import type { ConvolutionForm, Geometry } from '../convolution';
import { summedByPixel } from './taps';

/** 1×1×1 over all channels: a matrix product; with a stride, of every s-th pixel. */
export const pointwise: ConvolutionForm = (w, x, weight, geometry) => {
  const { channels, stride } = geometry;
  const strided = stride[1] > 1 || stride[2] > 1;
  const read = strided ? everyNth(w, x, geometry) : x;
  return {
    output: gemm(w, weight, read),
    input(gradient) {
      const input = gemm(w, weight, gradient, { transA: true });
      return strided ? summedByPixel(w, reshape(w, input, [channels.in, 1, -1]), geometry) : input;
    },
    weight: (gradient) => gemm(w, gradient, read, { transB: true }),
  };
};

function everyNth(w: GraphWriter, x: Value, { channels, from, stride }: Geometry): Value {
  const planes = reshape(w, x, [channels.in, from[1], from[2], -1]);
  const some = sliceAxes(w, planes, [
    { axis: 1, from: 0, to: from[1], step: stride[1] },
    { axis: 2, from: 0, to: from[2], step: stride[2] },
  ]);
  return reshape(w, some, [channels.in, -1]);
}
