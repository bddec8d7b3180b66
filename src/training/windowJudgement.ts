import type { ClipSize } from '../motion/scene';
import { MOTIONS, type Task } from '../motion/tasks';
import type { Photograph } from '../motion/tile';
import { TEXTURED, windowClips, windowPlaces } from '../motion/windowClips';
import { float32 } from '../tensor/tensor';
import { answerOf } from './evaluation';
import { type Share, wilson } from './interval';
import type { TrainingSession } from './trainingSession';

/** What a network that was trained on made clips makes of windows moved over stills: of real pixels. */
export interface WindowJudgement {
  readonly stills: number;
  readonly windows: number;
  /** Windows with texture: their slope along the direction in which they change least is at least `threshold` levels a pixel. */
  readonly textured: number;
  readonly threshold: number;
  /** Of windows with texture: the moving classes together, every class by itself. */
  readonly moving: Share;
  readonly perClass: Readonly<Record<string, Share>>;
  /** The moving classes on all windows, with texture or without. */
  readonly anyWindow: Share;
  /** The same by how much texture there is: windows from one slope up to the next. */
  readonly bySlope: readonly { readonly from: number; readonly moving: Share }[];
}

/** Slopes, in levels a pixel, at which the next band of windows begins. */
const BANDS = [0, 1, 2, 3, 4, 6, 9] as const;

/** Windows on each still. */
const EACH = 6;

/** Asks a network about windows moved over stills, a clip of each class from every window. */
export async function judgeWindows(
  session: Pick<TrainingSession, 'evaluate'>,
  stills: readonly Photograph[],
  task: Task,
  { t, h, w }: ClipSize,
  { batch, seed = 0 }: { readonly batch: number; readonly seed?: number },
): Promise<WindowJudgement> {
  const size = { t, h, w };
  const places = windowPlaces(stills, size, { each: EACH, seed });
  const { clips, labels } = windowClips(stills, places, task, size, seed);
  const length = 3 * t * h * w;
  const answers: number[] = [];
  for (let first = 0; first < labels.length; first += batch) {
    // The graph takes whole batches; the last one is filled up with clips that are not counted.
    const data = new Float32Array(batch * length);
    data.set(clips.subarray(first * length, (first + batch) * length));
    const logits = await session.evaluate(float32([batch, 3, t, h, w], data));
    for (let clip = 0; clip < Math.min(batch, labels.length - first); clip++)
      answers.push(answerOf(logits, clip).answer);
  }
  const share = (counts: (clip: number) => boolean): Share => {
    const counted = answers.flatMap((answer, clip) => (counts(clip) ? [answer === labels[clip]] : []));
    return wilson(counted.filter((right) => right).length, counted.length);
  };
  const { classes } = task;
  const moves = (clip: number) => MOTIONS[classes[labels[clip] as number] ?? 'still'].law.kind !== 'still';
  const slope = (clip: number) => places[Math.floor(clip / classes.length)]?.texture ?? 0;
  const textured = (clip: number) => slope(clip) >= TEXTURED;
  return {
    stills: stills.length,
    windows: places.length,
    textured: places.filter(({ texture }) => texture >= TEXTURED).length,
    threshold: TEXTURED,
    moving: share((clip) => moves(clip) && textured(clip)),
    perClass: Object.fromEntries(
      classes.map((name, label) => [name, share((clip) => labels[clip] === label && textured(clip))]),
    ),
    anyWindow: share(moves),
    bySlope: BANDS.map((from, band) => {
      const below = BANDS[band + 1] ?? Number.POSITIVE_INFINITY;
      return { from, moving: share((clip) => moves(clip) && slope(clip) >= from && slope(clip) < below) };
    }),
  };
}
