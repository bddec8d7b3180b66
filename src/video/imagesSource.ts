import type { VideoSource } from './source';
import { VideoError } from './videoError';

/** One picture of a sequence: what a file input or a dropped folder gives. */
export type ImageFile = Blob & { readonly name: string };

/** Frames a second that a folder of images is taken to have, since nothing in it says so: ffmpeg's default too. */
export const IMAGE_FPS = 25;

/**
 * Images as frames, in the order of their names with numbers counted as numbers (`img_2` before `img_10`), as mmaction2's
 * raw-frame datasets have them. Each is decoded when it is wanted. Files that are no images are left out.
 * @throws VideoError: no image among them, or the first one cannot be decoded
 */
export async function imagesSource(files: readonly ImageFile[], folder: string, fps = IMAGE_FPS): Promise<VideoSource> {
  const images = inOrder(files.filter((file) => file.type.startsWith('image/')));
  const [first] = images;
  if (!first) {
    throw new VideoError('images', {
      what: `None of its ${files.length} files is an image.`,
      where: folder,
      remedy: 'Choose a folder of png, jpeg or webp files.',
    });
  }
  const { width, height, close } = await decoded(first);
  close();
  let bytes = 0;
  let frames = 0;
  return {
    facts: {
      kind: 'images',
      name: folder,
      width,
      height,
      frameCount: images.length,
      fps,
      duration: images.length / fps,
      codec: first.type,
      times: Float64Array.from(images, (_, i) => i / fps),
    },
    async *frames(indices, signal) {
      for (const index of indices) {
        signal?.throwIfAborted();
        const file = images[index] as ImageFile;
        const image = await decoded(file);
        bytes += file.size;
        frames++;
        if (image.width !== width || image.height !== height) {
          image.close();
          throw new VideoError('images', {
            what: `It is ${image.width} × ${image.height} pixels, the first image (${first.name}) is ${width} × ${height}.`,
            where: `${folder}, ${file.name}`,
            remedy: 'Make all images of the folder the same size.',
          });
        }
        yield {
          index,
          time: index / fps,
          width,
          height,
          draw: (context, from, to) =>
            context.drawImage(image.bitmap, from.x, from.y, from.width, from.height, to.x, to.y, to.width, to.height),
          close: image.close,
        };
      }
    },
    framesToDecode: (indices) => indices.length,
    reads: () => ({ bytes, frames }),
    close() {},
  };
}

/** Files by name, the numbers in them by their value. */
export function inOrder(files: readonly ImageFile[]): readonly ImageFile[] {
  const { compare } = new Intl.Collator('en', { numeric: true });
  return [...files].sort((a, b) => compare(a.name, b.name));
}

async function decoded(file: ImageFile) {
  try {
    const bitmap = await createImageBitmap(file);
    return { bitmap, width: bitmap.width, height: bitmap.height, close: () => bitmap.close() };
  } catch (cause) {
    throw new VideoError('images', {
      what: 'It cannot be decoded: it is no image, it is damaged, or it was removed.',
      where: file.name,
      remedy: 'Take it out of the folder, or choose the folder again.',
      cause,
    });
  }
}
