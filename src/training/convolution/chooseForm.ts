import type { Conv3d } from '../../layers/conv3d';
import type { RowOrder } from '../graphWriter';
import { clipByClip } from './clipByClip/clipByClip';
import type { ConvolutionForm, Geometry } from './convolution';
import { pixelByPixel } from './pixelByPixel/pixelByPixel';

/** How a convolution is computed, by its shape and the order of rows. @throws Error for one that X3D has none of */
export function chooseForm(c: Conv3d, geometry: Geometry, order: RowOrder): ConvolutionForm {
  const forms = order === 'NTHW' ? clipByClip : pixelByPixel;
  const [time, rows, columns] = c.kernel;
  const dense = c.groups === 1;
  const channelwise = c.groups === c.in && c.in === c.out;
  if (dense && time * rows * columns === 1) return forms.pointwise;
  if (dense && time === 1) return forms.spatial;
  if (channelwise && rows * columns === 1 && c.stride[0] === 1) return forms.temporal;
  if (channelwise && c.stride[0] === 1) return forms.channelwise(geometry);
  throw new Error(`No gradient is known for a ${c.kernel.join('×')} convolution in ${c.groups} of ${c.in} groups.`);
}
