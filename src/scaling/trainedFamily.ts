import { isLegal } from '../architecture/problems';
import { completeDesign } from '../design/complete';
import type { Design } from '../design/design';
import { lazily } from '../memo/lazily';
import { isRecord } from '../text/json';
import table from './trainedFamily.json' with { type: 'json' };
import { trainingKey } from './trainingKey';

/** What all runs of the table share: made clips of a task, a recipe, and how many held-out clips judged it. */
export interface FamilyRecipe {
  /** Name in `TASKS`, in `LEVELS` and in `RECIPES`. */
  readonly task: string;
  readonly level: string;
  readonly recipe: string;
  readonly steps: number;
  readonly batch: number;
  /** Held-out clips, the same number of each class. */
  readonly clips: number;
}

export interface FamilyRun {
  readonly seed: number;
  /** Held-out clips named rightly. */
  readonly right: number;
  /** Of the same clips with their frames shuffled. */
  readonly shuffled: number;
  /** Of the same clips played backwards, the opposite direction being right. */
  readonly backwards: number;
  /** Mean of the last updates, in nats. */
  readonly loss: number;
  /** FNV-1a over the weights, hexadecimal. */
  readonly hash: string;
}

/** A small design, trained from several seeds. */
interface FamilyRow {
  readonly design: Design;
  readonly runs: readonly FamilyRun[];
}

/** Small designs trained alike by `npm run train:family`. */
interface TrainedFamily {
  readonly recipe: FamilyRecipe;
  readonly rows: readonly FamilyRow[];
}

/** A table of trained designs that says something else than it should; the message says where. */
export class FamilyError extends Error {
  override name = 'FamilyError';
}

/** The table that comes with the app. @throws FamilyError */
export const trainedFamily: () => TrainedFamily = lazily(() => readTrainedFamily(table));

/** The row of a design, however its widths and depths were written; null where it was not trained. */
export function rowOf(design: Design): FamilyRow | null {
  return byKey().get(trainingKey(design)) ?? null;
}

const byKey = lazily(() => new Map(trainedFamily().rows.map((row) => [trainingKey(row.design), row])));

/** Reads a table as `npm run train:family` writes it. @throws FamilyError */
export function readTrainedFamily(value: unknown): TrainedFamily {
  const { recipe, rows } = objectAt(value, 'the table');
  const { task, level, recipe: name, steps, batch, clips } = objectAt(recipe, 'recipe');
  const read: FamilyRecipe = {
    task: textAt(task, 'recipe.task'),
    level: textAt(level, 'recipe.level'),
    recipe: textAt(name, 'recipe.recipe'),
    steps: wholeAt(steps, 'recipe.steps', 1, 1e7),
    batch: wholeAt(batch, 'recipe.batch', 1, 4096),
    clips: wholeAt(clips, 'recipe.clips', 1, 1e6),
  };
  return { recipe: read, rows: listAt(rows, 'rows').map((row, index) => rowAt(row, `rows[${index}]`, read.clips)) };
}

function rowAt(value: unknown, place: string, clips: number): FamilyRow {
  const { design, runs } = objectAt(value, place);
  const complete = completeDesign(objectAt(design, `${place}.design`));
  if (!isLegal(complete)) throw wrong(`${place}.design`, 'a network that can be built', design);
  return {
    design: complete,
    runs: listAt(runs, `${place}.runs`).map((run, at) => runAt(run, `${place}.runs[${at}]`, clips)),
  };
}

function runAt(value: unknown, place: string, clips: number): FamilyRun {
  const { seed, right, shuffled, backwards, loss, hash } = objectAt(value, place);
  if (typeof loss !== 'number' || !(loss >= 0)) throw wrong(`${place}.loss`, 'a number from 0', loss);
  if (typeof hash !== 'string' || !/^[0-9a-f]{8}$/.test(hash))
    throw wrong(`${place}.hash`, 'eight hexadecimal digits', hash);
  return {
    seed: wholeAt(seed, `${place}.seed`, 0, 2 ** 32 - 1),
    right: wholeAt(right, `${place}.right`, 0, clips),
    shuffled: wholeAt(shuffled, `${place}.shuffled`, 0, clips),
    backwards: wholeAt(backwards, `${place}.backwards`, 0, clips),
    loss,
    hash,
  };
}

function checked<T>(value: unknown, place: string, fits: (value: unknown) => value is T, expected: string): T {
  if (!fits(value)) throw wrong(place, expected, value);
  return value;
}

const objectAt = (value: unknown, place: string) => checked(value, place, isRecord, 'an object');
const listAt = (value: unknown, place: string) => checked<readonly unknown[]>(value, place, Array.isArray, 'a list');
const textAt = (value: unknown, place: string) => checked(value, place, (it) => typeof it === 'string', 'a name');

function wholeAt(value: unknown, place: string, least: number, most: number): number {
  if (!Number.isInteger(value) || (value as number) < least || (value as number) > most)
    throw wrong(place, `a whole number from ${least} to ${most}`, value);
  return value as number;
}

function wrong(place: string, expected: string, found: unknown): FamilyError {
  return new FamilyError(
    `trainedFamily.json, ${place}: expected ${expected}, found ${JSON.stringify(found)}. Make the table again with npm run train:family.`,
  );
}
