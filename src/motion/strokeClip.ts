import { MEAN, STD } from '../tensor/levels';
import { sfc32, type Uniform } from '../weights/generator';
import type { ClipSize } from './scene';
import { MOTIONS, type MotionClass } from './tasks';

/** A place on the drawing, as parts of its width and height, 0 to 1. */
export interface StrokePoint {
  readonly x: number;
  readonly y: number;
}

/** Levels of the ground, and of the two stripes of the disc. */
const GROUND: Level = [196, 200, 206];
const LIGHT: Level = [72, 104, 190];
const DARK: Level = [28, 44, 92];
type Level = readonly [number, number, number];

/** Radius of the disc and width of its stripes, as parts of the clip's short side. */
const RADIUS = 5.5 / 32;
const STRIPE = 3 / 32;

/** The fastest the disc goes, in parts of the short side a frame: what the motion world's clips go at most. */
const FASTEST = 2 / 32;

/**
 * A clip of a striped disc that goes along a drawn stroke, `[3, T, H, W]`, normalised as X3D's pictures are. The end of
 * the stroke is taken, as long as the disc can go at the speed of the motion world's clips.
 * @param points of the stroke in the order they were drawn; at least one
 */
export function strokeClip(points: readonly StrokePoint[], size: ClipSize): Float32Array {
  const { t, h, w } = size;
  const side = Math.min(h, w);
  const path = points.map(({ x, y }) => [x * w, y * h] as const);
  const places = alongEnd(path, t, FASTEST * side);
  const clip = new Float32Array(3 * t * h * w);
  places.forEach(([cx, cy], frame) => {
    for (let y = 0; y < h; y++)
      for (let x = 0; x < w; x++) {
        const [dx, dy] = [x + 0.5 - cx, y + 0.5 - cy];
        const cover = Math.min(1, Math.max(0, RADIUS * side + 0.5 - Math.sqrt(dx * dx + dy * dy)));
        const stripe = Math.floor((dx + dy + 64 * side) / (STRIPE * side)) % 2 === 0 ? LIGHT : DARK;
        for (let channel = 0; channel < 3; channel++) {
          const ground = (GROUND[channel] as number) - 10 * (y / h);
          const level = ground + cover * ((stripe[channel] as number) - ground);
          clip[((channel * t + frame) * h + y) * w + x] = (level - MEAN) / STD;
        }
      }
  });
  return clip;
}

/** How far a drawn straight stroke goes, in parts of the picture: at least, and drawn above that. */
const SHORTEST = 0.25;
const SPREAD = 0.2;

/** A straight stroke along the direction of a class, its middle and length drawn; null for a class that is no direction. */
export function straightStroke(motion: MotionClass, uniform: Uniform): readonly StrokePoint[] | null {
  const { law } = MOTIONS[motion];
  if (law.kind !== 'shift') return null;
  const [dx, dy] = law.toward;
  const [x, y] = [0.35 + 0.3 * uniform(), 0.35 + 0.3 * uniform()];
  const half = (SHORTEST + SPREAD * uniform()) / 2;
  return [
    { x: x - half * dx, y: y - half * dy },
    { x: x + half * dx, y: y + half * dy },
  ];
}

/** A clip of a disc along a straight stroke that is drawn from a seed; null for a class that is no direction. */
export function ballClip(
  motion: MotionClass,
  size: ClipSize,
  { seed, index }: { readonly seed: number; readonly index: number },
): Float32Array | null {
  const points = straightStroke(motion, sfc32(seed, index));
  return points && strokeClip(points, size);
}

/** Places at even distances along the end of a path, at most `fastest` apart. */
function alongEnd(
  path: readonly (readonly [x: number, y: number])[],
  count: number,
  fastest: number,
): readonly (readonly [number, number])[] {
  const lengths = [0];
  for (let at = 1; at < path.length; at++) {
    const [[x0, y0], [x1, y1]] = [path[at - 1] as [number, number], path[at] as [number, number]];
    lengths.push((lengths[at - 1] as number) + Math.sqrt((x1 - x0) * (x1 - x0) + (y1 - y0) * (y1 - y0)));
  }
  const whole = lengths[lengths.length - 1] as number;
  const step = Math.min(fastest, whole / Math.max(1, count - 1));
  return Array.from({ length: count }, (_, frame) => {
    const wanted = whole - step * (count - 1 - frame);
    const after = Math.max(
      1,
      lengths.findIndex((length) => length >= wanted - 1e-9),
    );
    const [from, to] = [path[Math.min(after, path.length) - 1], path[Math.min(after, path.length - 1)]];
    if (!from || !to) throw new RangeError('A stroke has at least one point.');
    const gap = (lengths[after] ?? whole) - (lengths[after - 1] ?? 0);
    const part = gap > 0 ? (wanted - (lengths[after - 1] ?? 0)) / gap : 0;
    return [from[0] + part * (to[0] - from[0]), from[1] + part * (to[1] - from[1])] as const;
  });
}
