import { join } from 'node:path';
import { FIRST_LEVEL } from '../motion/knobs';
import { KnobError, readKnobs } from '../motion/readKnobs';
import type { ClipSize } from '../motion/scene';
import { TASKS, type TaskName } from '../motion/tasks';
import { MEAN, STD } from '../tensor/levels';
import { NpyError, readNpy } from '../tensor/npyReader';
import { float32 } from '../tensor/tensor';
import { harmless } from '../text/harmless';
import { clipSet, type LabelledClips } from '../training/clipSet';
import type { Dataset } from '../training/dataset';
import { motionDataset } from '../training/motionData';
import type { Values } from './option';
import { wordOption } from './optionValues';
import { stillsFile } from './stillsFile';
import { readText, readWhole, unreadable } from './unreadable';
import { CommandError, UsageError } from './usage';

/** What a network is to be trained on, before its size of clip is known. */
export interface TrainingData {
  readonly classes: readonly string[];
  /** [C, T, H, W] where the clips have it; null where they are made at any size. */
  readonly shape: readonly number[] | null;
  /** As it is told in files. */
  readonly described: object;
  dataset(size: ClipSize): Dataset;
}

/** `--data motion`, with its task, level and seed, or a folder. @throws UsageError, CommandError */
export function trainingData(values: Values, seed: number): TrainingData {
  const data = values.data ?? 'motion';
  if (data !== 'motion') return folderData(String(data), seed);
  const task = wordOption(values, 'task', Object.keys(TASKS) as TaskName[], 'directions');
  const knobs = knobsFrom(String(values.level ?? FIRST_LEVEL));
  const described = { kind: 'motion', task, knobs, seed } as const;
  const photographs = typeof values.pictures === 'string' ? stillsFile(values.pictures) : [];
  return {
    classes: TASKS[task].classes,
    shape: null,
    described: { ...described, ...(photographs.length > 0 && { photographs: photographs.length }) },
    dataset: (size) => motionDataset(described, size, photographs),
  };
}

function knobsFrom(text: string) {
  try {
    return readKnobs(text);
  } catch (error) {
    if (error instanceof KnobError) throw new UsageError(`--level: ${error.message}.`);
    throw error;
  }
}

function folderData(folder: string, seed: number): TrainingData {
  const clips = clipsIn(join(folder, 'clips.npy'));
  const [n = 0, ...shape] = clips.shape;
  const { labels, classes } = labelsIn(join(folder, 'labels.csv'), n);
  const set: LabelledClips = { clips, labels, classes };
  return { classes, shape, described: { kind: 'clips', clips: n, classes, seed }, dataset: () => clipSet(set, seed) };
}

/** What is said where a file of a folder of clips is not there. */
const FOLDER = '; a folder of clips has clips.npy and labels.csv';

function clipsIn(path: string) {
  const bytes = readWhole(path, FOLDER);
  try {
    const { tensor, levels } = readNpy(bytes);
    if (tensor.shape.length !== 5)
      throw new NpyError(`its shape is (${tensor.shape.join(', ')}); clips are [N, C, T, H, W]`);
    const strange = tensor.data.findIndex((value) => !Number.isFinite(value));
    if (strange >= 0) {
      const clip = Math.floor((strange / tensor.data.length) * (tensor.shape[0] ?? 0));
      throw new NpyError(`clip ${clip} holds ${tensor.data[strange]}, which is no level of a picture`);
    }
    return levels
      ? float32(
          tensor.shape,
          tensor.data.map((level) => (level - MEAN) / STD),
        )
      : tensor;
  } catch (error) {
    if (error instanceof NpyError) throw new CommandError(`${path} could not be used: ${error.message}.`);
    throw unreadable(path, error);
  }
}

/** Rows `index,name`: the clip and what it shows. A first row without a number is the heading. */
function labelsIn(path: string, count: number): Pick<LabelledClips, 'labels' | 'classes'> {
  const rows = readText(path, FOLDER)
    .split(/\r?\n/)
    .filter((row) => row.trim() !== '');
  if (rows[0] !== undefined && !/^\s*\d+\s*,/.test(rows[0])) rows.shift();
  const names = new Map<number, string>();
  rows.forEach((row, line) => {
    const [, index, rest = ''] = /^(\d+)\s*,(.*)$/.exec(row.trim()) ?? [];
    const name = harmless(rest.trim().replace(/^"(.*)"$/, '$1'));
    if (index === undefined || !name || Number(index) >= count)
      throw new CommandError(
        `${path}, row ${line + 1}: expected the number of a clip from 0 to ${count - 1}, a comma and a name; found ${row}.`,
      );
    names.set(Number(index), name);
  });
  const clips = Array.from({ length: count }, (_, clip) => clip);
  const lacking = clips.find((clip) => !names.has(clip));
  if (lacking !== undefined)
    throw new CommandError(`${path} has no row for clip ${lacking}; give every clip its name.`);
  const classes = [...new Set(names.values())].toSorted();
  const labelOf = new Map(classes.map((name, label) => [name, label]));
  const labels = clips.map((clip) => labelOf.get(names.get(clip) as string) as number);
  return { classes, labels };
}
