import { useState } from 'react';
import { LEVELS, type LevelName } from '../../motion/knobs';
import { TASKS, type TaskName } from '../../motion/tasks';
import { HELD_OUT, type TrainChoice } from '../../state/train/train';
import type { ClipSides } from '../../state/train/trainClips';
import { titled } from '../../text/numberText';
import { RECIPES, type RecipeName } from '../../training/recipes';
import { useApp } from '../app/useApp';
import { useTrain } from '../app/useStudio';
import { Choice } from '../kit/Choice';
import { ClipPicture } from '../kit/ClipPicture';
import { LinkButton } from '../kit/LinkButton';
import { NumberInWords } from '../kit/NumberInWords';
import { Stack } from '../kit/Stack';
import { Text } from '../kit/Text';
import classes from './Data.module.css';
import { DeviceChoice } from './DeviceChoice';
import { KnobList } from './KnobList';
import { Part } from './Part';
import { RecipeForm } from './RecipeForm';
import { useExample } from './useExample';

const TASK_OPTIONS = (Object.keys(TASKS) as TaskName[]).map((value) => ({ value, label: TASKS[value].label }));
const LEVEL_OPTIONS: readonly { readonly value: LevelName | 'own'; readonly label: string }[] = (
  Object.keys(LEVELS) as LevelName[]
).map((value) => ({ value, label: titled(value) }));
const RECIPE_OPTIONS = (Object.keys(RECIPES) as RecipeName[]).map((value) => ({ value, label: RECIPES[value].label }));

/** What is learnt: a task, its classes as looping clips, how hard they are; and the recipe. */
export function Data({ size }: { size: ClipSides }) {
  const { train } = useApp();
  const choice = useTrain((state) => state.choice);
  const { task, level, recipe, steps, seed } = choice;
  const [more, setMore] = useState(0);
  return (
    <>
      <Part title="Data">
        <Choice
          label="Task"
          value={task}
          options={TASK_OPTIONS}
          onChange={(chosen) => train.choose({ task: chosen })}
        />
        <p>{TASKS[task].sentence} Where things start and how they look says nothing of it.</p>
        <ul className={classes.classes} aria-label="Classes">
          {TASKS[task].classes.map((name, label) => (
            <li key={name}>
              <Example choice={choice} size={size} label={label} index={more} name={name} />
            </li>
          ))}
        </ul>
        <Stack row gap="1 2">
          <Choice
            label="Difficulty"
            value={typeof level === 'string' ? level : 'own'}
            options={typeof level === 'string' ? LEVEL_OPTIONS : [...LEVEL_OPTIONS, { value: 'own', label: 'By hand' }]}
            onChange={(chosen) => chosen !== 'own' && train.choose({ level: chosen })}
          />
          <LinkButton onClick={() => setMore(more + 1)}>Other clips</LinkButton>
        </Stack>
        <KnobList />
        <p>
          Clips are made as they are needed and none comes twice. Held out, and never trained on: {HELD_OUT.along.clips}{' '}
          clips asked about every {HELD_OUT.along.every} updates, and {HELD_OUT.atRest} others when training rests.
        </p>
      </Part>
      <Part title="Recipe">
        <Choice
          label="Recipe"
          hidden
          value={recipe}
          options={RECIPE_OPTIONS}
          onChange={(chosen) => train.choose({ recipe: chosen, set: {}, steps: RECIPES[chosen].recipe.steps })}
        />
        <p>{RECIPES[recipe].sentence}</p>
        <Stack row gap="1 2">
          <NumberInWords
            before="Updates"
            label="Updates"
            value={steps}
            min={1}
            max={100_000}
            step={50}
            whole
            width={84}
            onCommit={(to) => train.choose({ steps: to })}
          />
          <NumberInWords
            before="Seed"
            label="Seed"
            value={seed}
            min={0}
            max={2 ** 31 - 1}
            step={1}
            whole
            width={64}
            onCommit={(to) => train.choose({ seed: to })}
          />
        </Stack>
        <RecipeForm />
        <DeviceChoice />
      </Part>
    </>
  );
}

function Example(props: { choice: TrainChoice; size: ClipSides; label: number; index: number; name: string }) {
  const { choice, size, label, index, name } = props;
  const { train } = useApp();
  const clip = useExample(choice, size, label, index);
  const shown = useTrain((state) => state.shown !== null && state.shown.clip === clip);
  return (
    <button
      type="button"
      className={classes.example}
      aria-pressed={shown}
      title="Show the selected block on this clip"
      onClick={() => clip && train.show({ clip, name })}
    >
      <ClipPicture clip={clip} alt={`A clip of the class ${name}`} />
      <Text as="span" size="xs" ellipsis aria-hidden>
        {name}
      </Text>
    </button>
  );
}
