import type { Triple } from '../../layers/layerOp';
import type { Geometry } from './convolution';

/** A tap, its place in time, and an input and an output pixel that it joins. */
export interface Join {
  readonly tap: number;
  readonly time: number;
  readonly input: number;
  readonly output: number;
}

/** Every pair of pixels that a tap joins, tap by tap. */
export function eachJoin({ from, to, kernel, stride, padding }: Geometry, visit: (join: Join) => void): void {
  eachPlace(kernel, ([time, down, right], tap) =>
    eachPlace([1, to[1], to[2]], ([, row, column], output) => {
      const [y, x] = [row * stride[1] + down - padding[1], column * stride[2] + right - padding[2]];
      const inside = y >= 0 && y < from[1] && x >= 0 && x < from[2];
      if (inside) visit({ tap, time, input: y * from[2] + x, output });
    }),
  );
}

function eachPlace([times, rows, columns]: Triple, visit: (place: Triple, index: number) => void): void {
  for (let index = 0; index < times * rows * columns; index++) {
    const row = Math.floor(index / columns);
    visit([Math.floor(row / rows), row % rows, index % columns], index);
  }
}
