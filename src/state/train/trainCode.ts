import { LEVELS, type LevelName } from '../../motion/knobs';
import { TASKS, type TaskName } from '../../motion/tasks';
import { RECIPES, type RecipeName } from '../../training/recipes';
import { FRESH_CHOICE, type TrainChoice } from './train';

/** Key of what is learnt in links and drafts. */
export const TRAIN_KEY = 'train';

/** The most updates a link may ask for. */
const MOST_STEPS = 100_000;

/** What is learnt as a text: `directions:easy:small:400:0`. */
export function trainCode({ task, level, recipe, steps, seed }: TrainChoice): string {
  return [task, level, recipe, steps, seed].join(':');
}

/** What a text says is to be learnt; null for one that says nothing of the kind. */
export function readTrainCode(text: string): TrainChoice | null {
  const [task = '', level = '', recipe = '', steps = '', seed = ''] = text.split(':');
  const isWhole = (word: string, least: number, most: number) =>
    /^\d+$/.test(word) && Number(word) >= least && Number(word) <= most;
  if (!isName(TASKS, task) || !isName(LEVELS, level) || !isName(RECIPES, recipe)) return null;
  if (!isWhole(steps, 1, MOST_STEPS) || !isWhole(seed, 0, 2 ** 31 - 1)) return null;
  return { task, level, recipe, steps: Number(steps), seed: Number(seed) };
}

function isName<K extends TaskName | LevelName | RecipeName>(
  table: Readonly<Record<K, unknown>>,
  name: string,
): name is K {
  return Object.hasOwn(table, name);
}

/** True for the choice that the face begins with. */
export function isFreshChoice(choice: TrainChoice): boolean {
  return trainCode(choice) === trainCode(FRESH_CHOICE);
}
