import { expect, test } from 'vitest';
import { motionBatch } from '../../src/motion/clips';
import { LEVELS, type LevelName } from '../../src/motion/knobs';
import { MOTIONS, partnerIndex, TASKS, type TaskName } from '../../src/motion/tasks';
import { mostByChance } from '../../src/training/interval';

const SIZE = { t: 4, h: 32, w: 32 };
const PLANE = SIZE.h * SIZE.w;
const FRAME = 3 * PLANE;

/** One frame of each clip, `[N, 3·H·W]`. */
function framesAt(clips: Float32Array, count: number, t: number): Float32Array {
  const frames = new Float32Array(count * FRAME);
  for (let clip = 0; clip < count; clip++)
    for (let channel = 0; channel < 3; channel++) {
      const start = ((clip * 3 + channel) * SIZE.t + t) * PLANE;
      frames.set(clips.subarray(start, start + PLANE), (clip * 3 + channel) * PLANE);
    }
  return frames;
}

/** What a linear probe sees of a frame: means of 8 × 8 pixels, of their squares, and of slopes along both axes. */
function featuresOf(frame: Float32Array): Float64Array {
  const features = new Float64Array(3 * 16 * 4 + 1);
  features[features.length - 1] = 1;
  for (let channel = 0; channel < 3; channel++)
    for (let y = 0; y < SIZE.h; y++)
      for (let x = 0; x < SIZE.w; x++) {
        const value = frame[channel * PLANE + y * SIZE.w + x] as number;
        const right = x + 1 < SIZE.w ? (frame[channel * PLANE + y * SIZE.w + x + 1] as number) : value;
        const below = y + 1 < SIZE.h ? (frame[channel * PLANE + (y + 1) * SIZE.w + x] as number) : value;
        const cell = 4 * (channel * 16 + (y >> 3) * 4 + (x >> 3));
        features[cell] = (features[cell] as number) + value / 64;
        features[cell + 1] = (features[cell + 1] as number) + (value * value) / 64;
        features[cell + 2] = (features[cell + 2] as number) + Math.abs(right - value) / 16;
        features[cell + 3] = (features[cell + 3] as number) + Math.abs(below - value) / 16;
      }
  return features;
}

/** Share of clips that a linear probe, trained by gradient descent on the first `trained` ones, names rightly among the others. */
function probe(features: readonly Float64Array[], labels: Int32Array, classes: number, trained: number): number {
  const weights = Array.from({ length: classes }, () => new Float64Array(features[0]?.length ?? 0));
  const score = (w: Float64Array, x: Float64Array) => {
    let sum = 0;
    for (let i = 0; i < x.length; i++) sum += (w[i] as number) * (x[i] as number);
    return sum;
  };
  const scores = (x: Float64Array) => weights.map((w) => score(w, x));
  for (let pass = 0; pass < 8; pass++)
    for (let clip = 0; clip < trained; clip++) {
      const x = features[clip] as Float64Array;
      const logits = scores(x);
      const top = Math.max(...logits);
      const powers = logits.map((logit) => Math.exp(logit - top));
      const sum = powers.reduce((a, b) => a + b);
      const rate = 0.004 / (1 + pass);
      weights.forEach((w, k) => {
        const error = (powers[k] as number) / sum - (labels[clip] === k ? 1 : 0);
        for (let i = 0; i < w.length; i++) w[i] = (w[i] as number) - rate * error * (x[i] as number);
      });
    }
  let right = 0;
  for (let clip = trained; clip < features.length; clip++) {
    const logits = scores(features[clip] as Float64Array);
    if (logits.indexOf(Math.max(...logits)) === labels[clip]) right += 1;
  }
  return right;
}

const CASES: readonly (readonly [TaskName, LevelName, number])[] = [
  ['nine', 'easy', 0],
  ['nine', 'hardest', 3],
  ['all', 'medium', 1],
  ['distance', 'easy', 3],
  ['turning', 'medium', 0],
];

test.each(CASES)('one frame says nothing of the class: %s, %s, frame %i', (task, level, t) => {
  const classes = TASKS[task].classes.length;
  const [trained, judged] = [classes * 60, classes * 40];
  const count = trained + judged;
  const { clips, labels } = motionBatch({ task: TASKS[task], knobs: LEVELS[level] }, SIZE, {
    seed: 9,
    split: 'train',
    first: 0,
    count,
  });
  const frames = framesAt(clips, count, t);
  const features = Array.from({ length: count }, (_, clip) =>
    featuresOf(frames.subarray(clip * FRAME, (clip + 1) * FRAME)),
  );
  expect(probe(features, labels, classes, trained)).toBeLessThanOrEqual(mostByChance(judged, 1 / classes));
});

test('the same probe tells what two frames show: whether anything moved', () => {
  const task = TASKS.stillness;
  const { clips, labels } = motionBatch({ task, knobs: LEVELS.medium }, SIZE, {
    seed: 9,
    split: 'train',
    first: 0,
    count: 240,
  });
  const [early, late] = [framesAt(clips, 240, 0), framesAt(clips, 240, 3)];
  const change = early.map((value, index) => Math.abs(value - (late[index] as number)));
  const features = Array.from({ length: 240 }, (_, clip) =>
    featuresOf(change.subarray(clip * FRAME, (clip + 1) * FRAME)),
  );
  expect(probe(features, labels, 2, 160)).toBeGreaterThan(mostByChance(80, 1 / 2));
});

test('in every frame the mean and the spread of every pixel are the same in all classes, within chance', () => {
  const task = TASKS.all;
  const classes = task.classes.length;
  const count = classes * 80;
  const size = { t: 4, h: 12, w: 12 };
  const { clips, labels } = motionBatch({ task, knobs: LEVELS.easy }, size, {
    seed: 4,
    split: 'test',
    first: 0,
    count,
  });
  const length = clips.length / count;
  let [largest, compared] = [0, 0];
  for (let pair = 0; pair < classes; pair++) {
    if (partnerIndex(task, pair) <= pair) continue;
    for (const power of [1, 2])
      for (let pixel = 0; pixel < length; pixel++) {
        const sums = [pair, partnerIndex(task, pair)].map((label) => {
          let [n, sum, squares] = [0, 0, 0];
          for (let clip = 0; clip < count; clip++) {
            if (labels[clip] !== label) continue;
            const value = (clips[clip * length + pixel] as number) ** power;
            [n, sum, squares] = [n + 1, sum + value, squares + value * value];
          }
          return { mean: sum / n, error: (squares / n - (sum / n) ** 2) / n };
        });
        const [a, b] = sums as [{ mean: number; error: number }, { mean: number; error: number }];
        largest = Math.max(largest, Math.abs(a.mean - b.mean) / Math.sqrt(a.error + b.error));
        compared += 1;
      }
  }
  // Bonferroni: 24,192 comparisons, all of them within bounds by chance in 99 of 100 worlds.
  expect(compared).toBe(7 * 2 * 3 * 4 * 144);
  expect(largest).toBeLessThan(5.1);
});

test('every law is some task’s', () => {
  const used = new Set(Object.values(TASKS).flatMap(({ classes }) => classes));
  expect([...used].toSorted()).toEqual(Object.keys(MOTIONS).toSorted());
});
