import {
  add,
  concat,
  concatSome,
  type GraphWriter,
  pad,
  reshape,
  sliceAxes,
  transpose,
  type Value,
} from '../../graphWriter';
import type { Geometry, OrderForms } from '../convolution';

/** Slices of the padded planes, one for each tap. */
export const pixelsByTap: OrderForms['pixelsByTap'] = (w, x, geometry) => {
  const { channels, from, to, kernel, stride, padding } = geometry;
  const [, rows, columns] = padding;
  const planes = reshape(w, x, [channels.in, from[1], from[2], -1]);
  const padded = pad(w, planes, [0, rows, columns, 0], [0, rows, columns, 0]);
  const under = (row: number, column: number) =>
    sliceAxes(w, padded, [
      { axis: 1, from: row, to: row + (to[1] - 1) * stride[1] + 1, step: stride[1] },
      { axis: 2, from: column, to: column + (to[2] - 1) * stride[2] + 1, step: stride[2] },
    ]);
  const count = kernel[1] * kernel[2];
  const taps = Array.from({ length: count }, (_, tap) => under(Math.floor(tap / kernel[2]), tap % kernel[2]));
  return reshape(w, concat(w, taps, 1), [channels.in, count, -1]);
};

/** Sums over the taps along H, then along W; the phases of the stride are put back between each other. */
export const summedByPixel: OrderForms['summedByPixel'] = (w, byTap, geometry) => {
  const { channels, from, to, kernel, stride } = geometry;
  const apart = reshape(w, byTap, [channels.in, kernel[1], kernel[2], to[1], to[2], -1]);
  const rows = phases(w, apart, geometry, 1);
  const both = phases(w, rows, geometry, 2);
  const [tall, wide] = [Math.ceil(from[1] / stride[1]) * stride[1], Math.ceil(from[2] / stride[2]) * stride[2]];
  const planes = reshape(w, transpose(w, both, [0, 3, 1, 4, 2, 5]), [channels.in, tall, wide, -1]);
  const cut = sliceAxes(w, planes, [
    { axis: 1, from: 0, to: from[1] },
    { axis: 2, from: 0, to: from[2] },
  ]);
  return reshape(w, cut, [channels.in, -1]);
};

/** The sums of a window of one tap. */
export const spread: OrderForms['spread'] = (w, values, geometry) =>
  summedByPixel(w, reshape(w, values, [geometry.channels.in, 1, -1]), geometry);

/**
 * The sums over the taps along one axis, by phase of the stride s: input row s·j + phase is read through every s-th tap
 * alone, by window j − shift, so those taps are shifted and added. Axis 1, with M frames and clips:
 * [C, kH, kW, H′, W′, M] → [C, s, kW, ⌈H/s⌉, W′, M]; axis 2 the same of columns.
 */
function phases(w: GraphWriter, byTap: Value, { from, to, kernel, stride, padding }: Geometry, axis: 1 | 2): Value {
  const [taps, step, before] = [kernel[axis], stride[axis], padding[axis]];
  const length = Math.ceil(from[axis] / step);
  const along = axis + 2;
  const shifted = (tap: number, shift: number): Value | null => {
    const [first, end] = [Math.max(0, -shift), Math.min(to[axis], length - shift)];
    if (first >= end) return null;
    const zeros = (count: number) => byTap.shape.map((_, each) => (each === along ? count : 0));
    const read = sliceAxes(w, byTap, [
      { axis, from: tap, to: tap + 1 },
      { axis: along, from: first, to: end },
    ]);
    return pad(w, read, zeros(first + shift), zeros(length - shift - end));
  };
  const parts = Array.from({ length: step }, (_, phase) => {
    const terms: Value[] = [];
    for (let tap = 0; tap < taps; tap++) {
      // Tap k of window i reads row step·i + k − padding.
      const offset = tap - before - phase;
      const term = offset % step === 0 ? shifted(tap, offset / step) : null;
      if (term) terms.push(term);
    }
    const [first, ...rest] = terms;
    return first ? rest.reduce((sum, term) => add(w, sum, term), first) : null;
  });
  return concatSome(w, parts, axis);
}
