import { frozenAt, motionBatch, playedBackwards, SPLIT_SIZE, shuffled } from '../motion/clips';
import { type Knobs, LEVELS, type LevelName } from '../motion/knobs';
import type { ClipSize } from '../motion/scene';
import { partnerIndex, TASKS, type TaskName } from '../motion/tasks';
import type { Photograph } from '../motion/tile';
import { float32 } from '../tensor/tensor';
import type { Dataset } from './dataset';
import type { Batch } from './trainingSession';

/** Clips of the motion world, as a link or a file names them. */
export interface MotionData {
  readonly task: TaskName;
  /** A level of difficulty, or every knob. */
  readonly knobs: LevelName | Knobs;
  readonly seed: number;
}

/** Clips made as they are asked for. */
export function motionDataset(
  { task: name, knobs, seed }: MotionData,
  size: ClipSize,
  photographs: readonly Photograph[] = [],
): Dataset {
  const task = TASKS[name];
  const world = { task, knobs: typeof knobs === 'string' ? LEVELS[knobs] : knobs, photographs };
  return {
    classes: task.classes,
    partners: task.classes.map((_, index) => partnerIndex(task, index)),
    counts: { train: SPLIT_SIZE, validation: SPLIT_SIZE, test: SPLIT_SIZE },
    async batch(split, first, count) {
      const { clips, labels } = motionBatch(world, size, { seed, split, first: first % SPLIT_SIZE, count });
      return { clips: float32([count, 3, size.t, size.h, size.w], clips), labels: [...labels] };
    },
  };
}

/** What clips are turned into before the network is asked: its answers show whether it sees time. */
export type Variation = 'plain' | 'shuffled' | 'backwards' | 'one frame';

/** A batch varied, with the labels that are right then. */
export function varied(batch: Batch, variation: Variation, partners: readonly number[] | null, seed: number): Batch {
  if (variation === 'plain') return batch;
  const { clips, labels } = batch;
  const [, channels = 3, t = 1, h = 1, w = 1] = clips.shape;
  const size = { channels, t, h, w };
  if (variation === 'shuffled') return { labels, clips: float32(clips.shape, shuffled(clips.data, size, seed)) };
  if (variation === 'one frame') return { labels, clips: float32(clips.shape, frozenAt(t >> 1, clips.data, size)) };
  return {
    labels: partners ? labels.map((label) => partners[label] as number) : labels,
    clips: float32(clips.shape, playedBackwards(clips.data, size)),
  };
}
