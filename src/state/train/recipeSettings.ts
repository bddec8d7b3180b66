import type { Recipe } from '../../training/recipe';
import { RECIPES, type RecipeName, stretched } from '../../training/recipes';

/** One number of a recipe that is set by hand. */
interface Setting {
  /** As mmaction2's configurations write it. */
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly whole?: boolean;
  /** Null where the recipe has none. */
  of(recipe: Recipe): number | null;
  set(recipe: Recipe, value: number): Recipe;
}

export type SettingName = 'lr' | 'momentum' | 'decay' | 'batch' | 'clip' | 'smooth' | 'frozen';

/** Numbers of a recipe that were set by hand; the others are its own. */
export type Settings = Readonly<Partial<Record<SettingName, number>>>;

/** The numbers of a recipe that have a field, in the order of the form. Links tell them by these names. */
export const SETTINGS: Readonly<Record<SettingName, Setting>> = {
  lr: {
    label: 'optimizer lr',
    min: 1e-6,
    max: 10,
    step: 0.001,
    of: ({ schedule }) => schedule.rate,
    set: (recipe, rate) => ({ ...recipe, schedule: { ...recipe.schedule, rate } }),
  },
  momentum: {
    label: 'optimizer momentum',
    min: 0.01,
    max: 0.999,
    step: 0.05,
    of: ({ optimizer }) => (optimizer.type === 'SGD' ? optimizer.momentum : null),
    set: (recipe, momentum) => {
      const { optimizer } = recipe;
      return optimizer.type === 'SGD' ? { ...recipe, optimizer: { ...optimizer, momentum } } : recipe;
    },
  },
  decay: {
    label: 'optimizer weight_decay',
    min: 0,
    max: 1,
    step: 0.0001,
    of: ({ optimizer }) => optimizer.weightDecay,
    set: (recipe, weightDecay) => ({ ...recipe, optimizer: { ...recipe.optimizer, weightDecay } }),
  },
  batch: {
    label: 'batch_size',
    min: 1,
    max: 128,
    step: 4,
    whole: true,
    of: ({ batch }) => batch,
    set: (recipe, batch) => ({ ...recipe, batch }),
  },
  clip: {
    label: 'clip_grad max_norm',
    min: 0.01,
    max: 1e4,
    step: 5,
    of: ({ clipNorm }) => clipNorm,
    set: (recipe, clipNorm) => ({ ...recipe, clipNorm }),
  },
  smooth: {
    label: 'label_smooth_eps',
    min: 0,
    max: 0.9,
    step: 0.05,
    of: ({ labelSmoothing }) => labelSmoothing ?? 0,
    set: (recipe, labelSmoothing) => ({ ...recipe, labelSmoothing }),
  },
  frozen: {
    label: 'frozen_stages',
    min: -1,
    max: 4,
    step: 1,
    whole: true,
    of: ({ scope }) => (typeof scope === 'string' ? -1 : scope.frozenStages),
    set: (recipe, frozenStages) => ({ ...recipe, scope: frozenStages < 0 ? 'all' : { frozenStages } }),
  },
};

const NAMES = Object.keys(SETTINGS) as SettingName[];

/** What decides a recipe: its name, its length, and what was set by hand. */
interface RecipeChoice {
  readonly recipe: RecipeName;
  /** Updates of a whole run. */
  readonly steps: number;
  readonly set?: Settings | undefined;
}

export function recipeOf({ recipe: name, steps, set = {} }: RecipeChoice): Recipe {
  const recipe = stretched(RECIPES[name].recipe, steps);
  return NAMES.reduce((all, setting) => {
    const value = set[setting];
    return value === undefined ? all : SETTINGS[setting].set(all, value);
  }, recipe);
}

/** A choice with one number set by hand, brought into its range; one that is the recipe's own counts as not set. */
export function withSetting({ recipe, steps, set = {} }: RecipeChoice, name: SettingName, value: number): Settings {
  const { min, max, whole } = SETTINGS[name];
  const inRange = Math.min(max, Math.max(min, whole ? Math.round(value) : value));
  const { [name]: _, ...others } = set;
  return SETTINGS[name].of(recipeOf({ recipe, steps })) === inRange ? others : { ...others, [name]: inRange };
}

/** Numbers set by hand as a text: `~lr0.01~batch32`; nothing where none is. */
export function settingsCode(set: Settings = {}): string {
  return NAMES.flatMap((name) => (set[name] === undefined ? [] : `~${name}${set[name]}`)).join('');
}

/** What a text says was set by hand; null where it says nothing of the kind, or what a recipe cannot have. */
export function readSettings(words: readonly string[]): Settings | null {
  const set: Partial<Record<SettingName, number>> = {};
  for (const word of words) {
    const [, name, text] = /^([a-z]+)(-?\d+(?:\.\d+)?(?:e-?\d+)?)$/.exec(word) ?? [];
    const known = NAMES.find((each) => each === name);
    const value = Number(text);
    if (!known) return null;
    const { min, max, whole } = SETTINGS[known];
    if (!(value >= min && value <= max) || (whole && !Number.isInteger(value))) return null;
    set[known] = value;
  }
  return set;
}
