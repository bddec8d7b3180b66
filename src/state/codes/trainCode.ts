import { KNOBS, type KnobName, type Knobs, LEVELS, type LevelName } from '../../motion/knobs';
import { TASKS, type TaskName } from '../../motion/tasks';
import { RECIPES, type RecipeName } from '../../training/recipes';
import { readSettings, settingsCode } from '../train/recipeSettings';
import { FRESH_CHOICE, levelOf, type TrainChoice } from '../train/train';

/** Key of what is learnt in links and drafts. */
export const TRAIN_KEY = 'train';

/** The most updates a link may ask for. */
const MOST_STEPS = 100_000;

/**
 * What is learnt as a text: `directions:easy:small:400:0`; with knobs by hand, those that differ from the level easy
 * stand behind it in hundredths, and numbers of the recipe set by hand behind its name:
 * `directions:easy.noise40.hands100:small~lr0.01:400:0`.
 */
export function trainCode({ task, level, recipe, set, steps, seed }: TrainChoice): string {
  const how = `${recipe}${settingsCode(set)}`;
  return [task, typeof level === 'string' ? level : knobsCode(level), how, steps, seed].join(':');
}

/** The level whose differences a link tells. */
const BASE: LevelName = 'easy';

function knobsCode(knobs: Knobs): string {
  const changed = (Object.keys(KNOBS) as KnobName[]).filter((name) => knobs[name] !== LEVELS[BASE][name]);
  return [BASE, ...changed.map((name) => `${name}${Math.round(100 * knobs[name])}`)].join('.');
}

function readLevel(text: string): TrainChoice['level'] | null {
  if (isName(LEVELS, text)) return text;
  const [base, ...changes] = text.split('.');
  if (base !== BASE || changes.length === 0) return null;
  const knobs: Record<KnobName, number> = { ...LEVELS[BASE] };
  for (const change of changes) {
    const [, name = '', value = ''] = /^([a-zA-Z]+)(\d{1,3})$/.exec(change) ?? [];
    if (!isName(KNOBS, name) || Number(value) > 100) return null;
    knobs[name] = Number(value) / 100;
  }
  return levelOf(knobs);
}

/** What a text says is to be learnt; null for one that says nothing of the kind. */
export function readTrainCode(text: string): TrainChoice | null {
  const [task = '', level = '', how = '', steps = '', seed = ''] = text.split(':');
  const [recipe = '', ...words] = how.split('~');
  const set = readSettings(words);
  const isWhole = (word: string, least: number, most: number) =>
    /^\d+$/.test(word) && Number(word) >= least && Number(word) <= most;
  const knobs = readLevel(level);
  if (!isName(TASKS, task) || knobs === null || !isName(RECIPES, recipe) || set === null) return null;
  if (!isWhole(steps, 1, MOST_STEPS) || !isWhole(seed, 0, 2 ** 31 - 1)) return null;
  const byHand = words.length > 0 ? { set } : {};
  return { task, level: knobs, recipe, ...byHand, steps: Number(steps), seed: Number(seed) };
}

function isName<K extends TaskName | LevelName | KnobName | RecipeName>(
  table: Readonly<Record<K, unknown>>,
  name: string,
): name is K {
  return Object.hasOwn(table, name);
}

/** True for the choice that the face begins with. */
export function isFreshChoice(choice: TrainChoice): boolean {
  return trainCode(choice) === trainCode(FRESH_CHOICE);
}
