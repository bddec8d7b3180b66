import type { Photograph } from '../../motion/tile';
import type { Studio } from '../../worker/client';

/** Pictures of a person's own video, from which textures of the motion world are cropped. */
export interface OwnPictures {
  /** Of the file, and its size in bytes: another video has other pictures. */
  readonly name: string;
  readonly size: number;
  readonly photographs: readonly Photograph[];
}

/** Takes pictures evenly spread over a video, 96 pixels high. @throws VideoError */
export async function ownPicturesOf(studio: Studio, file: File): Promise<OwnPictures> {
  const { strip } = await studio.request('readStrip', { file, name: file.name, range: null });
  const { frames, width, height } = strip;
  const picture = await createImageBitmap(strip.picture);
  const context = new OffscreenCanvas(width * frames, height).getContext('2d', { alpha: false });
  if (!context) throw new Error('This browser gave no 2D context for an off-screen canvas.');
  context.drawImage(picture, 0, 0);
  picture.close();
  const photographs = Array.from({ length: frames }, (_, at): Photograph => {
    const { data } = context.getImageData(at * width, 0, width, height);
    return { width, height, data: Uint8Array.from({ length: 3 * width * height }, (_, i) => levelAt(data, i)) };
  });
  return { name: file.name, size: file.size, photographs };
}

/** Level `i` of `[height, width, 3]` in `[height, width, 4]`. */
function levelAt(data: Uint8ClampedArray, i: number): number {
  return data[4 * Math.floor(i / 3) + (i % 3)] as number;
}
