import { add, concatSome, type GraphWriter, pad, reshape, sliceAxes, type Value } from '../../graphWriter';
import type { Geometry } from '../convolution';

/** Sums over the taps in time of what each adds to an output frame, P pixels a plane: [C, kT, P, T, N] → [C, P, T′, N]. */
export function summedOverTime(
  w: GraphWriter,
  byTap: Value,
  { channels, clips, to, kernel, padding }: Geometry,
): Value {
  const terms = Array.from({ length: kernel[0] }, (_, tap) =>
    framesAhead(w, byTap, tap, tap - padding[0], to[0]),
  ).filter((term) => term !== null);
  const [first, ...rest] = terms;
  if (!first) throw new Error('no tap in time meets a frame');
  const total = rest.reduce((sum, term) => add(w, sum, term), first);
  return reshape(w, total, [channels.in, -1, to[0], clips]);
}

/** The gradient as each input frame meets it: [C, P·T′·N] → [C, kT, P, T, N], slot k of frame t that of frame t + padding − k. */
export function gradientByTap(w: GraphWriter, gradient: Value, geometry: Geometry): Value {
  const { channels, clips, from, to, kernel, padding } = geometry;
  const frames = reshape(w, gradient, [channels.in, 1, -1, to[0], clips]);
  const slots = Array.from({ length: kernel[0] }, (_, tap) => framesAhead(w, frames, 0, padding[0] - tap, from[0]));
  return concatSome(w, slots, 1);
}

/**
 * Frames moved in time: of one slot of [C, slots, P, T, N], frame t + ahead as frame t, [C, 1, P, length, N], zeros where
 * there is none; null where there is none at all.
 */
function framesAhead(w: GraphWriter, slots: Value, slot: number, ahead: number, length: number): Value | null {
  const count = slots.shape[3] ?? 1;
  const [first, end] = [Math.max(0, ahead), Math.min(count, length + ahead)];
  if (first >= end) return null;
  const frames = sliceAxes(w, slots, [
    { axis: 1, from: slot, to: slot + 1 },
    { axis: 3, from: first, to: end },
  ]);
  const before = first - ahead;
  return pad(w, frames, [0, 0, 0, before, 0], [0, 0, 0, length - before - (end - first), 0]);
}
