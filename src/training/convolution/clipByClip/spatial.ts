import { elementCount } from '../../../tensor/shape';
import { float32, type Tensor } from '../../../tensor/tensor';
import { concat, type GraphWriter, gemm, pad, reshape, sliceAxes, transpose, type Value } from '../../graphWriter';
import { type ConvolutionForm, type Geometry, unreadRows } from '../convolution';

/** 1×k×k over all channels: the pixels under each tap beside each other (im2col), then one matrix product. */
export const spatial: ConvolutionForm = (w, x, weight, geometry) => {
  const columns = pixelsByTap(w, x, geometry);
  return {
    output: gemm(w, weight, columns),
    input: (gradient) => summedByPixel(w, gemm(w, weight, gradient, { transA: true }), geometry),
    weight: (gradient) => gemm(w, gradient, columns, { transB: true }),
  };
};

/** [Cin, N·T·H·W] → [Cin·taps, N·T·h·w]. */
function pixelsByTap(w: GraphWriter, x: Value, geometry: Geometry): Value {
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
  return reshape(w, concat(w, taps, 1), [channels.in * taps.length, -1]);
}

/** The other way (col2im): a transposed convolution whose kernel for each tap is 1 at that tap adds them up exactly. */
function summedByPixel(w: GraphWriter, columns: Value, geometry: Geometry): Value {
  const { channels, clips, from, to, kernel, stride, padding } = geometry;
  const taps = kernel[1] * kernel[2];
  const planes = clips * from[0];
  const byPlane = transpose(w, reshape(w, columns, [channels.in, taps, planes, to[1] * to[2]]), [0, 2, 1, 3]);
  const input = w.node(
    'ConvTranspose',
    [
      reshape(w, byPlane, [channels.in * planes, taps, to[1], to[2]]),
      w.constant(oneHot([taps, 1, kernel[1], kernel[2]])),
    ],
    {
      kernel_shape: [kernel[1], kernel[2]],
      strides: [stride[1], stride[2]],
      pads: [padding[1], padding[2], padding[1], padding[2]],
      output_padding: [unreadRows(geometry, 1), unreadRows(geometry, 2)],
      group: 1,
    },
  );
  return reshape(w, input, [channels.in, -1]);
}

function oneHot(shape: readonly number[]): Tensor<'float32'> {
  const taps = shape[0] ?? 1;
  const tensor = float32(shape, new Float32Array(elementCount(shape)));
  for (let tap = 0; tap < taps; tap++) tensor.data[tap * taps + tap] = 1;
  return tensor;
}
