import { designDifference, type ParameterChange } from '../../analysis/designDifference';
import { sameValue } from '../../design/sameValue';
import { TASKS } from '../../motion/tasks';
import { RECIPES } from '../../training/recipes';
import { valueWord } from '../document/designName';
import type { TrainChoice, TrainRun } from './train';

/** Changes of the design that a name spells out. */
const SPELT = 2;

/** A run by what it has otherwise than another: `γ_b 1, seed 2`; `the same again` where nothing differs. */
export function runName(run: TrainRun, other: TrainRun | null): string {
  if (other === null || other.id === run.id) return `${TASKS[run.choice.task].label}, seed ${run.choice.seed}`;
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
  const { task, level, recipe, steps, seed } = choice;
  return [
    ...(task === other.task ? [] : [TASKS[task].label]),
    ...(sameValue(level, other.level) ? [] : [typeof level === 'string' ? level : 'knobs by hand']),
    ...(recipe === other.recipe ? [] : [RECIPES[recipe].label]),
    ...(steps === other.steps ? [] : [`${steps} updates`]),
    ...(seed === other.seed ? [] : [`seed ${seed}`]),
  ];
}
