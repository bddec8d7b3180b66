import type { Uniform } from '../weights/generator';

/** A square picture that repeats in both directions, `[size, size, channels]`, values about -1 to 1. */
export interface Tile {
  /** A power of two. */
  readonly size: number;
  /** 1 is a pattern that is given a colour where it is used; 3 has colours of its own. */
  readonly channels: 1 | 3;
  readonly data: Float32Array;
  /** Pixels of the tile that one cell, the unit of its grain, takes. */
  readonly cell: number;
}

/** A picture to take textures from: RGB levels, `[height, width, 3]`. */
export interface Photograph {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array | Uint8ClampedArray;
}

const NOISE_SIZE = 16;
const DRAWN_SIZE = 32;
const DRAWN_CELL = 4;
const CROP_SIZE = 32;

/** Value noise: one value a cell; between them one interpolates. */
export function noiseTile(uniform: Uniform): Tile {
  const data = new Float32Array(NOISE_SIZE * NOISE_SIZE);
  for (let cell = 0; cell < data.length; cell++) data[cell] = 2 * uniform() - 1;
  return { size: NOISE_SIZE, channels: 1, data, cell: 1 };
}

/** Ellipses and boxes of all sizes, one over the other, each of one grey. */
export function shapesTile(uniform: Uniform): Tile {
  const data = new Float32Array(DRAWN_SIZE * DRAWN_SIZE).fill(2 * uniform() - 1);
  for (let shape = 0; shape < 14; shape++) {
    const [x, y] = [uniform() * DRAWN_SIZE, uniform() * DRAWN_SIZE];
    const [halfWidth, halfHeight] = [2 + 5 * uniform(), 2 + 5 * uniform()];
    const box = uniform() < 0.5;
    const grey = 2 * uniform() - 1;
    stamp(data, x, y, Math.max(halfWidth, halfHeight), (dx, dy) => {
      const p = dx / halfWidth;
      const q = dy / halfHeight;
      return (box ? Math.max(p, -p, q, -q) : p * p + q * q) < 1 ? grey : null;
    });
  }
  return { size: DRAWN_SIZE, channels: 1, data, cell: DRAWN_CELL };
}

/** Strokes of a brush, most of them along one direction. */
export function strokesTile(uniform: Uniform): Tile {
  const data = new Float32Array(DRAWN_SIZE * DRAWN_SIZE);
  const main = direction(uniform);
  for (let stroke = 0; stroke < 24; stroke++) {
    const [x, y] = [uniform() * DRAWN_SIZE, uniform() * DRAWN_SIZE];
    const along = uniform() < 0.7 ? main : direction(uniform);
    const [halfLength, halfWidth] = [4 + 9 * uniform(), 0.8 + 1.4 * uniform()];
    const grey = 2 * uniform() - 1;
    paintStroke(data, { x, y, along, halfLength, halfWidth, grey });
  }
  return { size: DRAWN_SIZE, channels: 1, data, cell: DRAWN_CELL };
}

/** A crop of a picture, mirrored so that it repeats without a seam; about its own mean. */
export function photographTile({ width, height, data: levels }: Photograph, uniform: Uniform): Tile {
  const side = Math.max(1, Math.floor(Math.min(width, height) * (0.2 + 0.5 * uniform())));
  const left = Math.floor(uniform() * (width - side + 1));
  const top = Math.floor(uniform() * (height - side + 1));
  const size = 2 * CROP_SIZE;
  const data = new Float32Array(size * size * 3);
  const edge = (at: number) => Math.floor((at * side) / CROP_SIZE);
  for (let y = 0; y < CROP_SIZE; y++) {
    for (let x = 0; x < CROP_SIZE; x++) {
      const [x0, y0] = [left + edge(x), top + edge(y)];
      const [x1, y1] = [Math.max(x0 + 1, left + edge(x + 1)), Math.max(y0 + 1, top + edge(y + 1))];
      for (let channel = 0; channel < 3; channel++) {
        let sum = 0;
        for (let row = y0; row < y1; row++)
          for (let column = x0; column < x1; column++) sum += levels[(row * width + column) * 3 + channel] as number;
        const value = sum / ((x1 - x0) * (y1 - y0)) / 127.5 - 1;
        for (const v of [y, size - 1 - y])
          for (const u of [x, size - 1 - x]) data[(v * size + u) * 3 + channel] = value;
      }
    }
  }
  return { size, channels: 3, data, cell: 1 };
}

/** The value of a tile of one channel at a place, u and v ≥ 0, interpolated. */
export function valueAt({ data, size }: Tile, u: number, v: number): number {
  const i = Math.floor(u);
  const j = Math.floor(v);
  const [i0, i1] = [i & (size - 1), (i + 1) & (size - 1)];
  const [j0, j1] = [(j & (size - 1)) * size, ((j + 1) & (size - 1)) * size];
  const p = u - i;
  const top = (data[j0 + i0] as number) + p * ((data[j0 + i1] as number) - (data[j0 + i0] as number));
  const bottom = (data[j1 + i0] as number) + p * ((data[j1 + i1] as number) - (data[j1 + i0] as number));
  return top + (v - j) * (bottom - top);
}

/** A direction, every one equally likely: a point of the unit disc, moved out to its rim. */
export function direction(uniform: Uniform): readonly [x: number, y: number] {
  for (;;) {
    const [x, y] = [2 * uniform() - 1, 2 * uniform() - 1];
    const square = x * x + y * y;
    if (square < 0.01 || square > 1) continue;
    const length = Math.sqrt(square);
    return [x / length, y / length];
  }
}

interface Stroke {
  readonly x: number;
  readonly y: number;
  readonly along: readonly [x: number, y: number];
  readonly halfLength: number;
  readonly halfWidth: number;
  readonly grey: number;
}

/** Paints a stroke, past the tile's edges on the other side. Of each row only the columns it may reach are looked at. */
function paintStroke(data: Float32Array, { x, y, along: [ax, ay], halfLength, halfWidth, grey }: Stroke): void {
  const [length, width] = [halfLength * halfLength, halfWidth * halfWidth];
  for (let row = Math.floor(y - halfLength); row <= y + halfLength; row++) {
    const dy = row - y;
    // |dx·ax + dy·ay| < halfLength and |dx·ay − dy·ax| < halfWidth, with a pixel of room.
    const far = Math.min(halfLength, reachOf(-dy * ay, ax, halfLength), reachOf(dy * ax, ay, halfWidth));
    const near = Math.max(-halfLength, -reachOf(dy * ay, ax, halfLength), -reachOf(-dy * ax, ay, halfWidth));
    const to = Math.min(x + halfLength, x + far + 1);
    for (let column = Math.max(Math.floor(x - halfLength), Math.floor(x + near - 1)); column <= to; column++) {
      const dx = column - x;
      const onward = dx * ax + dy * ay;
      const aside = dx * ay - dy * ax;
      if (onward * onward < length && aside * aside < width)
        data[(row & (DRAWN_SIZE - 1)) * DRAWN_SIZE + (column & (DRAWN_SIZE - 1))] = grey;
    }
  }
}

/** The largest d with |d·slope − middle| ≤ half; infinity where the slope says nothing of d. */
function reachOf(middle: number, slope: number, half: number): number {
  if (slope > 1e-6) return (middle + half) / slope;
  return slope < -1e-6 ? (middle - half) / slope : Number.POSITIVE_INFINITY;
}

/** Paints what `greyAt` gives around a place of a tile, past its edges on the other side. */
function stamp(
  data: Float32Array,
  x: number,
  y: number,
  reach: number,
  greyAt: (dx: number, dy: number) => number | null,
): void {
  for (let row = Math.floor(y - reach); row <= y + reach; row++) {
    for (let column = Math.floor(x - reach); column <= x + reach; column++) {
      const value = greyAt(column - x, row - y);
      if (value === null) continue;
      data[(row & (DRAWN_SIZE - 1)) * DRAWN_SIZE + (column & (DRAWN_SIZE - 1))] = value;
    }
  }
}
