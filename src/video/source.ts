import type { Container } from './container';
import { averageFps } from './frameIndex';
import type { Rectangle, Size } from './geometry';

/** Where frames come from. */
type SourceKind = 'webcodecs' | 'video-element' | 'images';

/** What is known of a source before a single frame is decoded; plain data that can cross a worker. */
export interface SourceFacts extends Size {
  readonly kind: SourceKind;
  /** The file's name, or the folder's. */
  readonly name: string;
  readonly frameCount: number;
  /** Average frames a second; null where it is unknown. */
  readonly fps: number | null;
  /** Seconds from the start of the first frame to the end of the last. */
  readonly duration: number;
  /** As the file spells it (`avc1.64001e`), or the images' type. */
  readonly codec: string;
  /** Presentation time of every frame in seconds, ascending. */
  readonly times: Float64Array;
}

/** One decoded frame, upright and with square pixels. Its receiver closes it. */
export interface Frame extends Size {
  readonly index: number;
  /** Presentation time in seconds. */
  readonly time: number;
  /** Draws the part `from` of the frame into the part `to` of a canvas, scaling where they differ. */
  draw(context: OffscreenCanvasRenderingContext2D, from: Rectangle, to: Rectangle): void;
  close(): void;
}

/** What reading has cost: bytes of the file so far, frames decoded by the readings that were finished. */
interface SourceReads {
  readonly bytes: number;
  readonly frames: number;
}

/** Frames that can be had by number. */
export interface VideoSource {
  readonly facts: SourceFacts;
  /**
   * Decodes the frames with these indices, which ascend without repetition, and only what they hang on.
   * @throws VideoError: damaged, or gone while being read
   * @throws DOMException `AbortError`: the signal was given
   */
  frames(indices: readonly number[], signal?: AbortSignal): AsyncGenerator<Frame, void>;
  /** How many frames have to be decoded for these. */
  framesToDecode(indices: readonly number[]): number;
  reads(): SourceReads;
  close(): void;
}

/** How an image that the browser can draw is drawn as a frame. */
export function drawing(image: CanvasImageSource): Frame['draw'] {
  return (context, from, to) =>
    context.drawImage(image, from.x, from.y, from.width, from.height, to.x, to.y, to.width, to.height);
}

/**
 * Shows frames of a source to a function, one by one, and closes each.
 * @throws what `frames` throws; the signal's reason where it was given meanwhile
 */
export async function eachFrame(
  source: VideoSource,
  indices: readonly number[],
  signal: AbortSignal | undefined,
  look: (frame: Frame) => void,
): Promise<void> {
  for await (const frame of source.frames(indices, signal)) {
    try {
      look(frame);
    } finally {
      frame.close();
    }
  }
  signal?.throwIfAborted();
}

/** The facts of a file whose frames are indexed. */
export function containerFacts(container: Container, kind: SourceKind): SourceFacts {
  const { name, width, height, codec, index } = container;
  return {
    kind,
    name,
    width,
    height,
    codec,
    frameCount: index.times.length,
    fps: averageFps(index),
    duration: index.end - (index.times[0] ?? 0),
    times: index.times,
  };
}
