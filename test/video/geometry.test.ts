import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  centerCrop,
  cropOnSource,
  cropsOf,
  resizeShortSide,
  testShortSide,
  threeCrops,
} from '../../src/video/geometry';

const size = (width: number, height: number) => ({ width, height });
const square = (side: number) => size(side, side);
const corners = (crops: readonly { x: number; y: number }[]) => crops.map(({ x, y }) => [x, y]);

describe('Resize', () => {
  test('brings the short side to its size and the other along, rounded as mmcv rounds', () => {
    // 640 · 182 / 360 = 323.56 → 324.
    expect(resizeShortSide(size(640, 360), 182)).toEqual(size(324, 182));
    // 1080 · 256 / 1920: upright video. 1920 · 256 / 1080 = 455.11 → 455.
    expect(resizeShortSide(size(1080, 1920), 256)).toEqual(size(256, 455));
    // Enlarges as well: 176 · 160 / 144 = 195.56.
    expect(resizeShortSide(size(176, 144), 160)).toEqual(size(196, 160));
  });

  test('test sizes are those of the published models; other crops have none', () => {
    const source = size(640, 360);
    expect([160, 224, 312, 100].map((side) => testShortSide(square(side), source))).toEqual([182, 256, 356, 100]);
  });

  test('a crop that is no square gets the smallest short side it fits into', () => {
    // 200 across of 640 × 360: at 112 high the frame is 199.1 wide, rounded 199; at 113 it is 200.9.
    expect(testShortSide(size(200, 64), size(640, 360))).toBe(113);
    expect(testShortSide(size(64, 200), size(640, 360))).toBe(200);
  });
});

describe('crops', () => {
  test('the centre crop loses the odd pixel right and below', () => {
    expect(centerCrop(size(325, 183), square(160))).toEqual({ x: 82, y: 11, width: 160, height: 160 });
  });

  test('three crops are start, end and middle of the longer side', () => {
    // (455 − 256) // 2 = 99, so the "right" one starts at 198 and leaves the last column out.
    expect(corners(threeCrops(size(455, 256), square(256)))).toEqual([
      [0, 0],
      [198, 0],
      [99, 0],
    ]);
    expect(corners(threeCrops(size(256, 455), square(256)))).toEqual([
      [0, 0],
      [0, 198],
      [0, 99],
    ]);
  });

  test('where the crop does not fill the short side, it is centred there', () => {
    expect(corners(threeCrops(size(324, 182), square(160)))).toEqual([
      [0, 11],
      [164, 11],
      [82, 11],
    ]);
  });

  test('a crop larger than the frame is refused with the short side that would do', () => {
    expect(() => cropsOf({ crop: square(224), shortSide: 182, crops: 'center' }, size(640, 360), 'walk.mp4')).toThrow(
      'walk.mp4: A crop of 224 × 224 pixels does not fit into the frame resized to 324 × 182. Set the short side to 256 or more, or choose a smaller crop.',
    );
  });

  test('a crop is drawn on the source where it was taken', () => {
    expect(cropOnSource({ x: 82, y: 11, width: 160, height: 160 }, size(324, 182), size(648, 364))).toEqual({
      x: 164,
      y: 22,
      width: 320,
      height: 320,
    });
  });

  test('every crop lies inside the resized frame, for any source, crop and size', () => {
    const sides = fc.integer({ min: 1, max: 400 });
    fc.assert(
      fc.property(
        sides,
        sides,
        sides,
        sides,
        fc.constantFrom('center' as const, 'three' as const),
        (w, h, cw, ch, crops) => {
          const { resized, crops: all } = cropsOf({ crop: size(cw, ch), shortSide: null, crops }, size(w, h), 'x');
          for (const { x, y, width, height } of all) {
            expect([width, height]).toEqual([cw, ch]);
            expect(x >= 0 && y >= 0 && x + width <= resized.width && y + height <= resized.height).toBe(true);
          }
        },
      ),
    );
  });
});
