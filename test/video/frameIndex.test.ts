import { describe, expect, test } from 'vitest';
import { averageFps, framesToDecode, indexFrames } from '../../src/video/frameIndex';

const frame = (time: number, key = false) => ({ time, duration: 1, key });

/** Two groups of pictures as they lie in a file: I0 P3 B1 B2 | I6 B4 B5 P7, where B4 and B5 hang on P3 and I6. */
const OPEN = [frame(0, true), frame(3), frame(1), frame(2), frame(6, true), frame(4), frame(5), frame(7)];

describe('the index of a file', () => {
  test('is in the order in which frames are shown', () => {
    const index = indexFrames(OPEN);
    expect([...index.times]).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect([...index.position]).toEqual([0, 2, 3, 1, 5, 6, 4, 7]);
    expect(index.end).toBe(8);
    expect(averageFps(index)).toBe(1);
  });

  test('starts decoding at the last key frame shown before, not at one that merely lies before', () => {
    expect([...indexFrames(OPEN).key]).toEqual([0, 0, 0, 0, 0, 0, 4, 4]);
  });

  test('leaves out what an edit list cuts off, and keeps the last of frames with one time', () => {
    const index = indexFrames([frame(-2, true), frame(-1), frame(-0.5), frame(0), frame(0, true), frame(1)]);
    expect([...index.times]).toEqual([-0.5, 0, 1]);
    expect([...index.position]).toEqual([2, 4, 5]);
  });

  test('of nothing is empty', () => {
    const index = indexFrames([]);
    expect(index.times).toHaveLength(0);
    expect(averageFps(index)).toBeNull();
  });
});

test('what has to be decoded ends with the last frame wanted of each group', () => {
  const index = indexFrames(OPEN);
  expect(framesToDecode(index, [0])).toBe(1);
  // Frame 1 lies third.
  expect(framesToDecode(index, [1])).toBe(3);
  // Frame 5 lies seventh, beyond the next key frame; frame 6 starts there anew.
  expect(framesToDecode(index, [5])).toBe(7);
  expect(framesToDecode(index, [1, 5, 6, 7])).toBe(7 + 4);
  expect(framesToDecode(index, [])).toBe(0);
});
