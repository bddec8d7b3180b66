import type { Design } from '../../design/design';
import { memoised } from '../../memo/memoised';
import { LEVELS, type LevelName } from '../../motion/knobs';
import { TASKS, type TaskName } from '../../motion/tasks';
import { type FamilyRecipe, trainedFamily } from '../../scaling/trainedFamily';
import { recipeNamed, stretched } from '../../training/recipes';
import type { TrainingRequest } from '../../worker/trainerProtocol';
import { trainedDesign } from './trainDesign';

/** Seeds that a design is trained from: two, as in the table that comes with the app. */
export const FAMILY_SEEDS: readonly number[] = [0, 1];

/** The task of the table, with its classes. @throws Error where the table names one that there is not */
export function familyTask({ task }: FamilyRecipe = trainedFamily().recipe): TaskName {
  const names = Object.keys(TASKS) as TaskName[];
  return known('task', task, names);
}

/** A design as it is trained beside the table's: with a class for each of its task's. */
export const asInFamily: (design: Design) => Design = memoised((design) => trainedDesign(design, familyTask()));

/** What trains a design as the table's were: on WASM with one thread it ends with the same bits as the command line. */
export function familyRequest(design: Design, seed: number): TrainingRequest {
  const { recipe: shared } = trainedFamily();
  const { level, recipe: name, steps, batch } = shared;
  const named = recipeNamed(name);
  if (named === undefined) throw new Error(`The table of trained designs names a recipe that there is not: ${name}.`);
  const recipe = { ...stretched(named.recipe, steps), batch };
  const knobs = known('level', level, Object.keys(LEVELS) as LevelName[]);
  const data = { kind: 'motion', task: familyTask(shared), knobs, seed } as const;
  const request = { design: asInFamily(design), recipe, data, seed };
  return { id: `measured ${JSON.stringify(request)}`, ...request };
}

function known<T extends string>(what: string, name: string, names: readonly T[]): T {
  const found = names.find((one) => one === name);
  if (found === undefined)
    throw new Error(
      `The table of trained designs names a ${what} that there is not: ${name}; known are ${names.join(', ')}.`,
    );
  return found;
}
