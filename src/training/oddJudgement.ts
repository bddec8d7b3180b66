import { seedAt } from '../motion/clips';
import { type Knobs, LEVELS } from '../motion/knobs';
import { ODD_KINDS, oddClip } from '../motion/oddClips';
import type { ClipSize } from '../motion/scene';
import { TASKS } from '../motion/tasks';
import { float32 } from '../tensor/tensor';
import type { Dataset } from './dataset';
import { energyOf } from './energy';
import { type Share, wilson } from './interval';
import type { MotionData } from './motionData';
import type { TrainingSession } from './trainingSession';

/** When a network says "not what it was trained for", and how often it is right to. */
export interface OddJudgement {
  /** Clips whose energy is lower are given no class. */
  readonly threshold: number;
  /** Of odd clips of another split than those that set the threshold: how many are given no class; by kind. */
  readonly refused: Share;
  readonly perKind: Readonly<Record<string, Share>>;
  /** Of test clips of the task: how many are given a class, and how many of those the right one. */
  readonly answered: Share;
  readonly rightOfAnswered: Share;
}

/** Share of the clips a network knows that a rule may hold back at most to be of use. */
const MOST_LOST = 0.25;

/** True where a rule leaves enough of what the network knows; of one that was hardly trained it does not. */
export function isOfUse({ answered }: Pick<OddJudgement, 'answered'>): boolean {
  return answered.share >= 1 - MOST_LOST;
}

/** Share of the odd clips that set the threshold which fall below it. */
const REFUSED = 0.9;

/** Sets the threshold on odd clips of the validation split, and judges it on those, and on the task's clips, of the test split. */
export async function judgeOdd(
  session: Pick<TrainingSession, 'evaluate'>,
  dataset: Dataset,
  data: MotionData,
  { t, h, w }: ClipSize,
  { clips, batch }: { readonly clips: number; readonly batch: number },
): Promise<OddJudgement> {
  const size = { t, h, w };
  const knobs: Knobs = typeof data.knobs === 'string' ? LEVELS[data.knobs] : data.knobs;
  const world = { task: TASKS[data.task], knobs };
  const length = 3 * t * h * w;
  const scoresOf = async (pixels: Float32Array) => {
    const { data: logits } = await session.evaluate(float32([batch, 3, t, h, w], pixels));
    const classes = logits.length / batch;
    return Array.from({ length: batch }, (_, clip) => logits.subarray(clip * classes, (clip + 1) * classes));
  };
  const oddEnergies = async (split: 'validation' | 'test') => {
    const energies: { readonly kind: string; readonly energy: number }[] = [];
    for (let first = 0; first < clips; first += batch) {
      const pixels = new Float32Array(batch * length);
      for (let clip = 0; clip < batch; clip++) {
        const kind = ODD_KINDS[(first + clip) % ODD_KINDS.length] as (typeof ODD_KINDS)[number];
        pixels.set(oddClip(kind, world, size, seedAt(data.seed, split, first + clip)), clip * length);
      }
      const scores = await scoresOf(pixels);
      scores.slice(0, clips - first).forEach((row, clip) => {
        energies.push({ kind: ODD_KINDS[(first + clip) % ODD_KINDS.length] as string, energy: energyOf(row) });
      });
    }
    return energies;
  };
  const sorted = (await oddEnergies('validation')).map(({ energy }) => energy).toSorted((a, b) => a - b);
  const threshold = Number((sorted[Math.floor(REFUSED * sorted.length)] ?? 0).toFixed(3));
  const odd = await oddEnergies('test');
  const share = (rows: readonly { readonly energy: number }[]) =>
    wilson(rows.filter(({ energy }) => energy < threshold).length, rows.length);

  let [asked, answered, right] = [0, 0, 0];
  for (let first = 0; first < clips; first += batch) {
    const { clips: known, labels } = await dataset.batch('test', first, batch);
    const scores = await scoresOf(known.data);
    for (let clip = 0; clip < Math.min(batch, clips - first); clip++) {
      const row = scores[clip] as Float32Array;
      asked += 1;
      if (energyOf(row) < threshold) continue;
      answered += 1;
      if (row.indexOf(Math.max(...row)) === labels[clip]) right += 1;
    }
  }
  return {
    threshold,
    refused: share(odd),
    perKind: Object.fromEntries(ODD_KINDS.map((kind) => [kind, share(odd.filter((row) => row.kind === kind))])),
    answered: wilson(answered, asked),
    rightOfAnswered: wilson(right, answered),
  };
}
