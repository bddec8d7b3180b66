import type { Dataset } from './dataset';
import { type Evaluation, evaluate, withinPairs } from './evaluation';
import type { Share } from './interval';
import type { TrainingSession } from './trainingSession';

/** What a network makes of test clips, which chose nothing, and whether it sees time in them. */
export interface Judgement {
  readonly accuracy: Share;
  readonly perClass: Readonly<Record<string, Share>>;
  /** Clips of each class (row) that were taken for each class (column). */
  readonly confusion: Evaluation['confusion'];
  /** Played backwards, the partner's class being right; null where there are no partners. */
  readonly backwards: Share | null;
  /** Frames in a drawn order: all classes, and the two of each reversal pair by themselves. */
  readonly shuffled: Share;
  readonly withinPairs: Share | null;
  /** One frame of each clip, repeated: what a network says that sees no time. */
  readonly oneFrame: Share;
}

/** Asks a network about the first `clips` test clips. Null where the data set holds none out. */
export async function judge(
  session: Pick<TrainingSession, 'evaluate'>,
  dataset: Dataset,
  { clips: count, batch }: { readonly clips: number; readonly batch: number },
): Promise<Judgement | null> {
  if (dataset.counts.test === 0) return null;
  const ask = (variation: Evaluation['variation']) =>
    evaluate(session, dataset, { split: 'test', variation, count, batch });
  const plain = await ask('plain');
  const shuffled = await ask('shuffled');
  const { partners, classes } = dataset;
  return {
    accuracy: plain.accuracy,
    perClass: Object.fromEntries(classes.map((name, index) => [name, plain.perClass[index] as Share])),
    confusion: plain.confusion,
    backwards: partners && (await ask('backwards')).accuracy,
    shuffled: shuffled.accuracy,
    withinPairs: partners && withinPairs(shuffled, partners),
    oneFrame: (await ask('one frame')).accuracy,
  };
}
