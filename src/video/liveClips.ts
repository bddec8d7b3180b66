import type { Shape } from '../tensor/shape';
import type { Tensor } from '../tensor/tensor';
import { openFrameReader } from './canvas';
import { cropsOf, type Geometry, type Size } from './geometry';
import { type Cropper, cropLevels, cropper, type PictureChannels } from './pixels';
import { slidingWindow } from './slidingWindow';
import { drawing, type Frame } from './source';

/** A live picture: what a camera gives, and what can be sent to a worker. */
export type LiveImage = VideoFrame | ImageBitmap;

/** Clips of what is happening now. */
export interface LiveClips {
  /** Resizes, crops and keeps the newest picture, whose owner closes it. Pictures may change their size (a turned phone). */
  push(image: LiveImage): void;
  /** How many pictures are still missing until a clip is full. */
  missing(): number;
  /** The newest clip `[1, C, T, H, W]`; null as long as pictures are missing. */
  clip(): Tensor<'float32'> | null;
}

/** What a network wants of a live source. */
export interface LiveRequest {
  /** Frames of a clip, T. */
  readonly clipLength: number;
  /** Live frames from one frame of a clip to the next. */
  readonly interval: number;
  /** A live clip is seen through one crop: the centre one. */
  readonly geometry: Geometry;
  readonly channels: PictureChannels;
}

/**
 * A sliding clip over live pictures; works in pages and workers.
 * @throws VideoError from `push`: the crop does not fit into the resized picture
 */
export function liveClips({ clipLength, interval, geometry, channels }: LiveRequest): LiveClips {
  const { width, height } = geometry.crop;
  const shape: Shape = [1, channels, clipLength, height, width];
  const window = slidingWindow(shape, interval);
  const reader = openFrameReader();
  let ready: { size: Size; cropper: Cropper } | null = null;
  return {
    push(image) {
      const frame = liveFrame(image);
      if (ready?.size.width !== frame.width || ready.size.height !== frame.height) {
        const size = { width: frame.width, height: frame.height };
        ready = { size, cropper: centerCropper(size, geometry) };
      }
      window.push(cropLevels(ready.cropper, reader.picture(frame, ready.cropper.region), channels));
    },
    missing: window.missing,
    clip: window.clip,
  };
}

function centerCropper(size: Size, geometry: Geometry): Cropper {
  const { resized, crops } = cropsOf({ ...geometry, crops: 'center' }, size, 'Camera');
  const [crop] = crops;
  if (!crop) throw new Error('A centre crop is one crop.');
  return cropper(size, resized, crop);
}

/** A live picture as a frame. Its place and time are not asked for. */
function liveFrame(image: LiveImage): Frame {
  const size = 'displayWidth' in image ? { width: image.displayWidth, height: image.displayHeight } : image;
  return {
    index: 0,
    time: 0,
    width: size.width,
    height: size.height,
    draw: drawing(image),
    close: () => image.close(),
  };
}
