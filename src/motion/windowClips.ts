import { MEAN, STD } from '../tensor/levels';
import { fnv1a, sfc32 } from '../weights/generator';
import { powerOfTwo, rotation } from './arithmetic';
import type { Batch } from './clips';
import { LEVELS } from './knobs';
import { type ClipSize, type Pose, pathOf } from './scene';
import { MOTIONS, type Task } from './tasks';
import type { Photograph } from './tile';

/** A place on a still from which a window of the clip's size begins, stands or ends in the middle of its clip. */
interface WindowPlace {
  readonly still: number;
  /** Of the window's middle, in pixels of the still. */
  readonly x: number;
  readonly y: number;
  /** Slope of the picture in the window along the direction in which it changes least, in levels a pixel. */
  readonly texture: number;
}

/** Slope below which a window counts as having no texture: a motion along one direction leaves it as it was. */
export const TEXTURED = 3;

/** Farthest that a window of half side 1 reaches from its middle in any clip: turned, or grown by half. */
const REACH = 1.75;

/** Places of windows on stills, as many on each, drawn from the seed. @throws RangeError for a still too small for one */
export function windowPlaces(
  stills: readonly Photograph[],
  size: ClipSize,
  { each, seed }: { readonly each: number; readonly seed: number },
): readonly WindowPlace[] {
  const uniform = sfc32(seed ^ fnv1a('windows'), stills.length);
  return stills.flatMap((still, index) => {
    const [halfWide, halfHigh] = [(REACH * size.w) / 2, (REACH * size.h) / 2];
    const [wide, high] = [still.width - 2 * halfWide, still.height - 2 * halfHigh];
    if (wide < 0 || high < 0)
      throw new RangeError(
        `A window of ${size.w} × ${size.h} moves within ${2 * halfWide} × ${2 * halfHigh}; still ${index} has ${still.width} × ${still.height} pixels.`,
      );
    return Array.from({ length: each }, () => {
      const [x, y] = [halfWide + wide * uniform(), halfHigh + high * uniform()];
      return { still: index, x, y, texture: leastSlope(still, size, x, y) };
    });
  });
}

/**
 * Clips of a window that moves over stills, the whole picture moving in it: real pixels of which one knows the motion.
 * Every place gives one clip of each class, in order: speeds and directions are drawn as on the level medium.
 */
export function windowClips(
  stills: readonly Photograph[],
  places: readonly WindowPlace[],
  task: Task,
  size: ClipSize,
  seed: number,
): Batch {
  const length = 3 * size.t * size.h * size.w;
  const { classes } = task;
  const clips = new Float32Array(places.length * classes.length * length);
  const labels = new Int32Array(places.length * classes.length);
  places.forEach(({ still, x, y }, place) => {
    classes.forEach((name, label) => {
      const clip = place * classes.length + label;
      labels[clip] = label;
      const uniform = sfc32(seed ^ fnv1a(name), place);
      const poseAt = pathOf(MOTIONS[name].law, LEVELS.medium, size, uniform);
      for (let t = 0; t < size.t; t++)
        drawWindow(stills[still] as Photograph, [x, y], poseAt(t - (size.t - 1) / 2), size, clips, [
          clip * length + t * size.h * size.w,
          size.t * size.h * size.w,
        ]);
    });
  });
  return { clips, labels };
}

/** What is seen through the window when the picture behind it stands at a pose, clamped at the still's edges. */
function drawWindow(
  { width, height, data }: Photograph,
  [x, y]: readonly [number, number],
  pose: Pose,
  { h, w }: ClipSize,
  clip: Float32Array,
  [start, channelStep]: readonly [number, number],
): void {
  const shrunk = powerOfTwo(-pose.octaves);
  const { cos, sin } = rotation(-pose.turn);
  const level = (row: number, column: number, channel: number) =>
    data[3 * (clamped(row, height) * width + clamped(column, width)) + channel] as number;
  for (let row = 0; row < h; row++)
    for (let column = 0; column < w; column++) {
      const [dx, dy] = [column + 0.5 - w / 2 - pose.x, row + 0.5 - h / 2 - pose.y];
      const u = x + shrunk * (dx * cos - dy * sin) - 0.5;
      const v = y + shrunk * (dx * sin + dy * cos) - 0.5;
      const [i, j] = [Math.floor(u), Math.floor(v)];
      const [p, q] = [u - i, v - j];
      for (let channel = 0; channel < 3; channel++) {
        const [a, b] = [level(j, i, channel), level(j, i + 1, channel)];
        const [c, d] = [level(j + 1, i, channel), level(j + 1, i + 1, channel)];
        const top = a + p * (b - a);
        const value = top + q * (c + p * (d - c) - top);
        clip[start + channel * channelStep + row * w + column] = (value - MEAN) / STD;
      }
    }
}

function clamped(index: number, size: number): number {
  return index < 0 ? 0 : index >= size ? size - 1 : index;
}

/** Root of the smaller eigenvalue of the mean structure tensor of a window's greys (Shi and Tomasi 1994). */
function leastSlope({ width, data }: Photograph, { h, w }: ClipSize, x: number, y: number): number {
  const [left, top] = [Math.round(x - w / 2), Math.round(y - h / 2)];
  const grey = (row: number, column: number) => {
    const at = 3 * (row * width + column);
    return ((data[at] as number) + (data[at + 1] as number) + (data[at + 2] as number)) / 3;
  };
  let [xx, xy, yy] = [0, 0, 0];
  for (let row = top; row < top + h; row++)
    for (let column = left; column < left + w; column++) {
      const dx = (grey(row, column + 1) - grey(row, column - 1)) / 2;
      const dy = (grey(row + 1, column) - grey(row - 1, column)) / 2;
      xx += dx * dx;
      xy += dx * dy;
      yy += dy * dy;
    }
  const n = h * w;
  const middle = (xx + yy) / (2 * n);
  const [along, across] = [(xx - yy) / (2 * n), xy / n];
  const spread = Math.sqrt(along * along + across * across);
  return Math.sqrt(Math.max(0, middle - spread));
}
