import fc from 'fast-check';
import { expect, test } from 'vitest';
import { powerOfTwo, rotation } from '../../src/motion/arithmetic';
import {
  frozenAt,
  labelAt,
  motionBatch,
  motionClip,
  playedBackwards,
  type Split,
  seedAt,
  shuffled,
} from '../../src/motion/clips';
import { KNOBS, type KnobName, type Knobs, LEVELS } from '../../src/motion/knobs';
import type { World } from '../../src/motion/scene';
import { MOTIONS, type MotionClass, partnerIndex, TASKS, type TaskName } from '../../src/motion/tasks';
import type { Photograph } from '../../src/motion/tile';
import { readSources } from '../imports';

const PHOTOGRAPH: Photograph = {
  width: 40,
  height: 30,
  data: Uint8Array.from({ length: 3600 }, (_, index) => (index * 37 + (index >> 4) * 91) & 255),
};

const names = Object.keys(KNOBS) as KnobName[];
const anyKnobs: fc.Arbitrary<Knobs> = fc
  .array(fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true })), {
    minLength: names.length,
    maxLength: names.length,
  })
  .map((values) => Object.fromEntries(names.map((name, index) => [name, values[index]])) as unknown as Knobs);

const anyWorld: fc.Arbitrary<World> = fc.record({
  task: fc.constantFrom(...(Object.keys(TASKS) as TaskName[])).map((name) => TASKS[name]),
  knobs: anyKnobs,
  photographs: fc.constantFrom([], [PHOTOGRAPH]),
});
const anySize = fc.record({
  t: fc.integer({ min: 1, max: 11 }),
  h: fc.integer({ min: 5, max: 40 }),
  w: fc.integer({ min: 5, max: 40 }),
});
const anySeed = fc.record({ seed: fc.nat(), index: fc.nat(2 ** 28 - 1), backwards: fc.boolean() });

const same = (a: Float32Array, b: Float32Array) => Buffer.compare(bytesOf(a), bytesOf(b)) === 0;
const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array) => new Uint8Array(buffer, byteOffset, byteLength);

/** FNV-1a of all bits, 32 at a time, of what stood before and of these. */
function hashOf(values: Float32Array, before = 0x811c9dc5): number {
  let hash = before;
  for (const bits of new Uint32Array(values.buffer)) hash = Math.imul(hash ^ bits, 0x01000193);
  return hash >>> 0;
}

test('a clip played backwards is, to the bit, a clip of the partner class', () => {
  fc.assert(
    fc.property(anyWorld, anySize, anySeed, fc.nat(), (world, size, seed, draw) => {
      const index = draw % world.task.classes.length;
      const motion = world.task.classes[index] as MotionClass;
      const partner = world.task.classes[partnerIndex(world.task, index)] as MotionClass;
      const clip = motionClip(motion, world, size, seed);
      const other = motionClip(partner, world, size, { ...seed, backwards: !seed.backwards });
      expect(same(playedBackwards(clip, size), other)).toBe(true);
      // Levels 0 to 255, as X3D's preprocessor normalises them.
      expect(clip.every((value) => value > -1.99983 && value < 2.44424)).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test('partners are partners of each other, and every task holds both', () => {
  for (const [name, { partner }] of Object.entries(MOTIONS)) expect(MOTIONS[partner].partner).toBe(name);
  for (const task of Object.values(TASKS))
    for (const index of task.classes.keys()) expect(partnerIndex(task, partnerIndex(task, index))).toBe(index);
});

test('only moving classes change, and a still one changes by light and shake alone', () => {
  const size = { t: 8, h: 32, w: 32 };
  const world = { task: TASKS.all, knobs: { ...LEVELS.easy, noise: 0 } };
  for (let index = 0; index < 20; index++) {
    const still = motionClip('still', world, size, { seed: 1, index, backwards: false });
    expect(same(still, frozenAt(0, still, size))).toBe(true);
    for (const motion of TASKS.all.classes.filter((name) => name !== 'still')) {
      const clip = motionClip(motion, world, size, { seed: 1, index, backwards: false });
      expect(same(clip, frozenAt(0, clip, size)), motion).toBe(false);
    }
  }
});

test('the same bits on every machine, in every task at every level, and of every kind of ground', () => {
  const levels: readonly Knobs[] = [
    ...Object.values(LEVELS).map((level) => ({ ...level, pictures: 0.3 })),
    { ...LEVELS.hardest, hands: 1, leaves: 1, layers: 0.5 },
  ];
  const hashes = Object.entries(TASKS).map(([name, task]) => {
    const hash = levels.reduce((before, knobs, level) => {
      const size = { t: 8, h: level === 4 ? 48 : 32, w: 32 };
      const asked = { seed: 5, split: 'train', first: 0, count: 12 } as const;
      return hashOf(motionBatch({ task, knobs, photographs: [PHOTOGRAPH] }, size, asked).clips, before);
    }, 0x811c9dc5);
    return [name, hash];
  });
  expect(Object.fromEntries(hashes)).toEqual({
    directions: 3308934174,
    four: 4132211660,
    distance: 194580420,
    turning: 3922760515,
    speed: 1220881231,
    stillness: 2230639871,
    nine: 4268934563,
    all: 1323381738,
  });
});

test('a batch is its clips, whatever their number, and each run of K has each class once', () => {
  fc.assert(
    fc.property(
      anyWorld,
      fc.nat(),
      fc.nat(1000),
      fc.constantFrom<Split>('train', 'validation', 'test'),
      (world, seed, round, split) => {
        const classes = world.task.classes.length;
        const first = round * classes;
        const labels = Array.from({ length: classes }, (_, clip) => labelAt(classes, seed, split, first + clip));
        expect(labels.toSorted((a, b) => a - b)).toEqual([...world.task.classes.keys()]);
        const size = { t: 3, h: 8, w: 8 };
        const { clips, labels: batched } = motionBatch(world, size, { seed, split, first, count: 3 });
        const second = motionClip(
          world.task.classes[batched[1] as number] as MotionClass,
          world,
          size,
          seedAt(seed, split, first + 1),
        );
        expect(same(clips.subarray(second.length, 2 * second.length), second)).toBe(true);
        expect([...batched]).toEqual(
          Array.from({ length: 3 }, (_, clip) => labelAt(classes, seed, split, first + clip)),
        );
      },
    ),
    { numRuns: 40 },
  );
});

test('splits share no seed, whatever the seeds of the runs', () => {
  const seen = new Set<string>();
  for (const seed of [0, 1, 2 ** 32 - 1])
    for (const split of ['train', 'validation', 'test'] as const)
      for (const index of [0, 1, 2 ** 28 - 1]) seen.add(`${seed} ${seedAt(seed, split, index).index}`);
  expect(seen.size).toBe(27);
  expect(() => seedAt(0, 'train', 2 ** 28)).toThrow(RangeError);
});

test('shuffling keeps the frames and their clip, and one frame repeated is one frame', () => {
  const size = { t: 7, h: 6, w: 5 };
  const clips = Float32Array.from({ length: 2 * 3 * 7 * 30 }, (_, index) => index);
  const mixed = shuffled(clips, size, 3);
  expect(mixed).not.toEqual(clips);
  expect(mixed.toSorted()).toEqual(clips);
  const place = (value: number) => [Math.floor(value / (7 * 30)), value % 30];
  expect(Array.from(mixed, place)).toEqual(Array.from(clips, place));
  expect(playedBackwards(playedBackwards(clips, size), size)).toEqual(clips);
});

test('own arithmetic is right to the last digits', () => {
  fc.assert(
    fc.property(fc.double({ min: -20, max: 20, noNaN: true }), (x) => {
      const { cos, sin } = rotation(x);
      expect(Math.abs(cos - Math.cos(2 * Math.PI * x))).toBeLessThan(3e-14);
      expect(Math.abs(sin - Math.sin(2 * Math.PI * x))).toBeLessThan(3e-14);
      expect(Math.abs(cos * cos + sin * sin - 1)).toBeLessThan(1e-15);
      expect(Math.abs(powerOfTwo(x) / 2 ** x - 1)).toBeLessThan(1e-15);
    }),
  );
});

test('from seed to weights nothing is called whose last digit an engine may choose', () => {
  const sources = readSources(new URL('../../src/', import.meta.url));
  const inexact = /Math\.(sinh?|cosh?|tanh?|a(sin|cos|tan)h?|atan2|exp|expm1|log|log2|log10|log1p|pow|cbrt|hypot)\b/;
  const powers = /\*\*(?! ?\d+\b)/;
  const rooms = ['motion/', 'weights/', 'training/'];
  const found = [...sources].flatMap(([path, text]) => {
    if (!rooms.some((room) => path.startsWith(room))) return [];
    const code = text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
    return inexact.test(code) || powers.test(code) ? [path] : [];
  });
  expect(found).toEqual([]);
  expect(inexact.test('const x = Math.sin(1)') && powers.test('2 ** x') && !powers.test('2 ** 32')).toBe(true);
});
