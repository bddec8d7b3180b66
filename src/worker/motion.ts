import { balancedRows } from '../dataset/balancedRows';
import { motionClip } from '../motion/clips';
import { LEVELS } from '../motion/knobs';
import type { ClipSize } from '../motion/scene';
import { type MotionClass, TASKS } from '../motion/tasks';
import { float32 } from '../tensor/tensor';
import { clipSet } from '../training/clipSet';
import type { Dataset } from '../training/dataset';
import { labelledRows } from '../training/labelledRows';
import { motionDataset } from '../training/motionData';
import { type Client, connect } from './channel';
import { handleTable } from './handleTable';
import type { DataChoice, LooksProtocol, MotionProtocol } from './motionProtocol';
import { type Handlers, serve } from './serve';

/** A data set, and what it was made of. */
interface OpenDataset {
  readonly dataset: Dataset;
  readonly data: DataChoice;
  readonly size: ClipSize;
}

/** The motion worker's answers: batches are made here, so that a training step never waits for one it could have had. */
export function createMotion(): Handlers<MotionProtocol> {
  const datasets = handleTable<OpenDataset>('Data set');
  let reader: Client<LooksProtocol> | null = null;
  const handlers: Handlers<MotionProtocol> = {
    open: async ({ data, size }) => {
      const dataset = datasetOf(data, size, reader);
      const { classes, partners, counts } = dataset;
      return { dataset: datasets.add({ dataset, data, size }), classes, partners, counts };
    },
    batch: async ({ dataset, split, first, count }, call) => {
      const batch = await datasets.get(dataset).dataset.batch(split, first, count);
      return call.transfer(batch, batch.clips.data.buffer as ArrayBuffer);
    },
    example: async ({ dataset, label, index }, call) => {
      const clip = exampleOf(datasets.get(dataset), label, index);
      return call.transfer(clip, clip.data.buffer as ArrayBuffer);
    },
    close: async ({ dataset }) => void datasets.remove(dataset),
    join: async ({ port }) => serve(port, handlers),
    readLooksAt: async ({ port }) => {
      reader?.end();
      reader = connect<LooksProtocol>(port);
    },
    untilEnd: () => new Promise<never>(() => {}),
  };
  return handlers;
}

/** The clips a choice names. @throws ClipSetError where labels do not fit the clips */
function datasetOf(data: DataChoice, size: ClipSize, reader: Client<LooksProtocol> | null): Dataset {
  switch (data.kind) {
    case 'motion':
      return motionDataset(data, size, data.photographs);
    case 'clips':
      return clipSet(data, data.seed);
    case 'looks': {
      if (!reader) throw new Error('No reader of looks: send `readLooksAt` first.');
      const { labels, train, held } = data.rows;
      const trainAt = balancedRows(train, labels, data.seed);
      const read = (rows: readonly number[]) => reader.request('looks', { rows });
      return labelledRows({ classes: data.classes, labels, trainAt, count: train.length, held, read });
    }
  }
}

function exampleOf({ data, size }: OpenDataset, label: number, index: number) {
  if (data.kind !== 'motion') throw new Error('Only clips of the motion world are made by class.');
  const task = TASKS[data.task];
  const knobs = typeof data.knobs === 'string' ? LEVELS[data.knobs] : data.knobs;
  const world = { task, knobs, ...(data.photographs && { photographs: data.photographs }) };
  const seed = { seed: data.seed, index: SHOWN + index, backwards: false };
  const clip = motionClip(task.classes[label] as MotionClass, world, size, seed);
  return float32([1, 3, size.t, size.h, size.w], clip);
}

/** Clips that are shown are numbered past all splits. */
const SHOWN = 3 * 2 ** 28;
