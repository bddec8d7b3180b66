import type { PresetName } from '../design/presets';
import { countText } from '../text/numberText';

/** How many views of a video the scores were averaged over. */
interface ViewProtocol {
  /** Clips spread over the video's length. */
  readonly clips: number;
  /** Square crops of every clip. */
  readonly crops: number;
}

/** An accuracy on Kinetics-400's validation set as published for a member of the family. */
export interface PublishedAccuracy {
  readonly member: PresetName;
  /** Per cent of videos whose class is the first guess, and among the first five. */
  readonly top1: number;
  readonly top5: number | null;
  /** Null where the source does not say. */
  readonly views: ViewProtocol | null;
  readonly source: string;
}

const SLOWFAST = 'SlowFast MODEL_ZOO.md';
const PYTORCHVIDEO = 'pytorchvideo docs/source/model_zoo.md';
const TEN: ViewProtocol = { clips: 10, crops: 1 };
const THIRTY: ViewProtocol = { clips: 10, crops: 3 };

/**
 * Accuracies that stand in the files of two code bases. The paper's own table is left out: it was not at hand to be
 * checked against. Accuracies of different protocols must not be compared as if they were one.
 */
export const PUBLISHED_ACCURACIES: readonly PublishedAccuracy[] = [
  { member: 'XS', top1: 68.7, top5: null, views: TEN, source: SLOWFAST },
  { member: 'XS', top1: 69.5, top5: null, views: THIRTY, source: SLOWFAST },
  { member: 'S', top1: 73.1, top5: null, views: TEN, source: SLOWFAST },
  { member: 'S', top1: 73.5, top5: null, views: THIRTY, source: SLOWFAST },
  { member: 'M', top1: 75.1, top5: null, views: TEN, source: SLOWFAST },
  { member: 'M', top1: 76.2, top5: null, views: THIRTY, source: SLOWFAST },
  { member: 'L', top1: 76.9, top5: null, views: TEN, source: SLOWFAST },
  { member: 'L', top1: 77.5, top5: null, views: THIRTY, source: SLOWFAST },
  { member: 'XS', top1: 69.12, top5: 88.63, views: null, source: PYTORCHVIDEO },
  { member: 'S', top1: 73.33, top5: 91.27, views: null, source: PYTORCHVIDEO },
  { member: 'M', top1: 75.94, top5: 92.72, views: null, source: PYTORCHVIDEO },
  { member: 'L', top1: 77.44, top5: 93.31, views: null, source: PYTORCHVIDEO },
];

/** Accuracies of one member, in the order above. */
export function accuraciesOf(member: PresetName): readonly PublishedAccuracy[] {
  return PUBLISHED_ACCURACIES.filter((accuracy) => accuracy.member === member);
}

/** A protocol in words: `10 clips × 3 crops`. */
export function viewsText(views: ViewProtocol | null): string {
  if (!views) return 'views not stated';
  return `${countText(views.clips, 'clip')} × ${countText(views.crops, 'crop')}`;
}
