import { elementCount, type Shape } from '../tensor/shape';
import { type GraphWriter, integers, reshape, transpose, type Value } from './graphWriter';

/** Clips as rows of channels: [N, C, T, H, W] → [C, N·T·H·W] in the graph's order; [N, C] → [C, N]. */
export function rowsOf(w: GraphWriter, clips: Value): Value {
  const [n = 1, c = 1, t = 1, ...plane] = clips.shape;
  const pixels = elementCount(plane);
  if (clips.shape.length === 2 || w.order === 'NTHW')
    return reshape(w, transpose(w, reshape(w, clips, [n, c, t * pixels]), [1, 0, 2]), [c, -1]);
  // In two steps: whole frames first, then pixels outwards. Each moves one axis, for which WASM has a fast way.
  const frames = transpose(w, reshape(w, clips, [n, c, t, pixels]), [1, 2, 0, 3]);
  return reshape(w, transpose(w, reshape(w, frames, [c, t * n, pixels]), [0, 2, 1]), [c, -1]);
}

/** Rows of channels as clips again: [C, N·T·H·W] → [N, C, T, H, W]; [C, N] → [N, C]. */
export function clipsOf(w: GraphWriter, rows: Value, shape: Shape): Value {
  const [n = 1, c = 1, t = 1, ...plane] = shape;
  const pixels = elementCount(plane);
  if (shape.length === 2 || w.order === 'NTHW')
    return reshape(w, transpose(w, reshape(w, rows, [c, n, t * pixels]), [1, 0, 2]), shape);
  return reshape(w, transpose(w, reshape(w, rows, [c, pixels, t, n]), [3, 0, 2, 1]), shape);
}

/** Rows with an axis for clips, [C, N, T·H·W] or [C, H·W·T, N]: that shape, and the axis along which one clip's values lie. */
export function byClip({ order }: GraphWriter, channels: number, clips: number): { shape: Shape; axis: 1 | 2 } {
  return order === 'NTHW' ? { shape: [channels, clips, -1], axis: 2 } : { shape: [channels, -1, clips], axis: 1 };
}

/** For each value that a channel's row holds of one clip, in the row's order, its index in T, H, W order. */
export function placesInClip({ order }: GraphWriter, frames: number, values: number): readonly number[] {
  return Array.from({ length: values }, (_, at) =>
    order === 'NTHW' ? at : (at % frames) * (values / frames) + Math.floor(at / frames),
  );
}

/**
 * A value of each channel and clip in a shape that broadcasts over rows: [C, N] → [C, N, 1] or [C, 1, T·N], and the shape
 * that rows take for that. Pixel by pixel it is repeated for every frame, since WASM broadcasts in pieces as long as the
 * last axis.
 */
export function overRows(w: GraphWriter, value: Value, frames: number): { value: Value; shape: Shape } {
  const [channels = 1, clips = 1] = value.shape;
  if (w.order === 'NTHW') return { value: reshape(w, value, [channels, clips, 1]), shape: [channels, clips, -1] };
  const apart = reshape(w, value, [channels, 1, clips]);
  const spread = frames === 1 ? apart : w.node('Expand', [apart, integers(w, [channels, frames, clips])]);
  return { value: reshape(w, spread, [channels, 1, frames * clips]), shape: [channels, -1, frames * clips] };
}
