import { MEAN, STD } from '../tensor/levels';
import { elementCount, type Shape } from '../tensor/shape';
import { float32, type Tensor } from '../tensor/tensor';
import { randomIntegers } from './random';

/**
 * A clip of noise, `shape` = `[N, C, T, H, W]` with any number of channels: every level 0–255 equally likely, drawn by
 * whole-number arithmetic from the seed, then normalised as pictures are. So its values have the range of a real clip.
 */
export function noiseClip(shape: Shape, seed: number): Tensor<'float32'> {
  const random = randomIntegers(seed);
  const data = new Float32Array(elementCount(shape));
  let bits = 0;
  for (let i = 0; i < data.length; i++) {
    bits = i % 4 === 0 ? random.bits() : bits >>> 8;
    data[i] = ((bits & 0xff) - MEAN) / Math.fround(STD);
  }
  return float32(shape, data);
}
