import type { ClipSize } from '../motion/scene';
import type { Photograph } from '../motion/tile';
import type { Tensor } from '../tensor/tensor';
import type { LabelledClips } from '../training/clipSet';
import type { Dataset, Split } from '../training/dataset';
import type { MotionData } from '../training/motionData';
import type { Batch } from '../training/trainingSession';
import type { Exchange } from './messages';

/** The motion worker: clips made, or taken from a set, as they are asked for. It keeps what it was given, no clip. */
export interface MotionProtocol {
  /** Names a data set; batches are asked for by its number. */
  open: Exchange<{ data: DataChoice; size: ClipSize }, DatasetFacts>;
  /** Clips by number, with their classes. The clips are transferred. */
  batch: Exchange<{ dataset: number; split: Split; first: number; count: number }, Batch>;
  /** One clip of a class, `[1, 3, T, H, W]`, of a motion data set; to be shown. */
  example: Exchange<{ dataset: number; label: number; index: number }, Tensor<'float32'>>;
  close: Exchange<{ dataset: number }, void>;
  /** Answers at another port too: the trainer asks for its batches there, past the page. */
  join: Exchange<{ port: MessagePort }, void>;
  /** From now on looks at clips of one's own are read at a port, which serves `LooksProtocol`. */
  readLooksAt: Exchange<{ port: MessagePort }, void>;
  /** Never answered: it fails when the worker ends, of whatever. */
  untilEnd: Exchange<null, never>;
}

/** Where clips come from. */
export type DataChoice =
  | (MotionData & { readonly kind: 'motion'; readonly photographs?: readonly Photograph[] })
  | (LabelledClips & { readonly kind: 'clips'; readonly seed: number })
  | LooksData;

/** Looks at clips of one's own, which stay where they are and are read by number when a batch needs them. */
interface LooksData {
  readonly kind: 'looks';
  readonly classes: readonly string[];
  /** Tells these looks from any others: a hash of all that decides them. */
  readonly hash: string;
  readonly rows: {
    /** Class of each look, from 0. */
    readonly labels: readonly number[];
    /** Looks that are learnt from, and looks that judge. */
    readonly train: readonly number[];
    readonly held: readonly number[];
  };
  /** Of the order in which they come. */
  readonly seed: number;
}

/** The page as a reader of looks: it has the videos. */
export interface LooksProtocol {
  /** `[rows, C, T, H, W]`; transferred. */
  looks: Exchange<{ rows: readonly number[] }, Tensor<'float32'>>;
}

export interface DatasetFacts extends Pick<Dataset, 'classes' | 'partners' | 'counts'> {
  readonly dataset: number;
}
