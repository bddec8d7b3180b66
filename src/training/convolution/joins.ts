import type { Triple } from '../../layers/layerOp';
import { float32, type Tensor } from '../../tensor/tensor';
import type { Geometry } from './convolution';

/** A tap of a kernel, and two pixels of a plane that it joins. */
export interface Join {
  /** Index in kT·kH·kW, and along kT alone. */
  readonly tap: number;
  readonly time: number;
  /** Index in H·W of the pixel that is read, in H′·W′ of the one that is written. */
  readonly input: number;
  readonly output: number;
}

/** Visits every pair of pixels that a tap joins, tap by tap. */
export function eachJoin({ from, to, kernel, stride, padding }: Geometry, visit: (join: Join) => void): void {
  eachPlace(kernel, ([time, down, right], tap) =>
    eachPlace([1, to[1], to[2]], ([, row, column], output) => {
      const [y, x] = [row * stride[1] + down - padding[1], column * stride[2] + right - padding[2]];
      const inside = y >= 0 && y < from[1] && x >= 0 && x < from[2];
      if (inside) visit({ tap, time, input: y * from[2] + x, output });
    }),
  );
}

/** Places of a matrix, [row, column] each. */
export type Places = readonly (readonly [row: number, column: number])[];

/**
 * Where each tap stands in a Toeplitz matrix, [kT·kH·kW, rows · columns] of 0 and 1: the taps of a channel times this are
 * its matrix.
 * @param placesOf where the matrix holds the tap for two pixels that it joins
 */
export function toeplitzPlaces(
  geometry: Geometry,
  rows: number,
  columns: number,
  placesOf: (join: Join) => Places,
): Tensor<'float32'> {
  const { kernel } = geometry;
  const places = float32([kernel[0] * kernel[1] * kernel[2], rows * columns]);
  eachJoin(geometry, (join) => {
    for (const [row, column] of placesOf(join)) places.data[(join.tap * rows + row) * columns + column] = 1;
  });
  return places;
}

function eachPlace([times, rows, columns]: Triple, visit: (place: Triple, index: number) => void): void {
  for (let index = 0; index < times * rows * columns; index++) {
    const row = Math.floor(index / columns);
    visit([Math.floor(row / rows), row % rows, index % columns], index);
  }
}
