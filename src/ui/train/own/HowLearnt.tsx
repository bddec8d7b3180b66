import { useMemo } from 'react';
import { mirroringOf } from '../../../dataset/sides';
import { splitLibrary } from '../../../dataset/splits';
import { scopeText } from '../../../present/scopeText';
import type { LearningChoice } from '../../../state/classes/classes';
import { startText } from '../../../state/classes/learning';
import { tuningRecipe, updatesFor } from '../../../state/classes/learningRecipes';
import { mirrors, windowFor } from '../../../state/classes/looks';
import { takeBundledNetwork } from '../../../state/classes/startFrom';
import { useApp } from '../../app/useApp';
import { useClasses, useDesign, useRun } from '../../app/useStudio';
import { Choice } from '../../kit/Choice';
import { Checkbox } from '../../kit/controls/Checkbox';
import { LinkButton } from '../../kit/LinkButton';
import { NumberInWords } from '../../kit/NumberInWords';
import { Stack } from '../../kit/Stack';
import { DeviceChoice } from '../DeviceChoice';
import { Expected } from '../Expected';
import { Part } from '../Part';

/** What learning starts from, and how clips are looked at. */
export function HowLearnt() {
  const app = useApp();
  const library = useClasses((state) => state.library);
  const choice = useClasses((state) => state.choice);
  const { chooseLearning } = app.classes;
  const design = useDesign();
  // What is started from follows the weights of runs.
  const kind = useRun((run) => run.settings.weights.kind);
  const mirroring = mirroringOf(library.classes);
  const own = windowFor(design, library);
  return (
    <Part title="How it is learnt">
      <p>
        The network on the screen, from {startText(app)}. First the head alone learns, from what the backbone sees.{' '}
        {kind === 'init' && (
          <>
            Fresh weights see little.{' '}
            <LinkButton onClick={() => void takeBundledNetwork(app)}>Take the bundled trained network</LinkButton>, or
            open a checkpoint.
          </>
        )}
      </p>
      <Stack row>
        <NumberInWords
          before="a look of"
          after="s"
          label="Seconds of a look"
          value={choice.window ?? own}
          min={0.1}
          max={10}
          step={0.1}
          width={56}
          onCommit={(window) => chooseLearning({ window })}
        />
        <NumberInWords
          after="looks a clip"
          label="Looks at every clip"
          value={choice.views}
          min={1}
          max={16}
          step={1}
          whole
          width={44}
          onCommit={(views) => chooseLearning({ views })}
        />
        <NumberInWords
          after="updates"
          label="Updates"
          value={choice.updates ?? updatesFor(library.classes.length)}
          min={10}
          max={2000}
          step={50}
          whole
          width={56}
          onCommit={(updates) => chooseLearning({ updates })}
        />
      </Stack>
      <Depth choice={choice} />
      <Checkbox
        checked={mirrors(library, choice)}
        disabled={mirroring.kind === 'loses'}
        onChange={(mirror) => chooseLearning({ mirror })}
      >
        {mirroring.kind === 'keeps' && 'Mirrored looks too: no name says left or right. Is that so of what they show?'}
        {mirroring.kind === 'swaps' &&
          `Mirrored looks too: seen in a mirror, ${mirroring.sided.map(({ name }) => name).join(' and ')} change places.`}
        {mirroring.kind === 'loses' &&
          `No mirrored looks: ${mirroring.sided.map(({ name }) => name).join(', ')} would show another side, which has no class.`}
      </Checkbox>
    </Part>
  );
}

type Scope = LearningChoice['scope'];

/** What learns once the head has, and for how long. */
function Depth({ choice: { scope, deeperUpdates } }: { choice: LearningChoice }) {
  const app = useApp();
  const design = useDesign();
  const stages = design.reference.num_stages;
  const options = scopesOf(stages);
  const value = nameOf(scope, stages);
  const library = useClasses((state) => state.library);
  const fits = useMemo(() => splitLibrary(library, 0).folds.length + 1, [library]);
  return (
    <>
      <Stack row>
        <Choice
          label="What learns"
          value={value}
          options={options.map(({ name, label }) => ({ value: name, label }))}
          onChange={(chosen) =>
            app.classes.chooseLearning({ scope: options.find(({ name }) => name === chosen)?.scope ?? 'head' })
          }
        />
        {scope !== 'head' && (
          <NumberInWords
            after="updates more"
            label="Updates beyond the head"
            value={deeperUpdates}
            min={10}
            max={2000}
            step={50}
            whole
            width={56}
            onCommit={(updates) => app.classes.chooseLearning({ deeperUpdates: updates })}
          />
        )}
      </Stack>
      {scope !== 'head' && (
        <>
          <p>
            {typeof scope === 'object'
              ? `What lies before stays as it is (frozen_stages ${Math.min(scope.frozenStages, stages)}).`
              : 'Nothing is frozen but what the design freezes.'}{' '}
            It goes on from the head that was learnt, {fits === 1 ? 'once' : `${fits} times`}: once for each part that
            judges and once for all clips.
          </p>
          <Expected design={design} recipe={tuningRecipe(scope, deeperUpdates)} updates={fits * deeperUpdates} />
          <p>
            Cutting looks out of the clips as they are needed is not counted: for a small network it takes longer than
            the update.
          </p>
          <DeviceChoice />
        </>
      )}
    </>
  );
}

/** What can learn of a network, from the head back to everything. */
function scopesOf(stages: number): readonly { readonly name: string; readonly label: string; readonly scope: Scope }[] {
  const scopes: readonly Scope[] = [
    'head',
    ...Array.from({ length: stages + 1 }, (_, at) => ({ frozenStages: stages - at })),
    'all',
  ];
  return scopes.map((scope) => ({ name: nameOf(scope, stages), label: scopeText(scope, stages), scope }));
}

function nameOf(scope: Scope, stages: number): string {
  return typeof scope === 'string' ? scope : `${Math.min(scope.frozenStages, stages)}`;
}
