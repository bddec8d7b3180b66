import { add, concat, type GraphWriter, pad, reshape, sliceAxes, transpose, type Value } from '../../graphWriter';
import type { Geometry } from '../convolution';

/** The pixels under each tap of a window beside each other (im2col): [C, H·W·M] → [C, kH·kW, h·w·M], M frames and clips. */
export function pixelsByTap(
  w: GraphWriter,
  x: Value,
  { channels, from, to, kernel, stride, padding }: Geometry,
): Value {
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
}

/** The other way (col2im): each pixel the sum of what windows that read it give it, [C, kH·kW, h·w·M] → [C, H·W·M]. */
export function summedByPixel(w: GraphWriter, byTap: Value, geometry: Geometry): Value {
  const { channels, from, to, kernel, stride } = geometry;
  const apart = reshape(w, byTap, [channels.in, kernel[1], kernel[2], to[1], to[2], -1]);
  const rows = phases(w, apart, geometry, 1);
  const both = phases(w, rows, geometry, 2);
  const [tall, wide] = [Math.ceil(from[1] / stride[1]), Math.ceil(from[2] / stride[2])];
  const planes = reshape(w, transpose(w, both, [0, 3, 1, 4, 2, 5]), [
    channels.in,
    tall * stride[1],
    wide * stride[2],
    -1,
  ]);
  const cut = sliceAxes(w, planes, [
    { axis: 1, from: 0, to: from[1] },
    { axis: 2, from: 0, to: from[2] },
  ]);
  return reshape(w, cut, [channels.in, -1]);
}

/**
 * One axis of that: taps become phases. Row stride·j + phase of the input is read by window j + shift through some of the
 * taps, so these are shifted and added: [C, …k…, …size of the output…, M] → [C, …stride…, …⌈size of the input / stride⌉…, M].
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
    return first && rest.reduce((sum, term) => add(w, sum, term), first);
  });
  const some = parts.find((part) => part !== undefined);
  if (!some) throw new Error('no window reads a pixel');
  const none = () => w.node('Sub', [some, some]);
  return concat(
    w,
    parts.map((part) => part ?? none()),
    axis,
  );
}
