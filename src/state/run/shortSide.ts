import type { Clip } from '../../design/design';
import { type Size, testShortSide } from '../../video/geometry';

/**
 * The short side that frames are resized to where none was chosen, in pixels.
 * @param source size of the source's frames; null before one stands open, when the crop's own proportions are taken
 */
export function shortSideFor({ w, h }: Clip, source: Size | null): number {
  const crop = { width: w, height: h };
  return testShortSide(crop, source ?? crop);
}
