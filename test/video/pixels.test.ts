import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MEAN, STD } from '../../src/tensor/levels';
import { cropLevels, cropper, luma, type Picture, type PictureChannels, writeFrame } from '../../src/video/pixels';
import golden from '../golden/video/resize.json';

interface Sizes {
  source: number[];
  resized: number[];
}

/** A whole frame from rows of RGB. */
function frame([width = 0, height = 0]: number[], rgb: readonly number[]): Picture {
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let i = 0; i < width * height; i++) for (let c = 0; c < 3; c++) data[i * 4 + c] = rgb[i * 3 + c] as number;
  return { x: 0, y: 0, width, height, data };
}

/** One row of grey pixels. */
const greyRow = (levels: readonly number[]) =>
  frame(
    [levels.length, 1],
    levels.flatMap((level) => [level, level, level]),
  );

/** Resizes one row of grey to `width` pixels. */
function resizedRow(levels: readonly number[], width: number): number[] {
  const size = { width: levels.length, height: 1 };
  const whole = { x: 0, y: 0, width, height: 1 };
  return [...cropLevels(cropper(size, whole, whole), greyRow(levels), 3)].slice(0, width);
}

function levelsOf({ source, resized }: Sizes, rgb: readonly number[], channels: PictureChannels): Uint8Array {
  const [width = 0, height = 0] = resized;
  const whole = { x: 0, y: 0, width, height };
  return cropLevels(
    cropper({ width: source[0] ?? 0, height: source[1] ?? 0 }, whole, whole),
    frame(source, rgb),
    channels,
  );
}

describe('bilinear resize, worked out by hand', () => {
  test('to twice the width, weights are ¼ and ¾ and the edges repeat', () => {
    // Output centre 0.5 lies at 0.5 / 2 − 0.5 = −0.25 of the source: clamped to pixel 0. The next at 0.25: ¾ · 0 + ¼ · 100.
    expect(resizedRow([0, 100], 4)).toEqual([0, 25, 75, 100]);
  });

  test('to half the width, each pixel is the mean of two, halves rounded up', () => {
    // Centre 0.5 lies at 1 − 0.5 = 0.5, just between the pixels: (10 + 21) / 2 = 15.5.
    expect(resizedRow([10, 21, 200, 100], 2)).toEqual([16, 150]);
  });

  test('to a third of the width it takes every third pixel, since nothing is antialiased', () => {
    // Centre 0.5 lies at 1.5 − 0.5 = 1 exactly.
    expect(resizedRow([7, 50, 9, 7, 80, 9], 2)).toEqual([50, 80]);
  });
});

describe('OpenCV', () => {
  test.each(golden.cases)('resizes $source to $resized as we do', (each) => {
    const ours = levelsOf(each, each.rgb, 3);
    const off = each.levels.map((level, i) => Math.abs(level - (ours[i] as number)));
    const wrong = off.filter((difference) => difference > 0).length / off.length;
    // Only the pixels that fill no vector of 32 may differ, and they by one level.
    const [width = 0] = each.resized;
    if ((width * 3) % 32 === 0) expect(wrong).toBe(0);
    expect(wrong).toBeLessThan(0.03);
    expect(Math.max(...off)).toBeLessThanOrEqual(1);
  });

  test.each(golden.cases)(
    'makes grey of $resized as we do',
    ({ levels, luma: grey, resized: [width = 0, height = 0] }) => {
      const plane = width * height;
      const level = (channel: number, i: number) => levels[channel * plane + i] as number;
      expect(grey.map((_, i) => luma(level(0, i), level(1, i), level(2, i)))).toEqual(grey);
    },
  );
});

describe('resize and crop', () => {
  const sizes = fc.record({
    source: fc.record({ width: fc.integer({ min: 1, max: 24 }), height: fc.integer({ min: 1, max: 24 }) }),
    resized: fc.record({ width: fc.integer({ min: 1, max: 24 }), height: fc.integer({ min: 1, max: 24 }) }),
    crop: fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })),
    seed: fc.nat(),
  });

  const random = (width: number, height: number, seed: number) =>
    frame(
      [width, height],
      Array.from({ length: width * height * 3 }, (_, i) => (i * 7919 + seed) % 256),
    );

  test('a crop of a region equals the same part of the whole frame resized', () => {
    fc.assert(
      fc.property(sizes, ({ source, resized, crop: [across, down], seed }) => {
        const x = Math.floor(across * (resized.width - 1));
        const y = Math.floor(down * (resized.height - 1));
        const crop = { x, y, width: resized.width - x, height: resized.height - y };
        const picture = random(source.width, source.height, seed);
        const whole = cropLevels(cropper(source, resized, { x: 0, y: 0, ...resized }), picture, 3);
        const ready = cropper(source, resized, crop);
        const part = cropLevels(ready, cut(picture, ready.region), 3);
        for (let c = 0; c < 3; c++) {
          for (let row = 0; row < crop.height; row++) {
            for (let column = 0; column < crop.width; column++) {
              const here = part[(c * crop.height + row) * crop.width + column];
              expect(here).toBe(whole[(c * resized.height + row + y) * resized.width + column + x]);
            }
          }
        }
      }),
    );
  });

  test('a frame of one colour keeps it, at any size', () => {
    fc.assert(
      fc.property(sizes, fc.nat(255), ({ source, resized }, level) => {
        const picture = frame([source.width, source.height], Array(source.width * source.height * 3).fill(level));
        const levels = cropLevels(cropper(source, resized, { x: 0, y: 0, ...resized }), picture, 3);
        expect(new Set(levels)).toEqual(new Set([level]));
      }),
    );
  });

  test('at its own size a frame is unchanged', () => {
    const source = { width: 5, height: 3 };
    const picture = random(5, 3, 1);
    const levels = cropLevels(cropper(source, source, { x: 0, y: 0, ...source }), picture, 3);
    for (let i = 0; i < 15; i++) for (let c = 0; c < 3; c++) expect(levels[c * 15 + i]).toBe(picture.data[i * 4 + c]);
  });
});

test('luma is 0.299 R + 0.587 G + 0.114 B, rounded', () => {
  expect([luma(255, 0, 0), luma(0, 255, 0), luma(0, 0, 255)]).toEqual([76, 150, 29]);
  for (let level = 0; level < 256; level++) expect(luma(level, level, level)).toBe(level);
});

test('a frame is normalised into its place in [views, C, T, H, W] and nowhere else', () => {
  const clips = new Float32Array(2 * 3 * 4 * 2);
  writeFrame(clips, new Uint8Array([0, 255, 1, 2, 3, 4]), 3, { view: 1, t: 2, frames: 4 });
  const expected = new Float32Array(clips.length);
  // View 1 starts at 24, each channel is 4 frames of 2 pixels, frame 2 is 4 further.
  for (const [at, level] of [
    [28, 0],
    [29, 255],
    [36, 1],
    [37, 2],
    [44, 3],
    [45, 4],
  ] as const) {
    expected[at] = Math.fround((level - MEAN) / Math.fround(STD));
  }
  expect(clips).toEqual(expected);
});

/** A region of a picture, as a reader would give it. */
function cut(picture: Picture, region: { x: number; y: number; width: number; height: number }): Picture {
  const data = new Uint8ClampedArray(region.width * region.height * 4);
  for (let row = 0; row < region.height; row++) {
    const from = ((region.y + row) * picture.width + region.x) * 4;
    data.set(picture.data.subarray(from, from + region.width * 4), row * region.width * 4);
  }
  return { ...region, data };
}
