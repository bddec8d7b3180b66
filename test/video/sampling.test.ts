import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clipSpan, DEFAULT_SAMPLING, type Sampling, sampleFrames, shortfall } from '../../src/video/sampling';
import type { VideoError } from '../../src/video/videoError';

const video = (frameCount: number, fps: number | null = 30) => ({ name: 'walk.mp4', frameCount, fps });
const sampled = (change: Partial<Sampling>, frameCount: number, fps: number | null = 30) =>
  sampleFrames({ ...DEFAULT_SAMPLING, ...change }, video(frameCount, fps));
const starts = (clips: readonly (readonly number[])[]) => clips.map((clip) => clip[0]);

// Each case is worked out by hand from mmaction2 1.2's loading.py; the comment is the working.
describe('test mode', () => {
  test('one clip sits in the middle', () => {
    // X3D-S, 13 × 6: a clip reaches over 12 · 6 + 1 = 73 frames. (300 − 73) // 2 = 113.
    expect(sampled({}, 300)).toEqual([[113, 119, 125, 131, 137, 143, 149, 155, 161, 167, 173, 179, 185]]);
  });

  test('several clips are spread from the first possible start to the last, rounded half to even', () => {
    // 16 × 5: span 76, last start 300 − 76 = 224. Ten clips: 224 / 9 = 24.888… apart.
    // 0, 24.9, 49.8, 74.7, 99.6, 124.4, 149.3, 174.2, 199.1, 224.
    expect(starts(sampled({ clipLength: 16, interval: 5, clips: 10 }, 300))).toEqual([
      0, 25, 50, 75, 100, 124, 149, 174, 199, 224,
    ]);
    // 2 × 1 in 7 frames: last start 5; three clips 2.5 apart. np.round makes 2.5 two, not three.
    expect(sampled({ clipLength: 2, interval: 1, clips: 3 }, 7)).toEqual([
      [0, 1],
      [2, 3],
      [5, 6],
    ]);
  });

  test('a clip of one frame is the middle of its segment, cut to a whole number', () => {
    // 10 / 3 = 3.33…; 0 + 1.67, 3.33 + 1.67, 6.67 + 1.67 → 1, 5 (exactly 5.0), 8.
    expect(sampled({ clipLength: 1, clips: 3 }, 10)).toEqual([[1], [5], [8]]);
  });

  test('a target rate stretches the clip over the source frames of the same time', () => {
    // 4 frames every 2 at 15 frames a second, from 30: 4 · 2 · 2 = 16 source frames set aside, steps
    // linspace(0, 15, 4) = 0, 5, 10, 15. One clip: (100 − 16) // 2 = 42.
    const change = { clipLength: 4, interval: 2, targetFps: 15 };
    expect(sampled(change, 100)).toEqual([[42, 47, 52, 57]]);
    // From 24: 4 · 2 · 1.6 = 12.8, steps linspace(0, 11.8, 4) = 0, 3.93, 7.87, 11.8, cut. Three clips start
    // floor((100 − 12.8) / 2) = 43 apart: floored here, where without a target rate it would be rounded at the end.
    expect(sampled({ ...change, clips: 3 }, 100, 24)).toEqual([
      [0, 3, 7, 11],
      [43, 46, 50, 54],
      [86, 89, 93, 97],
    ]);
    // Where nobody knows the source's rate, it is taken to be the target's: 8 frames, steps linspace(0, 7, 4).
    expect(sampled(change, 100, null)).toEqual([[46, 48, 50, 53]]);
  });
});

describe('random mode', () => {
  const change: Partial<Sampling> = { mode: 'random', clipLength: 4, interval: 5, clips: 3 };

  test('every clip starts in its own segment', () => {
    // 4 · 5 = 20 frames are set aside (with the gap after the last), (100 − 20 + 1) // 3 = 27 starts a segment.
    for (let seed = 0; seed < 200; seed++) {
      const begins = starts(sampled({ ...change, seed }, 100));
      for (const [i, start = -1] of begins.entries()) {
        expect(start).toBeGreaterThanOrEqual(27 * i);
        expect(start).toBeLessThan(27 * (i + 1));
      }
    }
  });

  test('every start of a segment comes up, and the seed decides', () => {
    const seen = new Set<number | undefined>();
    for (let seed = 0; seed < 400; seed++) seen.add(starts(sampled({ ...change, seed }, 100))[0]);
    expect([...seen].sort((a = 0, b = 0) => a - b)).toEqual(Array.from({ length: 27 }, (_, i) => i));
    expect(sampled({ ...change, seed: 5 }, 100)).toEqual(sampled({ ...change, seed: 5 }, 100));
  });

  test('with fewer starts than clips, they are drawn from all and sorted', () => {
    // 22 − 20 + 1 = 3 starts for 5 clips: 3 // 5 = 0, but 22 > max(5, 20).
    for (let seed = 0; seed < 50; seed++) {
      const begins = starts(sampled({ ...change, clips: 5, seed }, 22)) as number[];
      expect([...begins].sort((a, b) => a - b)).toEqual(begins);
      expect(Math.max(...begins)).toBeLessThanOrEqual(2);
    }
  });

  test('with a single start, the clips are spread by rounding', () => {
    // 20 − 20 + 1 = 1 start for 3 clips: 0, 0.33, 0.67 → 0, 0, 1.
    expect(starts(sampled({ ...change, clips: 3 }, 20))).toEqual([0, 0, 1]);
  });

  test('a video between the clip and what is set aside for it starts at 0', () => {
    // Span 16, set aside 20: with 17 frames there is no start left, (17 − 20 + 1) // 3 = −1.
    expect(starts(sampled(change, 17))).toEqual([0, 0, 0]);
  });

  test('keeping the tail, segments are fractions, so the last clip may reach the end', () => {
    // (101 − 20 + 1) / 4 = 20.5 instead of 20: the largest start is 81 instead of 79.
    const last = (keepTailFrames: boolean) =>
      Math.max(
        ...Array.from({ length: 600 }, (_, seed) =>
          Math.max(...(starts(sampled({ ...change, clips: 4, keepTailFrames, seed }, 101)) as number[])),
        ),
      );
    expect(last(false)).toBe(79);
    expect(last(true)).toBe(81);
  });
});

describe('a video that is too short', () => {
  test('is looped, as mmaction2 does by default', () => {
    // 5 × 3 reaches over 13; 8 frames: 0, 3, 6, 9 − 8, 12 − 8.
    expect(sampled({ clipLength: 5, interval: 3, tooShort: 'loop' }, 8)).toEqual([[0, 3, 6, 1, 4]]);
  });

  test('repeats the last frame that the clip reached', () => {
    expect(sampled({ clipLength: 5, interval: 3, tooShort: 'repeat_last' }, 8)).toEqual([[0, 3, 6, 6, 6]]);
  });

  test('is refused unless asked otherwise: what it has, what is needed, what would fit', () => {
    // 13 × 6 needs 73. With 50: (50 − 1) // 12 = 4 is the largest interval, (50 − 1) // 6 + 1 = 9 the longest clip.
    const refusal = catchError(() => sampled({}, 50));
    expect(refusal.name).toBe('VideoError');
    expect(refusal.trouble).toBe('too-short');
    expect(refusal.message).toBe(
      'walk.mp4: It has 50 frames, but 13 frames every 6 reach over 73. An interval of 4 or a clip of 9 frames would fit; or loop it, or choose a longer video.',
    );
    expect(shortfall({ ...DEFAULT_SAMPLING }, video(50))).toEqual({ has: 50, needs: 73, interval: 4, clipLength: 9 });
  });

  test('offers only what would fit', () => {
    // 10 frames hold no clip of 13 at any interval.
    expect(catchError(() => sampled({}, 10)).message).toContain('A clip of 2 frames would fit; or loop it');
    expect(shortfall({ ...DEFAULT_SAMPLING, clipLength: 1, interval: 1 }, video(0))).toMatchObject({
      interval: null,
      clipLength: null,
    });
  });
});

describe('for any sampling', () => {
  const samplings = fc.record({
    clipLength: fc.integer({ min: 1, max: 32 }),
    interval: fc.integer({ min: 1, max: 12 }),
    clips: fc.integer({ min: 1, max: 12 }),
    mode: fc.constantFrom('test' as const, 'random' as const),
    seed: fc.nat(),
    targetFps: fc.option(fc.constantFrom(7, 15, 24, 30)),
    keepTailFrames: fc.boolean(),
    tooShort: fc.constantFrom('loop' as const, 'repeat_last' as const),
  });
  const rates = fc.constantFrom(23.976, 24, 25, 29.97, 30, 60, null);

  test('every index is a frame of the source', () => {
    fc.assert(
      fc.property(samplings, fc.integer({ min: 1, max: 500 }), rates, (sampling, frameCount, fps) => {
        const clips = sampleFrames(sampling, video(frameCount, fps));
        expect(clips).toHaveLength(sampling.clips);
        for (const clip of clips) {
          expect(clip).toHaveLength(sampling.clipLength);
          for (const index of clip) {
            expect(Number.isInteger(index) && index >= 0 && index < frameCount).toBe(true);
          }
        }
      }),
    );
  });

  test('in test mode a video that is long enough is never looped, and what is offered for one that is not fits', () => {
    fc.assert(
      fc.property(samplings, fc.integer({ min: 1, max: 500 }), rates, (sampling, frameCount, fps) => {
        const source = video(frameCount, fps);
        const short = shortfall(sampling, source);
        if (!short) {
          for (const clip of sampleFrames({ ...sampling, mode: 'test' }, source)) {
            expect([...clip].sort((a, b) => a - b)).toEqual(clip);
          }
          return;
        }
        const { interval, clipLength } = short;
        if (interval) expect(clipSpan({ ...sampling, interval }, source)).toBeLessThanOrEqual(frameCount);
        if (clipLength) expect(clipSpan({ ...sampling, clipLength }, source)).toBeLessThanOrEqual(frameCount);
      }),
    );
  });
});

function catchError(work: () => unknown): VideoError {
  try {
    work();
  } catch (error) {
    return error as VideoError;
  }
  throw new Error('Nothing was thrown.');
}
