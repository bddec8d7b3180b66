import { motionBatch } from '../../src/motion/clips';
import { LEVELS, type LevelName } from '../../src/motion/knobs';
import { TASKS } from '../../src/motion/tasks';
import { type Bench, interleave } from './bench';

const SIZE = { t: 8, h: 32, w: 32 };

/** What the data worker takes to make the next batch; a training step of a tiny network takes 20 to 45 ms. */
export const bench: Bench = {
  title: 'The motion world: one batch of 16 clips, 8 frames of 32 × 32',
  async run() {
    let first = 0;
    const made = (level: LevelName) => () => {
      motionBatch({ task: TASKS.nine, knobs: LEVELS[level] }, SIZE, { seed: 0, split: 'train', first, count: 16 });
      first += 16;
    };
    const levels = Object.keys(LEVELS) as LevelName[];
    const timings = await interleave(Object.fromEntries(levels.map((level) => [level, made(level)])), {
      rounds: 60,
      warmUp: 10,
    });
    return {
      columns: ['difficulty', 'median, ms', 'fastest, ms', 'clips/s'],
      rows: levels.map((level) => {
        const { median, runs } = timings[level] ?? { median: Number.NaN, runs: [] };
        return [level, median, Math.min(...runs), 16_000 / median];
      }),
      note: 'Nine motions; every batch is of fresh clips. The aim is 10 ms.',
    };
  },
};
