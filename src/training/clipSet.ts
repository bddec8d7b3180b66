import { elementCount } from '../tensor/shape';
import { float32, type Tensor } from '../tensor/tensor';
import { fnv1a, inDrawnOrder, sfc32 } from '../weights/generator';
import type { Dataset, Split } from './dataset';

/** Clips that someone has, with their classes. */
export interface LabelledClips {
  /** [N, C, T, H, W]. */
  readonly clips: Tensor<'float32'>;
  readonly labels: readonly number[];
  readonly classes: readonly string[];
}

/** Clips and labels that make no data set: what is wrong, and what to give instead. */
export class ClipSetError extends Error {
  override name = 'ClipSetError';
}

/** Share of each class's clips that is kept apart, for validation and for the test each. */
const HELD_OUT = 0.2;

/**
 * A data set of one's own clips. Of every class a fifth is held out for validation and a fifth for the test, at least one
 * each where it has three; the rest is trained on, in an order of its own in every epoch, both by the seed.
 * @throws ClipSetError where the labels are not one a clip, each of a class
 */
export function clipSet({ clips, labels, classes }: LabelledClips, seed: number): Dataset {
  const [n = 0, ...rest] = clips.shape;
  if (labels.length !== n) throw new ClipSetError(`There are ${n} clips and ${labels.length} labels; give one a clip.`);
  const strange = labels.find((label) => !(Number.isInteger(label) && label >= 0 && label < classes.length));
  if (strange !== undefined)
    throw new ClipSetError(`A label is ${strange}; the classes are numbered from 0 to ${classes.length - 1}.`);
  const members = split(labels, classes.length, seed);
  const length = elementCount(rest);
  return {
    classes,
    partners: null,
    counts: { train: members.train.length, validation: members.validation.length, test: members.test.length },
    async batch(name, first, count) {
      const own = members[name];
      if (own.length === 0) throw new ClipSetError(`No clips are left for ${name}: record or give more of them.`);
      const data = new Float32Array(count * length);
      const batchLabels: number[] = [];
      for (let clip = 0; clip < count; clip++) {
        const epoch = Math.floor((first + clip) / own.length);
        const order = name === 'train' ? inDrawnOrder(own, sfc32(fnv1a(`epoch ${epoch}`), seed)) : own;
        const index = order[(first + clip) % own.length] as number;
        data.set(clips.data.subarray(index * length, (index + 1) * length), clip * length);
        batchLabels.push(labels[index] as number);
      }
      return { clips: float32([count, ...rest], data), labels: batchLabels };
    },
  };
}

function split(labels: readonly number[], classes: number, seed: number): Record<Split, readonly number[]> {
  const members: Record<Split, number[]> = { train: [], validation: [], test: [] };
  for (let label = 0; label < classes; label++) {
    const own = labels.flatMap((other, index) => (other === label ? [index] : []));
    const order = inDrawnOrder(own, sfc32(fnv1a(`class ${label}`), seed));
    const held = own.length < 3 ? 0 : Math.max(1, Math.floor(own.length * HELD_OUT));
    order.forEach((clip, at) => {
      const part = at < held ? 'validation' : at < 2 * held ? 'test' : 'train';
      members[part].push(clip);
    });
  }
  return members;
}
