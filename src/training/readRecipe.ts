import { harmlessSentence } from '../text/harmless';
import { DEFAULT_RECIPE, type Recipe } from './recipe';
import { RECIPES, recipeNamed } from './recipes';

/** A recipe as someone wrote it: what is absent is the default's. */
export interface WrittenRecipe {
  readonly recipe: Recipe;
  readonly initStd: number;
}

/** A recipe that cannot be used: where, what was expected and found. */
export class RecipeError extends Error {
  override name = 'RecipeError';

  constructor(message: string) {
    super(harmlessSentence(message));
  }
}

/**
 * Reads a recipe from parsed JSON: the fields of `Recipe` and `initStd`, each optional; `name` begins with a preset.
 * @throws RecipeError where a field is unknown, or its value is none it can have
 */
export function readRecipe(raw: unknown): WrittenRecipe {
  const given = objectIn('the recipe', raw, ['name', 'initStd', ...Object.keys(DEFAULT_RECIPE)]);
  const preset = given.name === undefined ? null : recipeNamed(String(given.name));
  if (preset === undefined)
    throw new RecipeError(`name: expected ${Object.keys(RECIPES).join(', ')}; found ${found(given.name)}.`);
  const base = preset?.recipe ?? DEFAULT_RECIPE;
  const recipe: Recipe = {
    optimizer: given.optimizer === undefined ? base.optimizer : optimizerIn(given.optimizer),
    schedule: given.schedule === undefined ? base.schedule : scheduleIn(given.schedule),
    steps: wholeIn('steps', given.steps ?? base.steps, 1, 1e7),
    batch: wholeIn('batch', given.batch ?? base.batch, 1, 4096),
    accumulation: wholeIn('accumulation', given.accumulation ?? base.accumulation, 1, 4096),
    clipNorm: given.clipNorm === undefined ? base.clipNorm : optional('clipNorm', given.clipNorm, 1e-12, 1e12),
    labelSmoothing:
      given.labelSmoothing === undefined ? base.labelSmoothing : optional('labelSmoothing', given.labelSmoothing, 0, 1),
    scope: given.scope === undefined ? base.scope : scopeIn(given.scope),
  };
  return { recipe, initStd: numberIn('initStd', given.initStd ?? preset?.initStd ?? 0.01, 0, 10) };
}

function optimizerIn(raw: unknown): Recipe['optimizer'] {
  const { type } = objectIn('optimizer', raw);
  if (type === 'SGD') {
    const given = objectIn('optimizer', raw, ['type', 'momentum', 'nesterov', 'weightDecay']);
    return {
      type,
      momentum: numberIn('optimizer.momentum', given.momentum ?? 0.9, 0, 1),
      nesterov: choiceIn('optimizer.nesterov', given.nesterov ?? false, [true, false]),
      weightDecay: numberIn('optimizer.weightDecay', given.weightDecay ?? 0, 0, 1),
    };
  }
  const kind = choiceIn('optimizer.type', type, ['Adam', 'AdamW'], ['SGD', 'Adam', 'AdamW']);
  const given = objectIn('optimizer', raw, ['type', 'betas', 'eps', 'weightDecay']);
  const betas = given.betas ?? [0.9, 0.999];
  if (!Array.isArray(betas) || betas.length !== 2)
    throw new RecipeError(`optimizer.betas: expected two numbers, as in [0.9, 0.999]; found ${found(betas)}.`);
  return {
    type: kind,
    betas: [numberIn('optimizer.betas', betas[0], 0, 0.999999), numberIn('optimizer.betas', betas[1], 0, 0.999999)],
    eps: numberIn('optimizer.eps', given.eps ?? 1e-8, 0, 1),
    weightDecay: numberIn('optimizer.weightDecay', given.weightDecay ?? (kind === 'AdamW' ? 0.01 : 0), 0, 1),
  };
}

function scheduleIn(raw: unknown): Recipe['schedule'] {
  const given = objectIn('schedule', raw, ['rate', 'warmUp', 'course']);
  return {
    rate: numberIn('schedule.rate', given.rate ?? DEFAULT_RECIPE.schedule.rate, 0, 1e6),
    warmUp: given.warmUp === undefined || given.warmUp === null ? null : warmUpIn(given.warmUp),
    course: given.course === undefined ? { kind: 'cosine', floor: 0 } : courseIn(given.course),
  };
}

function warmUpIn(raw: unknown): NonNullable<Recipe['schedule']['warmUp']> {
  const given = objectIn('schedule.warmUp', raw, ['steps', 'startFactor']);
  return {
    steps: wholeIn('schedule.warmUp.steps', given.steps, 1, 1e7),
    startFactor: numberIn('schedule.warmUp.startFactor', given.startFactor ?? 0.1, 0, 1),
  };
}

function courseIn(raw: unknown): Recipe['schedule']['course'] {
  const { kind } = objectIn('schedule.course', raw);
  switch (choiceIn('schedule.course.kind', kind, ['constant', 'step', 'cosine'])) {
    case 'constant':
      objectIn('schedule.course', raw, ['kind']);
      return { kind: 'constant' };
    case 'step': {
      const given = objectIn('schedule.course', raw, ['kind', 'at', 'factor']);
      if (!Array.isArray(given.at))
        throw new RecipeError(
          `schedule.course.at: expected a list of steps, as in [200, 300]; found ${found(given.at)}.`,
        );
      const at = given.at.map((step: unknown) => wholeIn('schedule.course.at', step, 0, 1e7));
      return { kind: 'step', at, factor: numberIn('schedule.course.factor', given.factor ?? 0.1, 0, 1) };
    }
    case 'cosine': {
      const given = objectIn('schedule.course', raw, ['kind', 'floor']);
      return { kind: 'cosine', floor: numberIn('schedule.course.floor', given.floor ?? 0, 0, 1e6) };
    }
  }
}

function scopeIn(raw: unknown): Recipe['scope'] {
  if (raw === 'all' || raw === 'head') return raw;
  if (typeof raw !== 'object' || raw === null)
    throw new RecipeError(`scope: expected "all", "head" or {"frozenStages": 2}; found ${found(raw)}.`);
  const given = objectIn('scope', raw, ['frozenStages']);
  return { frozenStages: wholeIn('scope.frozenStages', given.frozenStages, 0, 4) };
}

function objectIn(where: string, raw: unknown, keys?: readonly string[]): Record<string, unknown> {
  if (raw === null || typeof raw !== 'object' || Array.isArray(raw))
    throw new RecipeError(`${where}: expected an object; found ${found(raw)}.`);
  const strange = keys && Object.keys(raw).find((key) => !keys.includes(key));
  if (strange !== undefined) throw new RecipeError(`${where} has no ${strange}; it has ${keys?.join(', ')}.`);
  return raw as Record<string, unknown>;
}

function numberIn(where: string, raw: unknown, least: number, most: number): number {
  if (typeof raw !== 'number' || !(raw >= least && raw <= most))
    throw new RecipeError(`${where}: expected a number from ${least} to ${most}; found ${found(raw)}.`);
  return raw;
}

function wholeIn(where: string, raw: unknown, least: number, most: number): number {
  const value = numberIn(where, raw, least, most);
  if (!Number.isInteger(value)) throw new RecipeError(`${where}: expected a whole number; found ${value}.`);
  return value;
}

function optional(where: string, raw: unknown, least: number, most: number): number | null {
  return raw === null ? null : numberIn(where, raw, least, most);
}

function choiceIn<const T>(where: string, raw: unknown, choices: readonly T[], said: readonly unknown[] = choices): T {
  const chosen = choices.find((choice) => choice === raw);
  if (chosen === undefined) throw new RecipeError(`${where}: expected ${said.join(', ')}; found ${found(raw)}.`);
  return chosen;
}

function found(raw: unknown): string {
  if (raw === undefined) return 'nothing';
  try {
    return JSON.stringify(raw);
  } catch {
    return 'values in values beyond counting';
  }
}
