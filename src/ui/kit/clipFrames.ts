import { MEAN, STD } from '../../tensor/levels';
import type { Tensor } from '../../tensor/tensor';

/** The frames of a clip `[1, 3, T, H, W]` as pictures. */
export function framesOf({ data, shape }: Tensor<'float32'>): readonly ImageData[] {
  const [, , t = 0, h = 0, w = 0] = shape;
  const plane = h * w;
  return Array.from({ length: t }, (_, frame) => {
    const picture = new ImageData(w, h);
    for (let at = 0; at < plane; at++) {
      for (let channel = 0; channel < 3; channel++)
        picture.data[4 * at + channel] = (data[(channel * t + frame) * plane + at] ?? 0) * STD + MEAN;
      picture.data[4 * at + 3] = 255;
    }
    return picture;
  });
}
