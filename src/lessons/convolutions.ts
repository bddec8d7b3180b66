import type { Architecture, Layer } from '../architecture/architecture';
import { isConvolution } from '../architecture/walk';
import type { Conv3d } from '../layers/conv3d';
import { elementCount } from '../tensor/shape';

/** Paths of the convolutions that filter each channel by itself. */
export function channelwiseIn(architecture: Architecture): readonly string[] {
  return convolutionsIn(architecture, ({ groups, in: channels }) => groups === channels && channels > 1);
}

/** Paths of the convolutions that mix channels at every position by itself, squeeze-and-excitation's among them. */
export function pointwiseIn(architecture: Architecture): readonly string[] {
  return convolutionsIn(architecture, ({ kernel }) => elementCount(kernel) === 1);
}

/** Paths of all convolutions, or of those that answer a question. */
export function convolutionsIn(
  { layers }: Architecture,
  wanted: (convolution: Conv3d) => boolean = () => true,
): readonly string[] {
  return layers.flatMap((layer) => (isConvolution(layer) && wanted(layer.fields) ? [layer.path] : []));
}

/** A convolution's kernel in words: `3 × 3 × 3`. */
export function kernelText(layer: Layer): string {
  if (!isConvolution(layer))
    throw new Error(`A lesson speaks of the kernel of ${layer.path}, which is no convolution.`);
  return layer.fields.kernel.join(' × ');
}
