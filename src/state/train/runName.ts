import { designDifference, type ParameterChange } from '../../analysis/designDifference';
import type { Design } from '../../design/design';
import { sameValue } from '../../design/sameValue';
import { TASKS } from '../../motion/tasks';
import { countText } from '../../text/numberText';
import { RECIPES } from '../../training/recipes';
import { nearestPreset, suggestedName, valueWord } from '../document/designName';
import { SETTINGS, type SettingName, type Settings } from './recipeSettings';
import type { TrainChoice, TrainRun } from './train';
import { smallNetwork } from './trainDesign';

/** Changes of the design that a name spells out. */
const SPELT = 2;

/** A run's network by what it has otherwise than the small one, where that can be told in a word or two. */
export function networkName({ design, choice: { task } }: Pick<TrainRun, 'design' | 'choice'>): string {
  const changes = designDifference(smallNetwork(task), design);
  if (changes.length > SPELT) return suggestedName({ design, preset: nearestPreset(design) });
  return changes.length === 0 ? 'the small network' : `the small network with ${changes.map(changeText).join(', ')}`;
}

/** A run by its network, its task and its seed: `the small network with γ_b 1; Eight directions, seed 0`. */
export function wholeRunName(run: TrainRun): string {
  return `${networkName(run)}; ${TASKS[run.choice.task].label}, seed ${run.choice.seed}`;
}

/** What a design has otherwise than another: `γ_b 1, 3 more of the design`. */
export function designChanges(design: Design, other: Design): string {
  const changes = designDifference(other, design);
  const more = changes.length - SPELT;
  return [...changes.slice(0, SPELT).map(changeText), ...(more > 0 ? [`${more} more of the design`] : [])].join(', ');
}

/** What was chosen for a run otherwise than for another: `Turn left and right, seed 2`; `chosen alike` where nothing was. */
export function choiceName(run: TrainRun, other: TrainRun): string {
  return choiceChanges(run.choice, other.choice).join(', ') || 'chosen alike';
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
    ...(steps === other.steps ? [] : [countText(steps, 'update')]),
    ...(seed === other.seed ? [] : [`seed ${seed}`]),
  ];
}

/** Numbers of the recipe that one sets by hand and the other does not, or otherwise: `optimizer lr 0.01`. */
function settingChanges(set: Settings, other: Settings = {}): string[] {
  return (Object.keys(SETTINGS) as SettingName[]).flatMap((name) =>
    set[name] === other[name] ? [] : `${SETTINGS[name].label} ${set[name] ?? 'as the recipe has it'}`,
  );
}
