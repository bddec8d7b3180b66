import { openFrameReader } from './canvas';
import { framesAt } from './framesAt';
import { eachFrame, type VideoSource } from './source';

/** A stretch of a video as one small picture: frames side by side, evenly spaced in time. */
export interface Strip {
  /** JPEG. */
  readonly picture: Blob;
  /** Frames side by side. */
  readonly frames: number;
  /** Size of one of them in pixels. */
  readonly width: number;
  readonly height: number;
}

/** Frames of a strip, and how high they are: a thumbnail's 48 CSS pixels at up to twice the density. */
const STRIP_FRAMES = 8;
const HEIGHT = 96;
/** The widest frame of a strip: a panorama is cut. */
const WIDEST = 256;

/**
 * Reads the strip of a stretch, in seconds from the first frame.
 * @throws VideoError: damaged, or gone while being read
 * @throws DOMException `AbortError`: the signal was given
 */
export async function readStrip(
  source: VideoSource,
  { from, to }: { readonly from: number; readonly to: number },
  signal?: AbortSignal,
): Promise<Strip> {
  const { facts } = source;
  const indices = framesAt(facts.times, from, Math.max(0, to - from), STRIP_FRAMES);
  const width = Math.min(WIDEST, Math.max(1, Math.round((HEIGHT * facts.width) / facts.height)));
  const canvas = new OffscreenCanvas(width * STRIP_FRAMES, HEIGHT);
  const context = canvas.getContext('2d', { alpha: false });
  if (!context) throw new Error('This browser gave no 2D context for an off-screen canvas.');
  const reader = openFrameReader();
  await eachFrame(source, [...new Set(indices)], signal, (frame) => {
    const image = reader.thumbnail(frame, HEIGHT);
    indices.forEach((index, at) => {
      if (index === frame.index) context.drawImage(image, 0, 0, width, HEIGHT, at * width, 0, width, HEIGHT);
    });
    image.close();
  });
  const picture = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.8 });
  return { picture, frames: STRIP_FRAMES, width, height: HEIGHT };
}
