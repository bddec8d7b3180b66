import type { Batch } from './trainingSession';

/** Clips a network is trained on, clips that choose a state among several, and clips that judge what came out. */
export type Split = 'train' | 'validation' | 'test';

/** Clips by number. The same number is always the same clip, so that a run can be gone on with, or made again. */
export interface Dataset {
  /** Names of the classes, by index. */
  readonly classes: readonly string[];
  /** For each class the one its clips belong to when they are played backwards; null where that is not known. */
  readonly partners: readonly number[] | null;
  /** Clips that can be asked for. Beyond the last of `train` they come again in another order. */
  readonly counts: Readonly<Record<Split, number>>;
  batch(split: Split, first: number, count: number): Promise<Batch>;
}
