import { groupBy } from '../../tensor/groupBy';
import { joined } from '../../tensor/rows';
import { elementCount } from '../../tensor/shape';
import { float32, type Tensor } from '../../tensor/tensor';
import type { Studio } from '../../worker/client';
import type { ClipKeeper } from './clipKeeper';
import type { ClipLook } from './looks';

/** What reading looks needs. */
export interface LooksPlace {
  readonly keeper: Pick<ClipKeeper, 'take'>;
  readonly studio: Studio;
  readonly clip: { readonly t: number; readonly h: number; readonly w: number };
  readonly channels: 1 | 3;
  /** Seconds a look reaches over. */
  readonly window: number;
  readonly signal: AbortSignal;
}

/** A video that was kept and is not there; named as what is wrong with one video, so that others go on. */
class VideoGone extends Error {
  override name = 'VideoError';
}

/**
 * Decodes looks at one clip, `[looks, C, T, H, W]`.
 * @throws RequestError named VideoError for a video that is damaged, VideoGone for one that is not there any more
 */
export async function readLooks(
  clip: ClipLook['clip'],
  looks: readonly ClipLook[],
  { keeper, studio, clip: size, channels, window, signal }: LooksPlace,
): Promise<Tensor<'float32'>> {
  const video = await keeper.take(clip.takeId);
  if (!video) throw new VideoGone(`${clip.name}: its video is not in the browser any more. Record or open it again.`);
  const views = looks.map(({ view }) => view);
  return studio.request('readViews', { file: video, name: clip.name, views, window, clip: size, channels }, { signal });
}

/** Bytes of decoded looks that are kept at most, as they come again in every epoch. */
const MOST_KEPT = 64 * 2 ** 20;

/**
 * Reads looks in any order, `[looks, C, T, H, W]`. Those read last are kept, as far as they take no more than so many bytes:
 * however many clips there are, memory is bounded, and others are decoded again.
 */
export function createLooksReader(
  place: LooksPlace,
  mostKept: number = MOST_KEPT,
): (looks: readonly ClipLook[]) => Promise<Tensor<'float32'>> {
  const kept = new Map<ClipLook, Float32Array>();
  const { t, h, w } = place.clip;
  const one = [place.channels, t, h, w];
  const size = elementCount(one);
  const most = Math.floor(mostKept / (Float32Array.BYTES_PER_ELEMENT * size));
  return async (looks) => {
    const found = new Map<ClipLook, Float32Array>();
    for (const look of new Set(looks)) {
      const known = kept.get(look);
      if (known) found.set(look, known);
    }
    const missing = [...new Set(looks)].filter((look) => !found.has(look));
    for (const [clip, own] of groupBy(missing, (look) => look.clip)) {
      const { data } = await readLooks(clip, own, place);
      own.forEach((look, at) => {
        found.set(look, data.slice(at * size, (at + 1) * size));
      });
    }
    for (const [look, values] of found) {
      kept.delete(look);
      kept.set(look, values);
    }
    for (const [look] of kept) {
      if (kept.size <= most) break;
      kept.delete(look);
    }
    return float32([looks.length, ...one], joined(looks.map((look) => found.get(look) as Float32Array)));
  };
}
