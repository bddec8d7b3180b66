import { MEAN, STD } from '../tensor/levels';
import { powerOfTwo, rotation } from './arithmetic';
import {
  type ClipSize,
  type Frame,
  type Layer,
  MARGIN,
  pixelScale,
  REST,
  type Scene,
  seenAt,
  type Thing,
} from './scene';
import type { Tile } from './tile';

/** One frame in the making: levels, `[H, W, 3]`. */
type Canvas = Float32Array;

/** What clips of a size are drawn on, one after another: a batch's are, so that none of it is made anew for each. */
interface Easel {
  readonly canvas: Canvas;
  /** A ground that rests, as long as nothing shakes. */
  readonly resting: Canvas;
  /** The canvas as it was before it is blurred. */
  readonly before: Canvas;
}

export function easelFor({ h, w }: Pick<ClipSize, 'h' | 'w'>): Easel {
  const canvas = () => new Float32Array(3 * h * w);
  return { canvas: canvas(), resting: canvas(), before: canvas() };
}

/** Draws a scene into `clip` at `start`: `[3, T, H, W]`, normalised as X3D's pictures are. */
export function render(scene: Scene, size: ClipSize, clip: Float32Array, start = 0, easel = easelFor(size)): void {
  const plane = size.h * size.w;
  const { canvas, resting, before } = easel;
  let drawn = false;
  for (const [t, frame] of scene.frames.entries()) {
    const rests = !scene.ground.moves && frame.shake[0] === 0 && frame.shake[1] === 0;
    if (rests && drawn) canvas.set(resting);
    else drawGround(canvas, scene, size, frame);
    if (rests && !drawn) resting.set(canvas);
    drawn ||= rests;
    for (const thing of scene.things) drawThing(canvas, thing, size, frame);
    if (scene.blur) blur(canvas, before, size, scene.blur);
    develop(canvas, frame, scene.noise, clip, start + t * plane, size.t * plane);
  }
}

function drawGround(canvas: Canvas, { ground }: Scene, { h, w }: ClipSize, { pose, shake }: Frame): void {
  canvas.set(ground.colour);
  for (let filled = 3; filled < canvas.length; filled *= 2) canvas.copyWithin(filled, 0, filled);
  const scale = pixelScale({ h, w });
  const moved = ground.moves ? pose : REST;
  const { cos, sin } = rotation(-moved.turn);
  const x0 = 0.5 - ground.centre[0] - moved.x - shake[0];
  const y0 = 0.5 - ground.centre[1] - moved.y - shake[1];
  const shift = ground.phase + moved.octaves;
  const [from, to] = ground.reach;
  for (let octave = Math.ceil(from - shift); octave + shift < to; octave++) {
    const weight = ground.weight(octave + shift);
    if (weight === 0) continue;
    const layer = ground.layer(octave);
    const zoom = layer.tile.cell / (powerOfTwo(octave + shift) * scale);
    const [a, b, c, d] = layer.matrix;
    const across = [zoom * (a * cos + b * sin), zoom * (c * cos + d * sin)] as const;
    const down = [zoom * (b * cos - a * sin), zoom * (d * cos - c * sin)] as const;
    const origin = [
      across[0] * x0 + down[0] * y0 + layer.offset[0],
      across[1] * x0 + down[1] * y0 + layer.offset[1],
    ] as const;
    const draw = layer.tile.channels === 1 ? addPattern : addPicture;
    draw(canvas, h, w, layer, weight, { origin, across, down });
  }
}

/** Where pixels of the picture lie on a tile: `origin + x·across + y·down`, in the tile's pixels. */
interface Mapping {
  readonly origin: readonly [u: number, v: number];
  readonly across: readonly [u: number, v: number];
  readonly down: readonly [u: number, v: number];
}

/** Places on tiles are whole numbers of 1/65536 of a pixel: additions wrap around as tiles, powers of two, do. */
const FRACTION_BITS = 16;
const FRACTION = 2 ** 16;
const ONE_STEP = 1 / FRACTION;

function fixed(value: number, { size }: Tile): number {
  return Math.floor((value - Math.floor(value / size) * size) * FRACTION) | 0;
}

function addPattern(canvas: Canvas, h: number, w: number, layer: Layer, weight: number, map: Mapping): void {
  const { tile } = layer;
  const { data, size } = tile;
  const mask = size - 1;
  const [r, g, b] = layer.colour.map((level) => level * weight) as [number, number, number];
  const [du, dv] = [fixed(map.across[0], tile), fixed(map.across[1], tile)];
  const [rowDu, rowDv] = [fixed(map.down[0], tile), fixed(map.down[1], tile)];
  let rowU = fixed(map.origin[0], tile);
  let rowV = fixed(map.origin[1], tile);
  let at = 0;
  for (let y = 0; y < h; y++) {
    let u = rowU;
    let v = rowV;
    for (let x = 0; x < w; x++, at += 3) {
      const i0 = (u >> FRACTION_BITS) & mask;
      const i1 = (i0 + 1) & mask;
      const j = v >> FRACTION_BITS;
      const j0 = (j & mask) * size;
      const j1 = ((j + 1) & mask) * size;
      const p = (u & (FRACTION - 1)) * ONE_STEP;
      const upper = data[j0 + i0] as number;
      const lower = data[j1 + i0] as number;
      const top = upper + p * ((data[j0 + i1] as number) - upper);
      const bottom = lower + p * ((data[j1 + i1] as number) - lower);
      const value = top + (v & (FRACTION - 1)) * ONE_STEP * (bottom - top);
      canvas[at] = (canvas[at] as number) + r * value;
      canvas[at + 1] = (canvas[at + 1] as number) + g * value;
      canvas[at + 2] = (canvas[at + 2] as number) + b * value;
      u = (u + du) | 0;
      v = (v + dv) | 0;
    }
    rowU = (rowU + rowDu) | 0;
    rowV = (rowV + rowDv) | 0;
  }
}

function addPicture(canvas: Canvas, h: number, w: number, layer: Layer, weight: number, map: Mapping): void {
  const { tile } = layer;
  const { data, size } = tile;
  const mask = size - 1;
  const levels = layer.colour[0] * weight;
  const [du, dv] = [fixed(map.across[0], tile), fixed(map.across[1], tile)];
  const [rowDu, rowDv] = [fixed(map.down[0], tile), fixed(map.down[1], tile)];
  let rowU = fixed(map.origin[0], tile);
  let rowV = fixed(map.origin[1], tile);
  let at = 0;
  for (let y = 0; y < h; y++) {
    let u = rowU;
    let v = rowV;
    for (let x = 0; x < w; x++) {
      const i0 = 3 * ((u >> FRACTION_BITS) & mask);
      const i1 = 3 * (((u >> FRACTION_BITS) + 1) & mask);
      const j = v >> FRACTION_BITS;
      const j0 = 3 * (j & mask) * size;
      const j1 = 3 * ((j + 1) & mask) * size;
      const p = (u & (FRACTION - 1)) * ONE_STEP;
      const q = (v & (FRACTION - 1)) * ONE_STEP;
      for (let channel = 0; channel < 3; channel++, at++) {
        const upper = data[j0 + i0 + channel] as number;
        const lower = data[j1 + i0 + channel] as number;
        const top = upper + p * ((data[j0 + i1 + channel] as number) - upper);
        const bottom = lower + p * ((data[j1 + i1 + channel] as number) - lower);
        canvas[at] = (canvas[at] as number) + levels * (top + q * (bottom - top));
      }
      u = (u + du) | 0;
      v = (v + dv) | 0;
    }
    rowU = (rowU + rowDu) | 0;
    rowV = (rowV + rowDv) | 0;
  }
}

/** Draws a thing, past the joined edges again: it may be seen in several places. */
function drawThing(canvas: Canvas, thing: Thing, { h, w }: ClipSize, { pose, shake }: Frame): void {
  const { radius, cover } = seenAt(thing, pose);
  if (cover <= 0) return;
  const scale = pixelScale({ h, w });
  const { data, seen, size, box, reach, extent: share } = thing.sprite;
  const half = radius * scale * reach;
  const extent = half * share;
  const moved = thing.moves ? pose : REST;
  const { cos, sin } = moved.turn === 0 ? thing.facing : rotation(-(thing.angle + moved.turn));
  const periodX = w + MARGIN * scale;
  const periodY = h + MARGIN * scale;
  const x0 = cyclic(thing.place[0] + moved.x + shake[0], periodX);
  const y0 = cyclic(thing.place[1] + moved.y + shake[1], periodY);
  const zoom = size / (2 * half);
  // Pixel centres of the sprite lie at halves.
  const middle = size / 2 - 0.5;
  // How far from the thing's centre its box reaches, two pixels of the sprite added: all else is empty.
  const left = box.left - 2 - middle;
  const right = box.right + 2 - middle;
  const top = box.top - 2 - middle;
  const bottom = box.bottom + 2 - middle;
  const per = 1 / zoom;
  const rightward = smaller(extent, per * (larger(left * cos, right * cos) + larger(top * sin, bottom * sin)));
  const leftward = smaller(extent, -per * (smaller(left * cos, right * cos) + smaller(top * sin, bottom * sin)));
  const downward = smaller(extent, per * (larger(top * cos, bottom * cos) - smaller(left * sin, right * sin)));
  const upward = smaller(extent, per * (larger(left * sin, right * sin) - smaller(top * cos, bottom * cos)));
  const across = zoom * cos;
  const down = zoom * sin;
  // Pixels of the picture for one of the sprite along a row; 0 where a row hardly crosses the sprite that way.
  const perU = across > 1e-6 || across < -1e-6 ? 1 / across : 0;
  const perV = down > 1e-6 || down < -1e-6 ? 1 / down : 0;
  for (let y = y0 - periodY * Math.ceil((y0 + extent) / periodY); y - upward < h; y += periodY) {
    const lastRow = Math.min(h - 1, Math.floor(y + downward - 0.5));
    for (let x = x0 - periodX * Math.ceil((x0 + extent) / periodX); x - leftward < w; x += periodX) {
      if (x + rightward < 0) continue;
      for (let row = Math.max(0, Math.ceil(y - upward - 0.5)); row <= lastRow; row++) {
        const dy = row + 0.5 - y;
        const rowU = middle - zoom * dy * sin;
        const rowV = middle + zoom * dy * cos;
        const offU = rowU - middle;
        const offV = rowV - middle;
        let to = Math.sqrt(larger(0, extent * extent - dy * dy));
        let from = -to;
        if (perU !== 0) {
          const one = (left - offU) * perU;
          const other = (right - offU) * perU;
          from = larger(from, smaller(one, other));
          to = smaller(to, larger(one, other));
        }
        if (perV !== 0) {
          const one = (top - offV) * perV;
          const other = (bottom - offV) * perV;
          from = larger(from, smaller(one, other));
          to = smaller(to, larger(one, other));
        }
        const lastColumn = smaller(w - 1, Math.floor(x + to - 0.5));
        for (let column = larger(0, Math.ceil(x + from - 0.5)); column <= lastColumn; column++) {
          const dx = zoom * (column + 0.5 - x);
          const u = rowU + dx * cos;
          const v = rowV + dx * sin;
          if (u < 0 || v < 0 || u >= size - 1 || v >= size - 1) continue;
          const i = u | 0;
          const j = v | 0;
          const corner = j * size + i;
          // Most of a sprite's square is empty.
          if (seen[corner] === 0) continue;
          const at = 4 * corner;
          const under = at + 4 * size;
          const p = u - i;
          const q = v - j;
          const w00 = (1 - p) * (1 - q) * cover;
          const w01 = p * (1 - q) * cover;
          const w10 = (1 - p) * q * cover;
          const w11 = p * q * cover;
          const covered =
            w00 * (data[at + 3] as number) +
            w01 * (data[at + 7] as number) +
            w10 * (data[under + 3] as number) +
            w11 * (data[under + 7] as number);
          if (covered === 0) continue;
          const pixel = 3 * (row * w + column);
          const rest = 1 - covered;
          canvas[pixel] =
            (canvas[pixel] as number) * rest +
            w00 * (data[at] as number) +
            w01 * (data[at + 4] as number) +
            w10 * (data[under] as number) +
            w11 * (data[under + 4] as number);
          canvas[pixel + 1] =
            (canvas[pixel + 1] as number) * rest +
            w00 * (data[at + 1] as number) +
            w01 * (data[at + 5] as number) +
            w10 * (data[under + 1] as number) +
            w11 * (data[under + 5] as number);
          canvas[pixel + 2] =
            (canvas[pixel + 2] as number) * rest +
            w00 * (data[at + 2] as number) +
            w01 * (data[at + 6] as number) +
            w10 * (data[under + 2] as number) +
            w11 * (data[under + 6] as number);
        }
      }
    }
  }
}

function cyclic(value: number, period: number): number {
  return value - period * Math.floor(value / period);
}

function smaller(a: number, b: number): number {
  return a < b ? a : b;
}

function larger(a: number, b: number): number {
  return a > b ? a : b;
}

function blur(
  canvas: Canvas,
  before: Canvas,
  { h, w }: ClipSize,
  { step: [x, y], passes }: NonNullable<Scene['blur']>,
): void {
  for (let pass = 0; pass < passes; pass++) {
    const dx = pass === 0 ? x : -y;
    const dy = pass === 0 ? y : x;
    if (dx === 0 && dy === 0) continue;
    before.set(canvas);
    const edge = Math.min(w, Math.abs(dx));
    for (let row = 0; row < h; row++) {
      const start = 3 * row * w;
      const on = 3 * clamp(row + dy, h) * w;
      const back = 3 * clamp(row - dy, h) * w;
      // Between the edges no place is clamped.
      const last = 3 * (w - edge);
      const [onward, backward] = [on + 3 * dx, back - 3 * dx];
      for (let at = 3 * edge; at < last; at++) {
        const sum =
          (before[start + at] as number) + (before[onward + at] as number) + (before[backward + at] as number);
        canvas[start + at] = sum / 3;
      }
      const skipped = larger(edge, w - edge);
      for (let column = edge === 0 ? w : 0; column < w; column = column + 1 === edge ? skipped : column + 1)
        for (let channel = 0; channel < 3; channel++) {
          const sum =
            (before[start + 3 * column + channel] as number) +
            (before[on + 3 * clamp(column + dx, w) + channel] as number) +
            (before[back + 3 * clamp(column - dx, w) + channel] as number);
          canvas[start + 3 * column + channel] = sum / 3;
        }
    }
  }
}

function clamp(value: number, size: number): number {
  return value < 0 ? 0 : value >= size ? size - 1 : value;
}

/** Light, noise and normalisation: canvas to clip. Noise is Marsaglia's 32-bit xorshift, ten bits a channel. */
function develop(
  canvas: Canvas,
  { gain, noiseSeed }: Frame,
  noise: number,
  clip: Float32Array,
  start: number,
  channelStep: number,
): void {
  let state = noiseSeed | 1;
  const step = noise / 512;
  let at = start;
  for (let pixel = 0; pixel < canvas.length; pixel += 3, at++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    clip[at] = normalised((canvas[pixel] as number) * gain + step * ((state & 1023) - 511.5));
    clip[at + channelStep] = normalised(
      (canvas[pixel + 1] as number) * gain + step * (((state >>> 10) & 1023) - 511.5),
    );
    clip[at + 2 * channelStep] = normalised(
      (canvas[pixel + 2] as number) * gain + step * (((state >>> 20) & 1023) - 511.5),
    );
  }
}

function normalised(level: number): number {
  return ((level < 0 ? 0 : level > 255 ? 255 : level) - MEAN) / STD;
}
