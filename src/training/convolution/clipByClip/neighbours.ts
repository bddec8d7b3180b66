import { float32 } from '../../../tensor/tensor';
import { concat, type GraphWriter, gather, pad, reshape, slice, type Value } from '../../graphWriter';
import type { Geometry } from '../convolution';

/** Clips of so few values a channel are copied fastest by a product with a matrix of 0 and 1 (WASM). */
const SHORT_CLIP = 16;

/**
 * Frames of P pixels beside their neighbours in time: [rows, T, P] → [rows, length, offsets, P], slot k of frame t holding
 * frame t + offsets[k], zeros where there is none.
 */
export function neighboursInTime(w: GraphWriter, frames: Value, length: number, offsets: readonly number[]): Value {
  const [rows = 1, count = 1, pixels = 1] = frames.shape;
  if (w.target === 'wasm' && count * pixels <= SHORT_CLIP) {
    const copied = w.node('MatMul', [reshape(w, frames, [rows, -1]), copies(w, [count, pixels], length, offsets)]);
    return reshape(w, copied, [rows, length, offsets.length, pixels]);
  }
  const before = Math.max(0, -Math.min(...offsets));
  const after = Math.max(0, Math.max(...offsets) + length - count);
  const padded = pad(w, frames, [0, before, 0], [0, after, 0]);
  // WebGPU pays by the kernel, and one Gather is one; WASM copies whole planes faster by slices.
  if (w.target === 'webgpu') {
    const at = Array.from({ length: length * offsets.length }, (_, index) => {
      const [frame, slot] = [Math.floor(index / offsets.length), index % offsets.length];
      return before + frame + (offsets[slot] ?? 0);
    });
    return reshape(w, gather(w, padded, 1, at, [at.length]), [rows, length, offsets.length, pixels]);
  }
  const slots = offsets.map((offset) =>
    reshape(w, slice(w, padded, 1, before + offset, before + offset + length), [rows, length, 1, pixels]),
  );
  return concat(w, slots, 2);
}

/** The gradient as each input frame meets it, [C·N, T, kT, H′·W′]: slot k holds that of the output frame that reads it by tap k. */
export function gradientByTap(w: GraphWriter, gradient: Value, geometry: Geometry): Value {
  const { channels, clips, from, to } = geometry;
  const frames = reshape(w, gradient, [channels.in * clips, to[0], to[1] * to[2]]);
  const back = framesAhead(geometry).map((ahead) => -ahead);
  return neighboursInTime(w, frames, from[0], back);
}

/** How many frames ahead of an output frame each tap in time reads. */
export function framesAhead({ kernel, padding }: Geometry): readonly number[] {
  return Array.from({ length: kernel[0] }, (_, tap) => tap - padding[0]);
}

/** [T·P, length·offsets·P]: 1 from each value to every place that it is copied to. */
function copies(
  w: GraphWriter,
  [count, pixels]: readonly [number, number],
  length: number,
  offsets: readonly number[],
): Value {
  return w.shared(`copies ${[count, pixels, length].join(' ')} ${offsets.join(' ')}`, () => {
    const columns = length * offsets.length * pixels;
    const matrix = float32([count * pixels, columns]);
    for (let frame = 0; frame < length; frame++)
      offsets.forEach((offset, slot) => {
        const source = frame + offset;
        if (source < 0 || source >= count) return;
        for (let pixel = 0; pixel < pixels; pixel++)
          matrix.data[(source * pixels + pixel) * columns + (frame * offsets.length + slot) * pixels + pixel] = 1;
      });
    return matrix;
  });
}
