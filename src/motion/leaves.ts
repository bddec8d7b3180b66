import type { Uniform } from '../weights/generator';
import { powerOfTwo, rotation } from './arithmetic';
import { noiseTile, type Tile, valueAt } from './tile';

const SIZE = 64;
/** Radii of leaves, in pixels of the tile: their number falls with the cube, so that every scale covers as much. */
const [LEAST, MOST] = [2, 26];
const LEAVES = 90;

/**
 * A picture of things that lie over each other ("dead leaves", Matheron 1968): flat or softly shaded regions of all sizes
 * with sharp edges between them, which is what edges and spectra of photographs are like (Lee, Mumford, Huang 2001).
 * @param strength how far levels go from their mean: 1 is the whole range
 * @param colourful 0 is greys, 1 any colours
 * @param layered all things lie along one direction, long and flat, as in landscapes
 */
export function leavesTile(uniform: Uniform, strength: number, colourful: number, layered = false): Tile {
  const data = new Float32Array(SIZE * SIZE * 3);
  const shade = noiseTile(uniform);
  const soft = 0.25 * uniform();
  const grain = uniform() < 0.4 ? 0.2 * uniform() : 0;
  // Few things of a scene have a colour of their own; the rest are near one of them.
  const palette = Array.from({ length: 3 + Math.floor(3 * uniform()) }, () => colourOf(uniform, colourful));
  const mean = 1.2 * uniform() - 0.6;
  const along = layered ? uniform() : null;
  paintAll(data, palette[0] as Rgb);
  for (let leaf = 0; leaf < LEAVES; leaf++) {
    const base = palette[Math.floor(uniform() * palette.length)] as Rgb;
    const own = 0.35 * (2 * uniform() - 1);
    paintLeaf(data, [base[0] + own, base[1] + own, base[2] + own], along, uniform);
  }
  for (let y = 0; y < SIZE; y++)
    for (let x = 0; x < SIZE; x++) {
      const cells = shade.size;
      const smooth = soft * valueAt(shade, (x * 4) / SIZE, (y * 4) / SIZE);
      const fine = grain * (shade.data[(y % cells) * cells + (x % cells)] as number);
      const at = 3 * (y * SIZE + x);
      for (let channel = 0; channel < 3; channel++) {
        const value = mean + strength * ((data[at + channel] as number) + smooth + fine - mean);
        data[at + channel] = value < -1 ? -1 : value > 1 ? 1 : value;
      }
    }
  return { size: SIZE, channels: 3, data, cell: 1 };
}

type Rgb = readonly [red: number, green: number, blue: number];

function colourOf(uniform: Uniform, colourful: number): Rgb {
  const grey = 2 * uniform() - 1;
  const channel = () => grey + colourful * (0.8 * uniform() - 0.4);
  return [channel(), channel(), channel()];
}

function paintAll(data: Float32Array, colour: Rgb): void {
  for (let at = 0; at < data.length; at += 3) data.set(colour, at);
}

/** A disc, an ellipse, a box or a band, past the edges on the other side; turned at will, or nearly `along` a direction. */
function paintLeaf(data: Float32Array, [red, green, blue]: Rgb, along: number | null, uniform: Uniform): void {
  const [x, y] = [uniform() * SIZE, uniform() * SIZE];
  // The share of leaves larger than r is (LEAST/r)².
  const radius = Math.min(MOST, LEAST / Math.sqrt(Math.max(1e-6, uniform())));
  const stretch = powerOfTwo(along === null ? 1.4 * uniform() - 0.7 : 0.4 + 0.9 * uniform());
  const { cos, sin } = rotation(along === null ? uniform() : along + 0.06 * (2 * uniform() - 1));
  const box = uniform() < 0.35;
  const [across, down] = [1 / (radius * stretch), stretch / radius];
  const reach = Math.ceil(radius * Math.max(stretch, 1 / stretch) * (box ? 1.415 : 1));
  for (let row = Math.floor(y) - reach; row <= y + reach; row++)
    for (let column = Math.floor(x) - reach; column <= x + reach; column++) {
      const [dx, dy] = [column - x, row - y];
      const p = (dx * cos + dy * sin) * across;
      const q = (dy * cos - dx * sin) * down;
      if (box ? p > 1 || p < -1 || q > 1 || q < -1 : p * p + q * q > 1) continue;
      const at = 3 * ((row & (SIZE - 1)) * SIZE + (column & (SIZE - 1)));
      data[at] = red;
      data[at + 1] = green;
      data[at + 2] = blue;
    }
}
