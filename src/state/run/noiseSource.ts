import type { Design } from '../../design/design';
import type { Tensor } from '../../tensor/tensor';
import type { Studio } from '../../worker/client';
import { checkClip } from './clipSize';

/**
 * One clip of noise `[1, C, T, H, W]` for a design, drawn in the studio worker: millions of values are more than a page
 * should stop for.
 * @throws VideoError: larger than a page can hold; the signal's reason
 */
export async function noiseFor(
  studio: Studio,
  { clip: { t, h, w }, reference }: Design,
  seed: number,
  signal: AbortSignal,
): Promise<Tensor<'float32'>> {
  const shape = [1, reference.in_channels, t, h, w];
  checkClip(shape, 'Noise');
  return studio.request('noise', { shape, seed }, { signal });
}
