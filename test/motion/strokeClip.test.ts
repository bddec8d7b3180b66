import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type StrokePoint, strokeClip } from '../../src/motion/strokeClip';

const SIZE = { t: 8, h: 32, w: 32 };

/** Centre of what is darker than the ground in a frame, in pixels. */
function centre(clip: Float32Array, frame: number): readonly [x: number, y: number] {
  let [sum, sx, sy] = [0, 0, 0];
  for (let y = 0; y < SIZE.h; y++)
    for (let x = 0; x < SIZE.w; x++) {
      // Red: the ground is light, the disc is not.
      const dark = Math.max(0, 0.8 - (clip[(frame * SIZE.h + y) * SIZE.w + x] ?? 0));
      sum += dark;
      sx += dark * (x + 0.5);
      sy += dark * (y + 0.5);
    }
  return [sx / sum, sy / sum];
}

const inside = fc.double({ min: 0.25, max: 0.75, noNaN: true });
const point: fc.Arbitrary<StrokePoint> = fc.record({ x: inside, y: inside });

test('the disc goes where the stroke went, evenly, and never faster than clips of the motion world', () => {
  fc.assert(
    fc.property(point, point, fc.integer({ min: 2, max: 20 }), (from, to, count) => {
      const points = Array.from({ length: count }, (_, at) => {
        const part = at / (count - 1);
        return { x: from.x + part * (to.x - from.x), y: from.y + part * (to.y - from.y) };
      });
      const clip = strokeClip(points, SIZE);
      expect(clip.every(Number.isFinite)).toBe(true);
      const places = Array.from({ length: SIZE.t }, (_, frame) => centre(clip, frame));
      const [x, y] = places.at(-1) ?? [0, 0];
      expect(Math.hypot(x - to.x * SIZE.w, y - to.y * SIZE.h)).toBeLessThan(0.6);
      for (let frame = 1; frame < SIZE.t; frame++) {
        const [[x0, y0], [x1, y1]] = [places[frame - 1] ?? [0, 0], places[frame] ?? [0, 0]];
        expect(Math.hypot(x1 - x0, y1 - y0)).toBeLessThan(2.4);
        const along = (x1 - x0) * (to.x - from.x) + (y1 - y0) * (to.y - from.y);
        expect(along).toBeGreaterThan(-0.05);
      }
    }),
    { numRuns: 60 },
  );
});

test('a single point is a disc that rests', () => {
  const clip = strokeClip([{ x: 0.5, y: 0.5 }], SIZE);
  const plane = SIZE.h * SIZE.w;
  expect([...clip.subarray(7 * plane, 8 * plane)]).toEqual([...clip.subarray(0, plane)]);
});
