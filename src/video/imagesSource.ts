import { kindOfFile } from '../files/fileKind';
import { isFrameSize } from './claimedSize';
import { imageSize, SIZE_BYTES } from './imageSize';
import { drawing, type VideoSource } from './source';
import { fileGone, VideoError } from './videoError';

/** Frames a second that a folder of images is taken to have, since nothing in it says so: ffmpeg's default too. */
const IMAGE_FPS = 25;
/** Kinds of pictures that every browser decodes. */
const DECODED = /\b(PNG|JPEG|WebP|GIF|BMP|AVIF)\b/;

/**
 * Images as frames, in this order, each decoded when it is wanted.
 * @param name the folder's, as it is told.
 * @throws VideoError: no image, or the first one cannot be decoded
 */
export async function imagesSource(images: readonly File[], name: string, fps = IMAGE_FPS): Promise<VideoSource> {
  const [first] = images;
  if (!first) {
    throw new VideoError('images', {
      what: 'It holds no image that can be decoded.',
      where: name,
      remedy: 'Choose a folder of png, jpeg or webp files.',
    });
  }
  const isAlone = images.length === 1;
  const { width, height, close } = await decoded(first, isAlone);
  close();
  let bytes = 0;
  let frames = 0;
  return {
    facts: {
      kind: 'images',
      name,
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
        const file = images[index] as File;
        const image = await decoded(file, isAlone);
        bytes += file.size;
        frames++;
        if (image.width !== width || image.height !== height) {
          image.close();
          throw new VideoError('images', {
            what: `It is ${image.width} × ${image.height} pixels, the first image (${first.name}) is ${width} × ${height}.`,
            where: `${name}, ${file.name}`,
            remedy: 'Make all images of the folder the same size.',
          });
        }
        yield {
          index,
          time: index / fps,
          width,
          height,
          draw: drawing(image.bitmap),
          close: image.close,
        };
      }
    },
    framesToDecode: (indices) => indices.length,
    reads: () => ({ bytes, frames }),
    close() {},
  };
}

/** @throws VideoError for an image that claims more pixels than can be kept, before memory is taken for them */
async function checkSize(file: File, isAlone: boolean): Promise<void> {
  const bytes = await file
    .slice(0, SIZE_BYTES)
    .arrayBuffer()
    .catch(() => new ArrayBuffer(0));
  const size = imageSize(new Uint8Array(bytes));
  if (!size || isFrameSize(size)) return;
  throw new VideoError('images', {
    what: `It says that it has ${size.width} × ${size.height} pixels, beyond what any video has.`,
    where: file.name,
    remedy: isAlone
      ? 'Make it smaller and choose it again, or choose another image.'
      : 'Make it smaller, or take it out of the folder, and choose the folder again.',
  });
}

/** @param isAlone no other image was chosen with it, so that nothing is said of a folder */
async function decoded(file: File, isAlone: boolean) {
  await checkSize(file, isAlone);
  try {
    const bitmap = await createImageBitmap(file);
    return { bitmap, width: bitmap.width, height: bitmap.height, close: () => bitmap.close() };
  } catch (cause) {
    if (await isGone(file)) throw fileGone(file.name, isAlone ? 'Choose it again.' : 'Choose the folder again.', cause);
    throw new VideoError('images', {
      what: await whyUndecoded(file),
      where: file.name,
      remedy: isAlone ? 'Choose another image.' : 'Take it out of the folder, and choose the folder again.',
      cause,
    });
  }
}

/** Why a file is no frame, by its own bytes. */
async function whyUndecoded(file: Blob): Promise<string> {
  const kind = await kindOfFile(file).catch(() => null);
  if (!kind) return 'It cannot be decoded: it is no image, whatever its name says, or it is damaged.';
  if (DECODED.test(kind.what)) return `This is ${kind.what}, and it is damaged: it cannot be decoded.`;
  return kind.what.endsWith('picture')
    ? `This is ${kind.what}, which this browser cannot decode.`
    : `This is ${kind.what}, and no picture, whatever its name says.`;
}

/** Decoding does not say why it failed; reading a byte does. */
function isGone(file: Blob): Promise<boolean> {
  const read = file.slice(0, 1).arrayBuffer();
  return read.then(
    () => false,
    () => true,
  );
}
