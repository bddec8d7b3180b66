import { expect, test } from 'vitest';
import { TASKS } from '../../src/motion/tasks';
import type { Photograph } from '../../src/motion/tile';
import { TEXTURED, windowClips, windowPlaces } from '../../src/motion/windowClips';
import { MEAN, STD } from '../../src/tensor/levels';

const SIZE = { t: 5, h: 16, w: 16 };

/** A still whose red is its column and whose green is its row, twice as steep; blue is flat. */
function ramp(width: number, height: number): Photograph {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) data.set([x * 2, y * 2, 100], 3 * (y * width + x));
  return { width, height, data };
}

/** Mean of a channel over a frame of a clip, in levels. */
function meanOf(clips: Float32Array, clip: number, channel: number, t: number): number {
  const plane = SIZE.h * SIZE.w;
  const start = ((clip * 3 + channel) * SIZE.t + t) * plane;
  const sum = clips.subarray(start, start + plane).reduce((total, value) => total + value, 0);
  return (sum / plane) * STD + MEAN;
}

test('a window over a ramp sees it move as its class says', () => {
  const stills = [ramp(100, 60)];
  const places = windowPlaces(stills, SIZE, { each: 3, seed: 4 });
  const { clips, labels } = windowClips(stills, places, TASKS.nine, SIZE, 4);
  expect([...labels]).toEqual(places.flatMap(() => TASKS.nine.classes.map((_, label) => label)));
  const { classes } = TASKS.nine;
  for (const place of places.keys()) {
    const change = (name: (typeof classes)[number], channel: number) => {
      const clip = place * classes.length + classes.indexOf(name);
      return meanOf(clips, clip, channel, SIZE.t - 1) - meanOf(clips, clip, channel, 0);
    };
    // What goes to the right brings what was on its left: a lower column. 0.86 to 2.14 px a frame of 32 px, half here.
    for (const [name, channel, sign] of [
      ['right', 0, -1],
      ['left', 0, 1],
      ['down', 1, -1],
      ['up', 1, 1],
    ] as const) {
      const moved = (sign * change(name, channel)) / 2;
      expect(moved, name).toBeGreaterThan(4 * 0.5 * 0.86 * 0.98);
      expect(moved, name).toBeLessThan(4 * 0.5 * 2.14 + 1e-3);
    }
    for (const name of ['turning left', 'approaching', 'still'] as const)
      expect(Math.abs(change(name, 0)), name).toBeLessThan(0.2);
  }
});

test('an approaching ramp gets flatter, a receding one steeper, a still one stays', () => {
  const stills = [ramp(100, 60)];
  const places = windowPlaces(stills, SIZE, { each: 1, seed: 1 });
  const { clips } = windowClips(stills, places, TASKS.nine, SIZE, 1);
  const slope = (name: 'approaching' | 'receding' | 'still', t: number) => {
    const start = (TASKS.nine.classes.indexOf(name) * 3 * SIZE.t + t) * SIZE.h * SIZE.w;
    return (((clips[start + 12] as number) - (clips[start + 3] as number)) * STD) / 9;
  };
  expect(slope('approaching', 4)).toBeLessThan(slope('approaching', 0) * 0.85);
  expect(slope('receding', 4)).toBeGreaterThan(slope('receding', 0) * 1.15);
  expect(slope('still', 4)).toBeCloseTo(slope('still', 0), 5);
});

test('texture is the slope along the direction in which a window changes least', () => {
  const [stripes] = [ramp(100, 60)];
  for (let at = 1; at < stripes.data.length; at += 3) (stripes.data as Uint8Array)[at] = 7;
  const [place] = windowPlaces([stripes], SIZE, { each: 1, seed: 0 });
  expect(place?.texture).toBeLessThan(1e-6);
  const noisy = {
    ...ramp(100, 60),
    data: Uint8Array.from({ length: 18000 }, (_, i) => (i * 7919 + (i >> 3) * 104729) & 255),
  };
  expect(windowPlaces([noisy], SIZE, { each: 1, seed: 0 })[0]?.texture).toBeGreaterThan(TEXTURED);
});

test('a still too small for a window is refused by its size', () => {
  expect(() => windowPlaces([ramp(20, 60)], SIZE, { each: 1, seed: 0 })).toThrow('still 0 has 20 × 60 pixels');
});
