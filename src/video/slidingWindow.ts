import { elementCount, type Shape } from '../tensor/shape';
import { float32, type Tensor } from '../tensor/tensor';
import { writeFrame } from './pixels';

/** The last frames of a live source, from which a clip can be cut at any moment. */
interface SlidingWindow {
  /** Adds the newest frame: levels 0–255, `[C, H, W]`. The oldest one falls out. */
  push(levels: Uint8Array): void;
  /** How many frames are still missing until a clip is full. */
  missing(): number;
  /** The newest clip `[1, C, T, H, W]`, its last frame the newest; null as long as frames are missing. */
  clip(): Tensor<'float32'> | null;
}

/**
 * A window for clips of `shape` = `[1, C, T, H, W]` whose frames are `interval` live frames apart. It holds
 * (T − 1) · interval + 1 frames of one byte a value.
 */
export function slidingWindow(shape: Shape, interval: number): SlidingWindow {
  const [, channels = 3, frames = 1, height = 1, width = 1] = shape;
  const size = channels * height * width;
  const span = (frames - 1) * interval + 1;
  const ring = new Uint8Array(span * size);
  let pushed = 0;
  return {
    push(levels) {
      if (levels.length !== size) throw new Error(`A frame of ${size} levels was expected, ${levels.length} came.`);
      ring.set(levels, (pushed % span) * size);
      pushed++;
    },
    missing: () => Math.max(0, span - pushed),
    clip() {
      if (pushed < span) return null;
      const clip = new Float32Array(elementCount(shape));
      for (let t = 0; t < frames; t++) {
        // The slot after the newest frame holds the oldest: span frames ago is zero steps ahead.
        const slot = (pushed + t * interval) % span;
        writeFrame(clip, ring.subarray(slot * size, (slot + 1) * size), channels, { view: 0, t, frames });
      }
      return float32(shape, clip);
    },
  };
}
