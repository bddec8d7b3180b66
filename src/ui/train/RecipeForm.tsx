import { recipeOf, SETTINGS, type SettingName, withSetting } from '../../state/train/recipeSettings';
import { countText } from '../../text/numberText';
import { RECIPES } from '../../training/recipes';
import { useApp } from '../app/useApp';
import { useTrain } from '../app/useStudio';
import { LinkButton } from '../kit/LinkButton';
import { NumberField } from '../kit/NumberField';
import { Stack } from '../kit/Stack';
import { Text } from '../kit/Text';
import folds from './Folds.module.css';

/** The numbers of the recipe in the reference's own words, folded away. */
export function RecipeForm() {
  const { train } = useApp();
  const choice = useTrain((state) => state.choice);
  const recipe = recipeOf(choice);
  const own = recipeOf({ recipe: choice.recipe, steps: choice.steps });
  const changed = Object.keys(choice.set ?? {}).length;
  const { optimizer, schedule } = recipe;
  return (
    <details className={folds.fold}>
      <summary>Every number of it{changed > 0 && `, ${changed} set by hand`}</summary>
      <p>
        {optimizer.type}
        {optimizer.type === 'SGD' ? optimizer.nesterov && ', nesterov' : `, betas ${optimizer.betas.join(', ')}`}
        {schedule.warmUp &&
          `; LinearLR over ${countText(schedule.warmUp.steps, 'update')} from ${schedule.warmUp.startFactor}`}
        {schedule.course.kind === 'cosine' && '; then CosineAnnealingLR'}
      </p>
      <Stack gap="half">
        {(Object.keys(SETTINGS) as SettingName[]).map((name) => {
          const { label, step, of } = SETTINGS[name];
          const value = of(recipe);
          if (value === null) return null;
          return (
            <Stack key={name} row nowrap justify="space-between">
              <Text as="span" tone="ink" {...(value !== of(own) && { weight: 650 })} aria-hidden>
                {label}
              </Text>
              <NumberField
                label={label}
                value={value}
                step={step}
                width={84}
                onCommit={(given) => train.choose({ set: withSetting(choice, name, given) })}
              />
            </Stack>
          );
        })}
      </Stack>
      {changed > 0 && (
        <LinkButton onClick={() => train.choose({ set: {} })}>As “{RECIPES[choice.recipe].label}” has them</LinkButton>
      )}
    </details>
  );
}
