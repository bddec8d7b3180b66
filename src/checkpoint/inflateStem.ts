import type { Architecture } from '../architecture/architecture';
import { stateDictOf } from '../architecture/walk';
import { elementCount, type Shape } from '../tensor/shape';
import { float32 } from '../tensor/tensor';
import type { NamedCheckpoint, NamedEntry } from './namedCheckpoint';
import { toFloat32 } from './numberTypes';

/** The one tensor whose shape knows the clip's channels: [base, C, 1, 3, 3]. */
const STEM = 'conv1_s.conv.weight';
/** How the ledger's word on an inflated stem begins. */
export const INFLATED = 'inflated';
/** Channels of pictures, which a stem is inflated from. */
const RGB = 3;

/**
 * A checkpoint of an RGB network for one with more channels (depth, flow, a mask): the stem's first three channels are the
 * file's, every further one is their mean, as two-stream networks are begun from RGB weights (Wang et al. 2016, *Temporal
 * Segment Networks*, "cross modality pre-training"). Any other pair is left as it is.
 */
export function inflateStem(checkpoint: NamedCheckpoint, architecture: Architecture): NamedCheckpoint {
  const entry = checkpoint.tensors.get(STEM);
  const wanted = stateDictOf(architecture).find(({ key }) => key === STEM)?.shape;
  if (!entry || !wanted || !isInflatable(entry.tensor.shape, wanted)) return checkpoint;
  return { ...checkpoint, tensors: new Map(checkpoint.tensors).set(STEM, inflated(entry, wanted)) };
}

function isInflatable(found: Shape, wanted: Shape): boolean {
  const others = (shape: Shape) => shape.filter((_, axis) => axis !== 1).join();
  return found.length === 5 && found[1] === RGB && (wanted[1] ?? 0) > RGB && others(found) === others(wanted);
}

function inflated(entry: NamedEntry, shape: Shape): NamedEntry {
  const channels = shape[1] ?? RGB;
  const more = channels - RGB;
  return {
    ...entry,
    tensor: {
      dtype: entry.tensor.dtype,
      shape,
      read: async () => float32(shape, withMeans(toFloat32(await entry.tensor.read()).data, shape)),
    },
    note: `${INFLATED} from 3 channels to ${channels}: ${more === 1 ? 'the new one is' : 'the new ones are'} the mean of RGB`,
  };
}

function withMeans(rgb: Float32Array, shape: Shape): Float32Array {
  const [outs = 0, channels = 0] = shape;
  const size = elementCount(shape.slice(2));
  const whole = new Float32Array(outs * channels * size);
  for (let out = 0; out < outs; out++) {
    const kernel = rgb.subarray(out * RGB * size, (out + 1) * RGB * size);
    whole.set(kernel, out * channels * size);
    for (let at = 0; at < size; at++) {
      const mean = ((kernel[at] ?? 0) + (kernel[size + at] ?? 0) + (kernel[2 * size + at] ?? 0)) / RGB;
      for (let channel = RGB; channel < channels; channel++) whole[(out * channels + channel) * size + at] = mean;
    }
  }
  return whole;
}
