import { type Shape, shapeText } from '../../tensor/shape';
import { byteLength } from '../../tensor/tensor';
import { VideoError } from '../../video/videoError';

/** Most a clip may take, all of its crops together, in bytes: the page holds it, and each run sends a copy. */
export const MOST_CLIP = 2 ** 30;

/** @throws VideoError where a clip of this shape, `[views, C, T, H, W]`, is more than a page should hold */
export function checkClip(shape: Shape, where: string): void {
  const bytes = byteLength({ dtype: 'float32', shape });
  if (bytes <= MOST_CLIP) return;
  const [found, most] = [bytes, MOST_CLIP].map((count) => `${(count / 2 ** 30).toPrecision(3)} GB`);
  throw new VideoError('too-large', {
    what: `A clip ${shapeText(shape)} takes ${found}; ${most} is the most that is held in memory.`,
    where,
    remedy: 'Choose fewer frames, or smaller ones.',
  });
}
