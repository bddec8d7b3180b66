import { concat, type GraphWriter, pad, reshape, slice, type Value } from '../graphWriter';

/**
 * Frames beside their neighbours in time: [rows, T, P] → [rows, T′, taps, P], slot k of frame t holding frame
 * t + offsets[k], zeros where there is none.
 */
export function neighboursInTime(w: GraphWriter, frames: Value, length: number, offsets: readonly number[]): Value {
  const [rows = 1, count = 1, pixels = 1] = frames.shape;
  const before = Math.max(0, -Math.min(...offsets));
  const after = Math.max(0, Math.max(...offsets) + length - count);
  const padded = pad(w, frames, [0, before, 0], [0, after, 0]);
  const slots = offsets.map((offset) =>
    reshape(w, slice(w, padded, 1, before + offset, before + offset + length), [rows, length, 1, pixels]),
  );
  return concat(w, slots, 2);
}
