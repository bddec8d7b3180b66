import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MEAN, STD } from '../../src/tensor/levels';
import { slidingWindow } from '../../src/video/slidingWindow';

const level = (value: number) => Math.round(value * STD + MEAN);

test('a clip is cut from the newest frames, the newest last', () => {
  const shape = [1, 1, 3, 1, 1];
  const window = slidingWindow(shape, 2);
  for (let frame = 0; frame < 4; frame++) {
    expect(window.missing()).toBe(5 - frame);
    expect(window.clip()).toBeNull();
    window.push(new Uint8Array([frame]));
  }
  for (let frame = 4; frame < 20; frame++) {
    window.push(new Uint8Array([frame]));
    expect(Array.from(window.clip()?.data ?? [], level)).toEqual([frame - 4, frame - 2, frame]);
  }
});

test('channels and pixels keep their places, for any shape and interval', () => {
  const small = fc.integer({ min: 1, max: 4 });
  fc.assert(
    fc.property(small, small, small, small, small, fc.nat(20), (c, t, h, w, interval, extra) => {
      const window = slidingWindow([1, c, t, h, w], interval);
      const span = (t - 1) * interval + 1;
      const pushed = span + extra;
      const frame = (n: number) => Uint8Array.from({ length: c * h * w }, (_, i) => (n * 31 + i) % 256);
      for (let n = 0; n < pushed; n++) window.push(frame(n));
      const clip = window.clip();
      expect(clip?.shape).toEqual([1, c, t, h, w]);
      const plane = h * w;
      for (let channel = 0; channel < c; channel++) {
        for (let step = 0; step < t; step++) {
          const start = (channel * t + step) * plane;
          const got = Array.from(clip?.data.subarray(start, start + plane) ?? [], level);
          const source = frame(pushed - span + step * interval).subarray(channel * plane, (channel + 1) * plane);
          expect(got).toEqual([...source]);
        }
      }
    }),
  );
});

test('a frame of another size is our own mistake', () => {
  expect(() => slidingWindow([1, 3, 2, 4, 4], 1).push(new Uint8Array(3))).toThrow('A frame of 48 levels was expected');
});
