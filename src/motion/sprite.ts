import type { Uniform } from '../weights/generator';
import { direction, noiseTile, valueAt } from './tile';

/** A thing cut out of its surroundings: levels and cover, `[size, size, 4]`, its own centre in the middle. */
export interface Sprite {
  readonly size: number;
  /** Red, green, blue (levels times cover) and cover, 0 to 1. */
  readonly data: Float32Array;
  /** Per pixel: 1 where it or one beside it, to the right or below, is covered, so that something is seen between them. */
  readonly seen: Uint8Array;
  /** Half the sprite's side over the thing's radius: a forearm reaches farther than its hand. */
  readonly reach: number;
  /** Distance of its farthest covered pixel from the centre, in halves of its side. */
  readonly extent: number;
  /** The columns and rows that hold covered pixels, first and last. */
  readonly box: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };
}

export type Colour = readonly [red: number, green: number, blue: number];

/** A piece of a thing's outline; the unit is the thing's radius, its centre the origin. */
type Part =
  /** All that lies within `radius` of the way from one point to another. */
  | { readonly kind: 'capsule'; readonly from: Point; readonly to: Point; readonly radius: number }
  | {
      readonly kind: 'ellipse' | 'box';
      readonly centre: Point;
      /** Direction of the first half axis. */
      readonly along: Point;
      readonly halves: Point;
    };

type Point = readonly [x: number, y: number];

const BLOB_SIZE = 24;
const HAND_SIZE = 56;
const HAND_REACH = 2.8;

/** Three ellipses or boxes in one, textured. */
export function blobSprite(colour: Colour, grain: number, uniform: Uniform): Sprite {
  const parts = [partOf(uniform), partOf(uniform), partOf(uniform)];
  return paint(parts, { size: BLOB_SIZE, reach: 1 }, { colour, grain }, uniform);
}

/** A hand with its fingers spread a little, and the forearm it hangs on, which lies to the right. */
export function handSprite(colour: Colour, grain: number, uniform: Uniform): Sprite {
  const spread = 0.5 + 0.5 * uniform();
  const bend = 0.6 + 0.4 * uniform();
  const thumbUp = uniform() < 0.5 ? 1 : -1;
  const fingers = [-1.5, -0.5, 0.5, 1.5].map((place) =>
    capsule([-0.3, 0.26 * place], [-0.3 - 0.75 * bend + 0.06 * place * place, (0.26 + 0.2 * spread) * place], 0.13),
  );
  const palm = capsule([-0.15, 0], [0.2, 0], 0.42);
  const thumb = capsule([0.1, 0.3 * thumbUp], [-0.4, 0.85 * thumbUp], 0.15);
  const forearm = capsule([0.3, 0], [HAND_REACH + 1, 0], 0.28 + 0.12 * uniform());
  return paint([...fingers, palm, thumb, forearm], { size: HAND_SIZE, reach: HAND_REACH }, { colour, grain }, uniform);
}

/** A plain bar or blot, to hide what is behind it or to lie about. */
export function plainSprite(colour: Colour, uniform: Uniform): Sprite {
  const width = 0.2 + 0.3 * uniform();
  const part = uniform() < 0.6 ? capsule([-1, 0], [1, 0], width) : partOf(uniform);
  return paint([part], { size: BLOB_SIZE, reach: 1.2 }, { colour, grain: 0 }, uniform);
}

function partOf(uniform: Uniform): Part {
  return {
    along: direction(uniform),
    centre: [0.9 * uniform() - 0.45, 0.9 * uniform() - 0.45],
    halves: [0.25 + 0.35 * uniform(), 0.25 + 0.35 * uniform()],
    kind: uniform() < 0.5 ? 'box' : 'ellipse',
  };
}

function capsule(from: Point, to: Point, radius: number): Part {
  return { kind: 'capsule', from, to, radius };
}

/** Fills an outline with a colour and a grain of value noise; `grain` is in levels. */
function paint(
  parts: readonly Part[],
  { size, reach }: Pick<Sprite, 'size' | 'reach'>,
  { colour, grain }: { readonly colour: Colour; readonly grain: number },
  uniform: Uniform,
): Sprite {
  const noise = noiseTile(uniform);
  const [tintRed, tintGreen, tintBlue] = [0.5 + uniform(), 0.5 + uniform(), 0.5 + uniform()];
  const cells = 1.5 + 1.5 * uniform();
  const data = new Float32Array(size * size * 4);
  const step = (2 * reach) / size;
  for (const part of parts) cover(data, size, step, part);
  const seen = new Uint8Array(size * size);
  const middle = size / 2 - 0.5;
  let [farthest, left, right, top, bottom] = [0, size, -1, size, -1];
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++) {
      const pixel = row * size + column;
      const at = 4 * pixel;
      const covered = data[at + 3] as number;
      if (covered === 0) continue;
      seen[pixel] = 1;
      if (column > 0) seen[pixel - 1] = 1;
      if (row > 0) seen[pixel - size] = 1;
      if (row > 0 && column > 0) seen[pixel - size - 1] = 1;
      const square = (column - middle) * (column - middle) + (row - middle) * (row - middle);
      if (square > farthest) farthest = square;
      if (column < left) left = column;
      if (column > right) right = column;
      if (row < top) top = row;
      if (row > bottom) bottom = row;
      const shade = grain === 0 ? 0 : grain * valueAt(noise, column * step * cells, row * step * cells);
      data[at] = covered * level(colour[0] + shade * tintRed);
      data[at + 1] = covered * level(colour[1] + shade * tintGreen);
      data[at + 2] = covered * level(colour[2] + shade * tintBlue);
    }
  // Interpolation carries the last pixel's cover to the next one.
  const box = { left, right, top, bottom };
  return { size, data, seen, reach, extent: (Math.sqrt(farthest) + 1) / (size / 2), box };
}

function level(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : value;
}

/** Adds a part to the cover of a sprite, its edge softened over one pixel. */
function cover(data: Float32Array, size: number, step: number, part: Part): void {
  const middle = size / 2 - 0.5;
  const [left, right, top, bottom] = boundsOf(part).map((place) => place / step + middle) as [
    number,
    number,
    number,
    number,
  ];
  const [firstRow, lastRow] = [Math.max(0, Math.floor(top)), Math.min(size - 1, Math.ceil(bottom))];
  const [firstColumn, lastColumn] = [Math.max(0, Math.floor(left)), Math.min(size - 1, Math.ceil(right))];
  for (let row = firstRow; row <= lastRow; row++) {
    for (let column = firstColumn; column <= lastColumn; column++) {
      const at = 4 * (row * size + column) + 3;
      if (data[at] === 1) continue;
      const x = (column - middle) * step;
      const y = (row - middle) * step;
      const distance = part.kind === 'capsule' ? capsuleDistance(part, x, y) : roundDistance(part, x, y);
      const inside = 0.5 - distance / step;
      if (inside > (data[at] as number)) data[at] = inside < 1 ? inside : 1;
    }
  }
}

function boundsOf(part: Part): readonly [left: number, right: number, top: number, bottom: number] {
  if (part.kind === 'capsule') {
    const { from, to, radius } = part;
    return [
      Math.min(from[0], to[0]) - radius,
      Math.max(from[0], to[0]) + radius,
      Math.min(from[1], to[1]) - radius,
      Math.max(from[1], to[1]) + radius,
    ];
  }
  const { centre, halves } = part;
  const far = halves[0] + halves[1];
  return [centre[0] - far, centre[0] + far, centre[1] - far, centre[1] + far];
}

type Capsule = Extract<Part, { kind: 'capsule' }>;

/** Signed distance to an outline, negative inside. Here and in other inner loops nothing is taken out of arrays by a pattern: engines make an iterator for each. */
function capsuleDistance({ from, to, radius }: Capsule, x: number, y: number): number {
  const x0 = from[0];
  const y0 = from[1];
  const dx = to[0] - x0;
  const dy = to[1] - y0;
  const square = dx * dx + dy * dy;
  const along = Math.min(1, Math.max(0, ((x - x0) * dx + (y - y0) * dy) / square));
  const px = x - x0 - along * dx;
  const py = y - y0 - along * dy;
  return Math.sqrt(px * px + py * py) - radius;
}

/** Of an ellipse or a box; away from the outline it is only about right, which is enough to soften an edge. */
function roundDistance({ kind, centre, along, halves }: Exclude<Part, Capsule>, x: number, y: number): number {
  const halfWidth = halves[0];
  const halfHeight = halves[1];
  const dx = x - centre[0];
  const dy = y - centre[1];
  const p = (dx * along[0] + dy * along[1]) / halfWidth;
  const q = (dy * along[0] - dx * along[1]) / halfHeight;
  return ((kind === 'box' ? Math.max(p, -p, q, -q) : Math.sqrt(p * p + q * q)) - 1) * Math.min(halfWidth, halfHeight);
}
