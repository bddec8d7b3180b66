import { groupBy } from '../tensor/groupBy';
import { elementCount } from '../tensor/shape';
import { float32, type Tensor } from '../tensor/tensor';
import { openFrameReader } from './canvas';
import type { ClipPlan } from './clipPlan';
import type { Rectangle } from './geometry';
import { cropLevels, cropper, writeFrame } from './pixels';
import { eachFrame, type VideoSource } from './source';

/** A sampled frame as it is shown: small, whole, with its place in the source. */
export interface Thumbnail {
  readonly index: number;
  /** Presentation time in seconds. */
  readonly time: number;
  /** `THUMBNAIL_HEIGHT` pixels high. Transferable; its receiver closes it. */
  readonly image: ImageBitmap;
}

/** What reading a plan gives. */
export interface ReadClip {
  /** Normalised clips, `[views, C, T, H, W]` (the plan's shape). */
  readonly clip: Tensor<'float32'>;
  /** Every frame that some clip takes, once, ascending. */
  readonly thumbnails: readonly Thumbnail[];
}

/** How reading is watched and stopped. */
interface Reading {
  readonly signal?: AbortSignal;
  /** Called after every frame that a clip takes. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** Height of thumbnails in pixels: a strip's 72 CSS pixels at up to twice the density. */
const THUMBNAIL_HEIGHT = 144;

/**
 * Reads the frames of a plan: each is decoded once, resized and cropped in one pass, normalised and put in its places.
 * Memory is the clips, 4 bytes a value, and one frame.
 * @throws VideoError: damaged, or gone while being read
 * @throws DOMException `AbortError`: the signal was given
 */
export async function readClip(
  source: VideoSource,
  plan: ClipPlan,
  { signal, onProgress }: Reading = {},
): Promise<ReadClip> {
  const [, channels = 3, frames = 1] = plan.shape;
  const croppers = plan.crops.map((crop) => cropper(source.facts, plan.resized, crop));
  const region = union(croppers.map((each) => each.region));
  const reader = openFrameReader();
  const clips = new Float32Array(elementCount(plan.shape));
  const thumbnails: Thumbnail[] = [];
  // A looped or dense plan uses a frame more than once.
  const places = groupBy(
    plan.clips.flatMap((indices, clip) => indices.map((index, t) => ({ index, clip, t }))),
    ({ index }) => index,
  );
  const indices = [...places.keys()].sort((a, b) => a - b);

  try {
    await eachFrame(source, indices, signal, (frame) => {
      const picture = reader.picture(frame, region);
      for (const [crop, each] of croppers.entries()) {
        const levels = cropLevels(each, picture, plan.channels);
        for (const { clip, t } of places.get(frame.index) ?? [])
          writeFrame(clips, levels, channels, { view: crop * plan.clips.length + clip, t, frames });
      }
      thumbnails.push({ index: frame.index, time: frame.time, image: reader.thumbnail(frame, THUMBNAIL_HEIGHT) });
      onProgress?.(thumbnails.length, indices.length);
    });
  } catch (error) {
    for (const { image } of thumbnails) image.close();
    throw error;
  }
  return { clip: float32(plan.shape, clips), thumbnails };
}

/** The smallest rectangle around all of them. */
function union(rectangles: readonly Rectangle[]): Rectangle {
  const x = Math.min(...rectangles.map((r) => r.x));
  const y = Math.min(...rectangles.map((r) => r.y));
  return {
    x,
    y,
    width: Math.max(...rectangles.map((r) => r.x + r.width)) - x,
    height: Math.max(...rectangles.map((r) => r.y + r.height)) - y,
  };
}
