import { memoised } from '../../memo/memoised';
import { float32, type Tensor } from '../../tensor/tensor';
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

/** Clips of the motion world for the screen, made in the data worker beside training. */
export interface TrainClips {
  /** A clip of a class that belongs to no split, `[1, 3, T, H, W]`. */
  example(data: WorldData, size: ClipSides, label: number, index: number): Promise<Tensor<'float32'>>;
  /**
   * A clip behind an answer, `[1, 3, T, H, W]`, as the network saw it.
   * @param batch clips that were asked in one go: a shuffle is drawn for each of them
   */
  heldOut(
    data: WorldData,
    size: ClipSides,
    asked: { readonly split: Split; readonly variation: Variation; readonly index: number; readonly batch: number },
  ): Promise<Tensor<'float32'>>;
}

/** Clips from the data worker of a training, which is started when the first is asked for. */
export function createTrainClips(training: () => Training): TrainClips {
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
    async example(data, size, label, index) {
      const { dataset } = await setOf(data, size);
      return training().motion.request('example', { dataset, label, index });
    },
    async heldOut(data, size, { split, variation, index, batch }) {
      const { dataset, partners } = await setOf(data, size);
      const first = index - (index % batch);
      const asked = await training().motion.request('batch', { dataset, split, first, count: batch });
      const { clips } = varied(asked, variation, partners, first);
      const [, ...rest] = clips.shape;
      const length = clips.data.length / batch;
      const at = (index - first) * length;
      return float32([1, ...rest], clips.data.slice(at, at + length));
    },
  };
}

const NO_PICTURES: WorldData['photographs'] & object = [];
