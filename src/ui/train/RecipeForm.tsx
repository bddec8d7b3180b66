import { recipeOf, SETTINGS, type SettingName, withSetting } from '../../state/train/recipeSettings';
import { countText } from '../../text/numberText';
import { RECIPES } from '../../training/recipes';
import { useApp } from '../app/useApp';
import { useTrain } from '../app/useStudio';
import { LinkButton } from '../kit/LinkButton';
import { NumberField } from '../kit/NumberField';
import classes from './RecipeForm.module.css';

/** The numbers of the recipe in the reference's own words, folded away. */
export function RecipeForm() {
  const { train } = useApp();
  const choice = useTrain((state) => state.choice);
  const recipe = recipeOf(choice);
  const own = recipeOf({ recipe: choice.recipe, steps: choice.steps });
  const changed = Object.keys(choice.set ?? {}).length;
  const { optimizer, schedule } = recipe;
  return (
    <details className={classes.form}>
      <summary>Every number of it{changed > 0 && `, ${changed} set by hand`}</summary>
      <p>
        {optimizer.type}
        {optimizer.type === 'SGD' ? optimizer.nesterov && ', nesterov' : `, betas ${optimizer.betas.join(', ')}`}
        {schedule.warmUp &&
          `; LinearLR over ${countText(schedule.warmUp.steps, 'update')} from ${schedule.warmUp.startFactor}`}
        {schedule.course.kind === 'cosine' && '; then CosineAnnealingLR'}
      </p>
      {(Object.keys(SETTINGS) as SettingName[]).map((name) => {
        const { label, step, of } = SETTINGS[name];
        const value = of(recipe);
        if (value === null) return null;
        return (
          <span key={name} className={classes.field} data-changed={value !== of(own) || undefined}>
            <span aria-hidden>{label}</span>
            <NumberField
              label={label}
              value={value}
              step={step}
              width={84}
              onCommit={(given) => train.choose({ set: withSetting(choice, name, given) })}
            />
          </span>
        );
      })}
      {changed > 0 && (
        <LinkButton onClick={() => train.choose({ set: {} })}>As “{RECIPES[choice.recipe].label}” has them</LinkButton>
      )}
    </details>
  );
}
