import { powerOfTwo } from '../motion/arithmetic';
import type { Tensor } from '../tensor/tensor';
import { logarithm } from '../weights/generator';
import type { Dataset, Split } from './dataset';
import { energyOf } from './energy';
import { pooled, type Share, wilson } from './interval';
import { type Variation, varied } from './motionData';
import type { TrainingSession } from './trainingSession';

/** How a network in eval mode, with running statistics, answers clips it was not trained on. */
export interface Evaluation {
  readonly split: Split;
  readonly variation: Variation;
  readonly accuracy: Share;
  /** Of each class by itself. */
  readonly perClass: readonly Share[];
  /** Clips of each class (row) that were taken for each class (column). Of clips played backwards a row is the partner. */
  readonly confusion: readonly (readonly number[])[];
  /** Mean cross entropy, in nats. */
  readonly loss: number;
  /** Class and answer of every clip, in the order of their numbers. */
  readonly labels: readonly number[];
  readonly answers: readonly number[];
  /** Probability of each answer. */
  readonly confidences: readonly number[];
}

/** What a network makes of a clip. */
export interface Recognised {
  /** Of the classes. */
  readonly probabilities: readonly number[];
  /** Of all its scores together: low where none of the classes has much for it. */
  readonly energy: number;
}

interface EvaluationOptions {
  readonly split: Split;
  readonly variation?: Variation;
  /** Clips; whole batches are asked, so it is rounded up, but never beyond what the split has. */
  readonly count: number;
  readonly batch: number;
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/** Asks a network about held-out clips. @throws DOMException AbortError when the signal says so */
export async function evaluate(
  session: Pick<TrainingSession, 'evaluate'>,
  dataset: Dataset,
  { split, variation = 'plain', count, batch, onProgress, signal }: EvaluationOptions,
): Promise<Evaluation> {
  const total = Math.min(count, dataset.counts[split]);
  const labels: number[] = [];
  const answers: number[] = [];
  const confidences: number[] = [];
  let loss = 0;
  for (let first = 0; first < total; first += batch) {
    signal?.throwIfAborted();
    // The graph takes whole batches; what a short split repeats at its end is not counted.
    const clips = varied(await dataset.batch(split, first, batch), variation, dataset.partners, first);
    const logits = await session.evaluate(clips.clips);
    const counted = Math.min(batch, total - first);
    for (let clip = 0; clip < counted; clip++) {
      const label = clips.labels[clip] as number;
      const { answer, probabilities } = answerOf(logits, clip);
      labels.push(label);
      answers.push(answer);
      confidences.push(probabilities[answer] as number);
      loss -= logarithm(Math.min(1, Math.max(1e-30, probabilities[label] as number)));
    }
    onProgress?.(first + counted, total);
  }
  const confusion = dataset.classes.map(() => dataset.classes.map(() => 0));
  labels.forEach((label, clip) => {
    const row = confusion[label] as number[];
    const answer = answers[clip] as number;
    row[answer] = (row[answer] as number) + 1;
  });
  return {
    split,
    variation,
    accuracy: wilson(labels.filter((label, clip) => label === answers[clip]).length, labels.length),
    perClass: confusion.map((row, label) =>
      wilson(
        row[label] as number,
        row.reduce((sum, one) => sum + one, 0),
      ),
    ),
    confusion,
    loss: loss / Math.max(1, labels.length),
    labels,
    answers,
    confidences,
  };
}

const { LOG2E } = Math;

/** The class with the largest logit of row `n` of [N, classes], and the probabilities of all. */
export function answerOf({ data, shape }: Tensor<'float32'>, n: number): { answer: number; probabilities: number[] } {
  const classes = shape[1] ?? 0;
  const logits = Array.from(data.subarray(n * classes, (n + 1) * classes));
  const top = Math.max(...logits);
  const powers = logits.map((logit) => powerOfTwo((logit - top) * LOG2E));
  const sum = powers.reduce((total, power) => total + power, 0);
  return { answer: Math.max(0, logits.indexOf(top)), probabilities: powers.map((power) => power / sum) };
}

/** What a network makes of the clip of this number, from scores `[N, classes]`. */
export function recognisedIn(logits: Tensor<'float32'>, n: number): Recognised {
  const classes = logits.shape[1] ?? 0;
  const energy = energyOf(logits.data.subarray(n * classes, (n + 1) * classes));
  return { probabilities: answerOf(logits, n).probabilities, energy };
}

/** Two classes of which each is the other played backwards, and how often a network told them apart. */
interface PairShare {
  readonly pair: readonly [number, number];
  readonly share: Share;
}

/**
 * How often the two classes of each reversal pair are told apart, of the clips that got either name. Where the frames were
 * shuffled chance is a half: nothing in them tells one from the other.
 */
export function withinEachPair(
  { labels, answers }: Pick<Evaluation, 'labels' | 'answers'>,
  partners: readonly number[],
): readonly PairShare[] {
  return partners.flatMap((partner, first): PairShare[] => {
    if (partner <= first) return [];
    const isOf = (index: number | undefined) => index === first || index === partner;
    const clips = labels.flatMap((label, clip) =>
      isOf(label) && isOf(answers[clip]) ? [answers[clip] === label] : [],
    );
    return [{ pair: [first, partner], share: wilson(clips.filter((right) => right).length, clips.length) }];
  });
}

/** How often clips of a pair that were taken for one of the two were told apart, over all pairs together. */
export function withinPairs(answered: Pick<Evaluation, 'labels' | 'answers'>, partners: readonly number[]): Share {
  return pooled(withinEachPair(answered, partners).map(({ share }) => share));
}
