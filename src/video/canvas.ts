import type { Rectangle, Size } from './geometry';
import type { Picture } from './pixels';
import type { Frame } from './source';
import { VideoError } from './videoError';

/** Turns decoded frames into pixels; keeps its canvas from frame to frame. */
interface FrameReader {
  /** The pixels of a region, in sRGB, unscaled. */
  picture(frame: Frame, region: Rectangle): Picture;
  /** The whole frame, `height` pixels high, as an image that can be drawn and transferred. Its receiver closes it. */
  thumbnail(frame: Frame, height: number): ImageBitmap;
}

/** A reader for pages and workers alike. */
export function openFrameReader(): FrameReader {
  const pixels = context({ width: 1, height: 1 }, true);
  return {
    picture(frame, region) {
      const { width, height } = region;
      if (pixels.canvas.width !== width || pixels.canvas.height !== height)
        Object.assign(pixels.canvas, { width, height });
      frame.draw(pixels, region, { x: 0, y: 0, width, height });
      return { ...region, data: pixels.getImageData(0, 0, width, height).data as Uint8ClampedArray<ArrayBuffer> };
    },
    thumbnail(frame, height) {
      const width = Math.min(WIDEST, Math.max(1, Math.round((height * frame.width) / frame.height)));
      const small = context({ width, height }, false);
      small.imageSmoothingQuality = 'medium';
      const { canvas } = small;
      frame.draw(small, whole(frame), whole(canvas));
      return canvas.transferToImageBitmap();
    },
  };
}

/** The widest thumbnail: that of a frame one pixel high would be wider than any canvas. */
const WIDEST = 4096;

function noCanvas(): VideoError {
  return new VideoError('unsupported', {
    what: 'This browser has no off-screen canvas, by which frames become pixels.',
    where: 'Reading pictures',
    remedy: 'Use a newer browser (Safari from 16.4 on); everything that needs no pictures works in this one.',
  });
}

const whole = ({ width, height }: Size): Rectangle => ({ x: 0, y: 0, width, height });

function context({ width, height }: Size, willReadFrequently: boolean): OffscreenCanvasRenderingContext2D {
  if (typeof OffscreenCanvas === 'undefined') throw noCanvas();
  const context = new OffscreenCanvas(width, height).getContext('2d', { alpha: false, willReadFrequently });
  if (!context) throw new Error('This browser gave no 2D context for an off-screen canvas.');
  return context;
}
