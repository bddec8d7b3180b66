import { elementCount } from '../../tensor/shape';
import type { Tensor } from '../../tensor/tensor';
import type { OpenModel } from '../../worker/client';
import type { OpeningTimes } from './runStore';

/** One result of a run, by name. @throws Error where the run did not give it */
export function resultNamed(outputs: ReadonlyMap<string, Tensor>, name: string): Tensor<'float32'> {
  const tensor = outputs.get(name);
  if (tensor?.dtype !== 'float32' || elementCount(tensor.shape) === 0) {
    throw new Error(`The run gave no float32 values under the name ${name}.`);
  }
  return tensor;
}

/** What opening a network took. */
export function openingTimes({ prepared, ms }: OpenModel): OpeningTimes {
  const { weights, ...steps } = prepared.ms;
  return { weights, prepare: Object.values(steps).reduce((sum, step) => sum + step, 0), ...ms };
}

/** Scores before softmax, `[classes]`; null for a backbone without head. */
export function logitsOf(outputs: ReadonlyMap<string, Tensor>): Float32Array | null {
  return outputs.has('logits') ? resultNamed(outputs, 'logits').data : null;
}

/** Features `[1, C, T, H, W]` pooled over T, H, W, as mmaction2's head does: `[C]`. */
export function pooledFeatures({ shape, data }: Tensor<'float32'>, pool: 'avg' | 'max'): Float32Array {
  const [, channels = 0, ...positions] = shape;
  const plane = elementCount(positions);
  return Float32Array.from({ length: channels }, (_, channel) => {
    const values = data.subarray(channel * plane, (channel + 1) * plane);
    return pool === 'max'
      ? values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY)
      : values.reduce((sum, value) => sum + value, 0) / plane;
  });
}
