import { designDifference, type ParameterChange } from '../../analysis/designDifference';
import { sameValue } from '../../design/sameValue';
import { TASKS } from '../../motion/tasks';
import { RECIPES } from '../../training/recipes';
import { nearestPreset, suggestedName, valueWord } from '../document/designName';
import { SETTINGS, type SettingName, type Settings } from './recipeSettings';
import type { TrainChoice, TrainRun } from './train';
import { smallNetwork } from './trainDesign';

/** Changes of the design that a name spells out. */
const SPELT = 2;

/** A run by its network, its task and its seed: `the small network with γ_b 1; Eight directions, seed 0`. */
export function wholeRunName({ design, choice: { task, seed } }: TrainRun): string {
  const changes = designDifference(smallNetwork(task), design);
  const network =
    changes.length > SPELT
      ? suggestedName({ design, preset: nearestPreset(design) })
      : ['the small network', changes.map(changeText).join(', ')].filter((words) => words !== '').join(' with ');
  return `${network}; ${TASKS[task].label}, seed ${seed}`;
}

/** A run by what it has otherwise than another: `γ_b 1, seed 2`; `the same again` where nothing differs. */
export function runName(run: TrainRun, other: TrainRun): string {
  const changes = designDifference(other.design, run.design);
  const more = changes.length - SPELT;
  const words = [
    ...changes.slice(0, SPELT).map(changeText),
    ...(more > 0 ? [`${more} more of the design`] : []),
    ...choiceChanges(run.choice, other.choice),
  ];
  return words.length === 0 ? 'the same again' : words.join(', ');
}

function changeText({ field, parameter, after }: ParameterChange): string {
  return `${parameter?.symbol ?? parameter?.label ?? field.replace('overrides.', 'blocks of ')} ${valueWord(after)}`;
}

function choiceChanges(choice: TrainChoice, other: TrainChoice): string[] {
  const { task, level, recipe, set = {}, steps, seed } = choice;
  return [
    ...(task === other.task ? [] : [TASKS[task].label]),
    ...(sameValue(level, other.level) ? [] : [typeof level === 'string' ? level : 'knobs by hand']),
    ...(recipe === other.recipe ? [] : [RECIPES[recipe].label]),
    ...settingChanges(set, other.set),
    ...(steps === other.steps ? [] : [`${steps} updates`]),
    ...(seed === other.seed ? [] : [`seed ${seed}`]),
  ];
}

/** Numbers of the recipe that one sets by hand and the other does not, or otherwise: `optimizer lr 0.01`. */
function settingChanges(set: Settings, other: Settings = {}): string[] {
  return (Object.keys(SETTINGS) as SettingName[]).flatMap((name) =>
    set[name] === other[name] ? [] : `${SETTINGS[name].label} ${set[name] ?? 'as the recipe has it'}`,
  );
}
