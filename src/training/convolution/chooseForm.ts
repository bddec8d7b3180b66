import type { Conv3d } from '../../layers/conv3d';
import type { RowOrder } from '../graphWriter';
import { clipByClip } from './clipByClip/clipByClip';
import type { ConvolutionForm, Geometry } from './convolution';
import { pixelByPixel } from './pixelByPixel/pixelByPixel';
import { pointwise } from './pointwise';
import { spatial } from './spatial';
import { temporal } from './temporal';

/** How a convolution is computed, by its shape and the order of rows. @throws Error for one that X3D has none of */
export function chooseForm(c: Conv3d, geometry: Geometry, order: RowOrder): ConvolutionForm {
  const forms = order === 'NTHW' ? clipByClip : pixelByPixel;
  const [time, rows, columns] = c.kernel;
  const dense = c.groups === 1;
  const channelwise = c.groups === c.in && c.in === c.out;
  if (dense && time * rows * columns === 1) return pointwise(forms);
  if (dense && time === 1) return spatial(forms);
  if (channelwise && rows * columns === 1 && c.stride[0] === 1) return temporal;
  if (channelwise && c.stride[0] === 1) return forms.channelwise(geometry);
  throw new Error(
    `No gradient is known for a ${c.kernel.join('×')} convolution of ${c.in} to ${c.out} channels in ${c.groups} groups, stride ${c.stride.join('×')}: expected one frame of all channels, or channel by channel with stride 1 in time.`,
  );
}
