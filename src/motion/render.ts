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
import type { Sprite } from './sprite';
import type { Tile } from './tile';

/** One frame in the making: levels of each channel, row by row. */
type Canvas = readonly [red: Float32Array, green: Float32Array, blue: Float32Array];

/** What clips of a size are drawn on, one after another: a batch's are, so that none of it is made anew for each. */
interface Easel {
  readonly canvas: Canvas;
  /** A ground that rests, as long as nothing shakes. */
  readonly resting: Canvas;
  /** A channel as it was before it is blurred. */
  readonly before: Float32Array;
}

export function easelFor({ h, w }: Pick<ClipSize, 'h' | 'w'>): Easel {
  const plane = () => new Float32Array(h * w);
  return { canvas: [plane(), plane(), plane()], resting: [plane(), plane(), plane()], before: plane() };
}

/** Draws a scene into `clip` at `start`: `[3, T, H, W]`, normalised as X3D's pictures are. */
export function render(scene: Scene, size: ClipSize, clip: Float32Array, start = 0, easel = easelFor(size)): void {
  const plane = size.h * size.w;
  const { canvas, resting, before } = easel;
  let drawn = false;
  for (const [t, frame] of scene.frames.entries()) {
    const rests = !scene.ground.moves && frame.shake[0] === 0 && frame.shake[1] === 0;
    if (rests && drawn) copyInto(canvas, resting);
    else drawGround(canvas, scene, size, frame);
    if (rests && !drawn) copyInto(resting, canvas);
    drawn ||= rests;
    for (const thing of scene.things) drawThing(canvas, thing, size, frame);
    if (scene.blur) for (const channel of canvas) blur(channel, before, size, scene.blur);
    develop(canvas, frame, scene.noise, clip, start + t * plane, size.t * plane);
  }
}

function copyInto(canvas: Canvas, from: Canvas): void {
  canvas.forEach((channel, index) => {
    channel.set(from[index] as Float32Array);
  });
}

function drawGround(canvas: Canvas, { ground }: Scene, { h, w }: ClipSize, { pose, shake }: Frame): void {
  canvas.forEach((channel, index) => {
    channel.fill(ground.colour[index] as number);
  });
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

function addPattern([red, green, blue]: Canvas, h: number, w: number, layer: Layer, weight: number, map: Mapping) {
  const { tile } = layer;
  const { data, size } = tile;
  const mask = size - 1;
  const [r, g, b] = layer.colour.map((level) => level * weight) as [number, number, number];
  const [du, dv] = [fixed(map.across[0], tile), fixed(map.across[1], tile)];
  const [rowDu, rowDv] = [fixed(map.down[0], tile), fixed(map.down[1], tile)];
  let rowU = fixed(map.origin[0], tile);
  let rowV = fixed(map.origin[1], tile);
  let pixel = 0;
  for (let y = 0; y < h; y++) {
    let u = rowU;
    let v = rowV;
    for (let x = 0; x < w; x++, pixel++) {
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
      red[pixel] = (red[pixel] as number) + r * value;
      green[pixel] = (green[pixel] as number) + g * value;
      blue[pixel] = (blue[pixel] as number) + b * value;
      u = (u + du) | 0;
      v = (v + dv) | 0;
    }
    rowU = (rowU + rowDu) | 0;
    rowV = (rowV + rowDv) | 0;
  }
}

function addPicture(canvas: Canvas, h: number, w: number, layer: Layer, weight: number, map: Mapping) {
  const { tile } = layer;
  const { data, size } = tile;
  const mask = size - 1;
  const levels = layer.colour[0] * weight;
  const [du, dv] = [fixed(map.across[0], tile), fixed(map.across[1], tile)];
  const [rowDu, rowDv] = [fixed(map.down[0], tile), fixed(map.down[1], tile)];
  const origin = [fixed(map.origin[0], tile), fixed(map.origin[1], tile)] as const;
  canvas.forEach((plane, channel) => {
    let [rowU, rowV] = origin;
    let pixel = 0;
    for (let y = 0; y < h; y++) {
      let u = rowU;
      let v = rowV;
      for (let x = 0; x < w; x++, pixel++) {
        const i0 = (u >> FRACTION_BITS) & mask;
        const i1 = (i0 + 1) & mask;
        const j = v >> FRACTION_BITS;
        const j0 = (j & mask) * size;
        const j1 = ((j + 1) & mask) * size;
        const p = (u & (FRACTION - 1)) * ONE_STEP;
        const upper = data[3 * (j0 + i0) + channel] as number;
        const lower = data[3 * (j1 + i0) + channel] as number;
        const top = upper + p * ((data[3 * (j0 + i1) + channel] as number) - upper);
        const bottom = lower + p * ((data[3 * (j1 + i1) + channel] as number) - lower);
        plane[pixel] = (plane[pixel] as number) + levels * (top + (v & (FRACTION - 1)) * ONE_STEP * (bottom - top));
        u = (u + du) | 0;
        v = (v + dv) | 0;
      }
      rowU = (rowU + rowDu) | 0;
      rowV = (rowV + rowDv) | 0;
    }
  });
}

function drawThing(canvas: Canvas, thing: Thing, { h, w }: ClipSize, { pose, shake }: Frame): void {
  const scale = pixelScale({ h, w });
  const { radius, cover } = seenAt(thing, pose);
  if (cover <= 0) return;
  const half = radius * scale * thing.sprite.reach;
  const moved = thing.moves ? pose : REST;
  const periodX = w + MARGIN * scale;
  const periodY = h + MARGIN * scale;
  const { cos, sin } = rotation(-(thing.angle + moved.turn));
  const extent = half * thing.sprite.extent;
  const x0 = cyclic(thing.place[0] + moved.x + shake[0], periodX);
  const y0 = cyclic(thing.place[1] + moved.y + shake[1], periodY);
  for (let y = y0 - periodY * Math.ceil((y0 + extent) / periodY); y - extent < h; y += periodY)
    for (let x = x0 - periodX * Math.ceil((x0 + extent) / periodX); x - extent < w; x += periodX)
      drawSprite(canvas, thing.sprite, { h, w }, { x, y, cos, sin, half, extent, cover });
}

function cyclic(value: number, period: number): number {
  return value - period * Math.floor(value / period);
}

interface Place {
  readonly x: number;
  readonly y: number;
  readonly cos: number;
  readonly sin: number;
  /** Half the sprite's side, in pixels. */
  readonly half: number;
  readonly extent: number;
  readonly cover: number;
}

function drawSprite(
  [red, green, blue]: Canvas,
  { data, size, box }: Sprite,
  { h, w }: { readonly h: number; readonly w: number },
  { x, y, cos, sin, half, extent, cover }: Place,
): void {
  const zoom = size / (2 * half);
  const bottom = Math.min(h - 1, Math.floor(y + extent - 0.5));
  for (let row = Math.max(0, Math.ceil(y - extent - 0.5)); row <= bottom; row++) {
    const dy = row + 0.5 - y;
    const chord = Math.sqrt(Math.max(0, extent * extent - dy * dy));
    // Pixel centres of the sprite lie at halves.
    const rowU = size / 2 - 0.5 - zoom * dy * sin;
    const rowV = size / 2 - 0.5 + zoom * dy * cos;
    // Where u and v lie within a pixel of the box, and a pixel more: all else of the row is empty.
    const across = zoom * cos;
    const down = zoom * sin;
    const u0 = box.left - 1 - rowU;
    const u1 = box.right + 1 - rowU;
    const v0 = box.top - 1 - rowV;
    const v1 = box.bottom + 1 - rowV;
    const from = Math.max(-chord, lowest(across, u0, u1) - 1, lowest(down, v0, v1) - 1);
    const to = Math.min(chord, -lowest(across, -u1, -u0) + 1, -lowest(down, -v1, -v0) + 1);
    const right = Math.min(w - 1, Math.floor(x + to - 0.5));
    for (let column = Math.max(0, Math.ceil(x + from - 0.5)); column <= right; column++) {
      const dx = zoom * (column + 0.5 - x);
      const u = rowU + dx * cos;
      const v = rowV + dx * sin;
      if (u < 0 || v < 0 || u >= size - 1 || v >= size - 1) continue;
      const i = u | 0;
      const j = v | 0;
      const at = 4 * (j * size + i);
      const under = at + 4 * size;
      // Most of a sprite's square is empty.
      if (data[at + 3] === 0 && data[at + 7] === 0 && data[under + 3] === 0 && data[under + 7] === 0) continue;
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
      const pixel = row * w + column;
      const rest = 1 - covered;
      red[pixel] =
        (red[pixel] as number) * rest +
        w00 * (data[at] as number) +
        w01 * (data[at + 4] as number) +
        w10 * (data[under] as number) +
        w11 * (data[under + 4] as number);
      green[pixel] =
        (green[pixel] as number) * rest +
        w00 * (data[at + 1] as number) +
        w01 * (data[at + 5] as number) +
        w10 * (data[under + 1] as number) +
        w11 * (data[under + 5] as number);
      blue[pixel] =
        (blue[pixel] as number) * rest +
        w00 * (data[at + 2] as number) +
        w01 * (data[at + 6] as number) +
        w10 * (data[under + 2] as number) +
        w11 * (data[under + 6] as number);
    }
  }
}

/** The lowest d for which d · slope lies between two numbers; minus infinity where the slope says little of d. */
function lowest(slope: number, low: number, high: number): number {
  if (slope > 1e-6) return low / slope;
  return slope < -1e-6 ? high / slope : Number.NEGATIVE_INFINITY;
}

function blur(
  channel: Float32Array,
  before: Float32Array,
  { h, w }: ClipSize,
  { step: [x, y], passes }: NonNullable<Scene['blur']>,
): void {
  for (let pass = 0; pass < passes; pass++) {
    const [dx, dy] = pass === 0 ? [x, y] : [-y, x];
    if (dx === 0 && dy === 0) continue;
    before.set(channel);
    for (let row = 0; row < h; row++) {
      const on = clamp(row + dy, h) * w;
      const back = clamp(row - dy, h) * w;
      const start = row * w;
      for (let column = 0; column < w; column++) {
        const sum =
          (before[start + column] as number) +
          (before[on + clamp(column + dx, w)] as number) +
          (before[back + clamp(column - dx, w)] as number);
        channel[start + column] = sum / 3;
      }
    }
  }
}

function clamp(value: number, size: number): number {
  return value < 0 ? 0 : value >= size ? size - 1 : value;
}

/** Light, noise and normalisation: canvas to clip. Noise is Marsaglia's 32-bit xorshift, ten bits a channel. */
function develop(
  [red, green, blue]: Canvas,
  { gain, noiseSeed }: Frame,
  noise: number,
  clip: Float32Array,
  start: number,
  channelStep: number,
): void {
  let state = noiseSeed | 1;
  const step = noise / 512;
  for (let pixel = 0; pixel < red.length; pixel++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    const at = start + pixel;
    clip[at] = normalised((red[pixel] as number) * gain + step * ((state & 1023) - 511.5));
    clip[at + channelStep] = normalised((green[pixel] as number) * gain + step * (((state >>> 10) & 1023) - 511.5));
    clip[at + 2 * channelStep] = normalised((blue[pixel] as number) * gain + step * (((state >>> 20) & 1023) - 511.5));
  }
}

function normalised(level: number): number {
  return ((level < 0 ? 0 : level > 255 ? 255 : level) - MEAN) / STD;
}
