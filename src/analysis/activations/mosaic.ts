import type { Tensor } from '../../tensor/tensor';

/** Channels by energy, the strongest first; equal ones in their own order. */
export function byEnergy(energy: Float64Array): readonly number[] {
  return Array.from(energy, (_, channel) => channel).sort((a, b) => (energy[b] ?? 0) - (energy[a] ?? 0) || a - b);
}

/** One picture of a feature map. */
export interface Plane {
  readonly height: number;
  readonly width: number;
  /** `[H, W]`. */
  readonly values: Float32Array;
}

/** One channel at one moment, of `[1, C, T, H, W]`: a view of the same memory. */
export function planeOf({ shape, data }: Tensor<'float32'>, channel: number, t: number): Plane {
  const [, , frames = 1, height = 1, width = 1] = shape;
  const start = (channel * frames + t) * height * width;
  return { height, width, values: data.subarray(start, start + height * width) };
}

/** All channels at one moment in one picture: the root of the mean square over the channels, never negative. */
export function energyPlane(tensor: Tensor<'float32'>, t: number): Plane {
  const [, channels = 1] = tensor.shape;
  const { height, width } = planeOf(tensor, 0, t);
  const values = new Float32Array(height * width);
  for (let channel = 0; channel < channels; channel++) {
    planeOf(tensor, channel, t).values.forEach((value, i) => {
      values[i] = (values[i] ?? 0) + value * value;
    });
  }
  return { height, width, values: values.map((sum) => Math.sqrt(sum / channels)) };
}
