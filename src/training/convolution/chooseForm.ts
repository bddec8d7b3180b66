import type { Conv3d } from '../../layers/conv3d';
import { channelwiseFrames } from './channelwiseFrames';
import { channelwiseToeplitz, channelwiseToeplitzWeight } from './channelwiseToeplitz';
import type { ConvolutionForm, Geometry } from './convolution';
import { pointwise } from './pointwise';
import { spatial } from './spatial';
import { temporal } from './temporal';

/** How a convolution is computed, by its shape. @throws Error for one that X3D has none of */
export function chooseForm(c: Conv3d, geometry: Geometry): ConvolutionForm {
  const [time, rows, columns] = c.kernel;
  const dense = c.groups === 1;
  const channelwise = c.groups === c.in && c.in === c.out;
  if (dense && time * rows * columns === 1) return pointwise;
  if (dense && time === 1) return spatial;
  if (channelwise && rows * columns === 1 && c.stride[0] === 1) return temporal;
  if (channelwise && c.stride[0] === 1) return channelwiseForm(geometry);
  throw new Error(`No gradient is known for a ${c.kernel.join('×')} convolution in ${c.groups} of ${c.in} groups.`);
}

/** Planes of up to 4×4 pixels are fastest as Toeplitz matrices, their weight's gradient up to 8×8 (WASM, one thread). */
function channelwiseForm({ from, stride }: Geometry): ConvolutionForm {
  const pixels = from[1] * from[2];
  if (pixels <= 16) return channelwiseToeplitz;
  if (stride[1] !== 1 || pixels > 64) return channelwiseFrames;
  return (w, x, weight, geometry) => ({
    ...channelwiseFrames(w, x, weight, geometry),
    weight: (gradient) => channelwiseToeplitzWeight(w, x, gradient, geometry),
  });
}
