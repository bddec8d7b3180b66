import type { Layer } from '../architecture/architecture';
import { elementCount } from '../tensor/shape';
import type { Tensor } from '../tensor/tensor';
import { alteredModel } from './alteredModel';

/** A channel-wise convolution's weights as a matrix over frames, whose entries are planes [kH, kW] of each channel. */
export interface Band {
  /** [C, planes, kH, kW]: each is the sum of the taps along T that read one frame. */
  readonly planes: Tensor<'float32'>;
  /** What two sums of the same taps may differ by, relative to the largest value. */
  readonly rounding: number;
  /** By output frame. Those after the clip's last are cut off by the graph. */
  readonly rows: readonly (readonly Entry[])[];
}

/** One entry of a band: the input frame, and the plane it is multiplied by. */
export interface Entry {
  readonly frame: number;
  readonly plane: number;
}

/**
 * The kernel [C, 1, kT, kH, kW] that a band was made of. With a border that repeats frames, a plane can be the sum of
 * several taps: known ones are subtracted, and of taps that only ever come together the first gets the sum.
 * @throws CheckpointError when the band is not that of this layer
 */
export function kernelOfBand(layer: Layer<'conv3d'>, band: Band): Float32Array<ArrayBuffer> {
  const sums = tapsOfPlanes(layer, band);
  const taps = solve(sums, band.planes);
  const all = Array.from({ length: layer.fields.kernel[0] }, (_, tap) => tap);
  const largest = band.planes.data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  for (const [plane, sum] of sums) {
    const total = sumOf(sum, taps, band.planes);
    const agrees = planeOf(band.planes, plane).every(
      (value, at) => Object.is(value, total[at]) || Math.abs(value - (total[at] ?? 0)) <= band.rounding * largest,
    );
    if (!agrees) throw alteredModel(layer.path, `plane ${plane} of its band is not the sum of the taps [${sum}]`);
  }
  return interleaved(
    all.map((tap) => sumOf([tap], taps, band.planes)),
    band.planes,
  );
}

/** Which taps each plane in use is the sum of, from the places it is laid at. */
function tapsOfPlanes(layer: Layer<'conv3d'>, { planes, rows }: Band): ReadonlyMap<number, readonly number[]> {
  const sums = new Map<number, readonly number[]>();
  for (const [to, reads] of readsOf(layer).entries()) {
    const row = rows[to] ?? [];
    const frames = row.map(({ frame }) => frame);
    const lost = reads.find((frame) => frame >= 0 && !frames.includes(frame));
    if (lost !== undefined) throw alteredModel(layer.path, `its band does not read frame ${lost} for frame ${to}`);
    for (const [at, { frame, plane }] of row.entries()) {
      // Groups of chunks at the edge read a frame twice, once for nothing.
      const isFirst = frames.indexOf(frame) === at;
      const sum = isFirst ? reads.flatMap((read, tap) => (read === frame ? [tap] : [])) : [];
      if (!(plane >= 0 && plane < (planes.shape[1] ?? 0)) || (sums.get(plane) ?? sum).join() !== sum.join())
        throw alteredModel(layer.path, `plane ${plane} of its band is laid out for taps it is not of`);
      sums.set(plane, sum);
    }
  }
  return sums;
}

/** The frame each tap of each output frame reads, `[to][tap]`; −1 for zeros. The border is PyTorch's `padding_mode`. */
function readsOf({ fields, inputShapes, output }: Layer<'conv3d'>): readonly (readonly number[])[] {
  const frames = inputShapes[0]?.[2] ?? 0;
  const inside = (frame: number): number => {
    switch (fields.paddingMode) {
      case 'zeros':
        return frame >= 0 && frame < frames ? frame : -1;
      case 'circular':
        return (frame + frames) % frames;
      case 'replicate':
        return Math.min(Math.max(frame, 0), frames - 1);
      case 'reflect':
        return frames - 1 - Math.abs(frames - 1 - Math.abs(frame));
    }
  };
  return Array.from({ length: output[2] ?? 0 }, (_, to) =>
    Array.from({ length: fields.kernel[0] }, (_, tap) => inside(to * fields.stride[0] + tap - fields.padding[0])),
  );
}

/** Values of each tap that some plane has a share in, [C·kH·kW]. */
function solve(
  sums: ReadonlyMap<number, readonly number[]>,
  planes: Tensor<'float32'>,
): ReadonlyMap<number, Float64Array> {
  const taps = new Map<number, Float64Array>();
  const unknown = (sum: readonly number[]) => sum.filter((tap) => !taps.has(tap));
  for (;;) {
    // Fewest unknown taps first, then fewest taps, whose rounding is the least.
    const [next] = [...sums]
      .filter(([, sum]) => unknown(sum).length > 0)
      .sort(([, a], [, b]) => unknown(a).length - unknown(b).length || a.length - b.length);
    if (!next) return taps;
    const [plane, sum] = next;
    const [tap = 0, ...together] = unknown(sum);
    const known = sumOf(sum, taps, planes);
    taps.set(
      tap,
      planeOf(planes, plane).map((value, at) => value - (known[at] ?? 0)),
    );
    for (const other of together) taps.set(other, new Float64Array(known.length));
  }
}

/** The known ones of some taps added up; zeros where none is known. */
function sumOf(sum: readonly number[], taps: ReadonlyMap<number, Float64Array>, planes: Tensor): Float64Array {
  const [channels = 0, , ...sizes] = planes.shape;
  const total = new Float64Array(channels * elementCount(sizes));
  for (const tap of sum) for (const [at, value] of taps.get(tap)?.entries() ?? []) total[at] = (total[at] ?? 0) + value;
  return total;
}

/** One plane of all channels, [C·kH·kW]. */
function planeOf({ shape, data }: Tensor<'float32'>, plane: number): Float64Array {
  const [channels = 0, count = 0, ...sizes] = shape;
  const size = elementCount(sizes);
  return Float64Array.from({ length: channels * size }, (_, at) => {
    const channel = Math.floor(at / size);
    return data[(channel * count + plane) * size + (at % size)] ?? 0;
  });
}

/** [kT][C·kH·kW] → [C, kT, kH, kW] */
function interleaved(taps: readonly Float64Array[], { shape }: Tensor): Float32Array<ArrayBuffer> {
  const [channels = 0, , ...sizes] = shape;
  const size = elementCount(sizes);
  const data = new Float32Array(channels * taps.length * size);
  for (const [tap, values] of taps.entries())
    for (const [at, value] of values.entries())
      data[(Math.floor(at / size) * taps.length + tap) * size + (at % size)] = value;
  return data;
}
