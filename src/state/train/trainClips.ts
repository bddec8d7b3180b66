import { memoised } from '../../memo/memoised';
import { rowsOf } from '../../tensor/rows';
import type { Tensor } from '../../tensor/tensor';
import type { Split } from '../../training/dataset';
import { type Variation, varied } from '../../training/motionData';
import type { Training } from '../../worker/training';
import type { WorldData } from './train';

/** Frames and pixels of a clip. */
export interface ClipSides {
  readonly t: number;
  readonly h: number;
  readonly w: number;
  /** Frames of the world from one frame to the next; 1 where absent. */
  readonly interval?: number;
}

/** A held-out clip that the network was asked about. */
interface AskedClip {
  readonly split: Split;
  readonly variation: Variation;
  readonly index: number;
  /** Clips that were asked in one go: a shuffle is drawn for each of them. */
  readonly batch: number;
}

/** Clips of the motion world for the screen, from the data worker of a training, which is started when the first is asked for. */
export function createTrainClips(training: () => Training) {
  /** By the pictures that textures are cropped from, and by all else. */
  const sets = memoised((_: object) => new Map<string, ReturnType<typeof opened>>());
  const opened = (data: WorldData, size: ClipSides) =>
    training().motion.request('open', { data: { kind: 'motion', ...data }, size });
  const setOf = (data: WorldData, size: ClipSides) => {
    const { photographs = NO_PICTURES, ...rest } = data;
    const name = JSON.stringify([rest, size]);
    const known = sets(photographs).get(name) ?? opened(data, size);
    sets(photographs).set(name, known);
    return known;
  };
  return {
    /** A clip of a class that belongs to no split, `[1, 3, T, H, W]`. */
    async example(data: WorldData, size: ClipSides, label: number, index: number): Promise<Tensor<'float32'>> {
      const { dataset } = await setOf(data, size);
      return training().motion.request('example', { dataset, label, index });
    },
    /** A clip behind an answer, `[1, 3, T, H, W]`, as the network saw it. */
    async heldOut(data: WorldData, size: ClipSides, clip: AskedClip): Promise<Tensor<'float32'>> {
      const { split, variation, index, batch } = clip;
      const { dataset, partners } = await setOf(data, size);
      const first = index - (index % batch);
      const asked = await training().motion.request('batch', { dataset, split, first, count: batch });
      return rowsOf(varied(asked, variation, partners, first).clips, [index - first]);
    },
  };
}

const NO_PICTURES: WorldData['photographs'] & object = [];
