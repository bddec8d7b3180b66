import { concat, type GraphWriter, gather, pad, reshape, slice, type Value } from '../graphWriter';

/**
 * Frames beside their neighbours in time: [rows, T, P] → [rows, T′, taps, P], slot k of frame t holding frame
 * t + offsets[k], zeros where there is none.
 */
export function neighboursInTime(w: GraphWriter, frames: Value, length: number, offsets: readonly number[]): Value {
  const [rows = 1, count = 1, pixels = 1] = frames.shape;
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
