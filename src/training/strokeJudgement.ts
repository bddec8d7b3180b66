import type { ClipSize } from '../motion/scene';
import { straightStroke, strokeClip } from '../motion/strokeClip';
import type { Task } from '../motion/tasks';
import { float32 } from '../tensor/tensor';
import { fnv1a, sfc32 } from '../weights/generator';
import { answerOf } from './evaluation';
import { type Share, wilson } from './interval';
import type { TrainingSession } from './trainingSession';

/** Strokes along each direction. */
const EACH = 40;

/**
 * Asks a network about a striped disc that goes along straight strokes, as a hand draws them: how many of its task's
 * directions it names rightly. Of a task without directions there are no trials.
 */
export async function judgeStrokes(
  session: Pick<TrainingSession, 'evaluate'>,
  { classes }: Task,
  { t, h, w }: ClipSize,
  { batch, seed = 0 }: { readonly batch: number; readonly seed?: number },
): Promise<Share> {
  const uniform = sfc32(seed ^ fnv1a('strokes'), classes.length);
  const asked = Array.from({ length: EACH }).flatMap(() =>
    classes.flatMap((motion, label) => {
      const points = straightStroke(motion, uniform);
      return points ? [{ label, clip: strokeClip(points, { t, h, w }) }] : [];
    }),
  );
  let right = 0;
  for (let first = 0; first < asked.length; first += batch) {
    // The graph takes whole batches; the last one is filled up with clips that are not counted.
    const data = new Float32Array(batch * 3 * t * h * w);
    const clips = asked.slice(first, first + batch);
    clips.forEach(({ clip }, at) => {
      data.set(clip, at * clip.length);
    });
    const logits = await session.evaluate(float32([batch, 3, t, h, w], data));
    right += clips.filter(({ label }, at) => answerOf(logits, at).answer === label).length;
  }
  return wilson(right, asked.length);
}
