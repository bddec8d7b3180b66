import type { Optimizer } from '../../analysis/trainingSetup';
import { CARD_GIGABYTES, GIGABYTE, STEP_MEMORY_SENTENCES, type StepMemory } from '../../analysis/trainingStep';
import type { Architecture } from '../../architecture/architecture';
import { trainingNeedOf } from '../../state/train/trainingNeed';
import { amountText, countText, exactText } from '../../text/numberText';
import { useApp } from '../app/useApp';
import { useTrainingPlan } from '../app/useStudio';
import { Choice } from '../kit/Choice';
import { Checkbox } from '../kit/controls/Checkbox';
import { ExplainPopover } from '../kit/ExplainPopover';
import { FactList } from '../kit/FactList';
import { NumberField } from '../kit/NumberField';
import { Stack } from '../kit/Stack';
import { StackedBar } from '../kit/StackedBar';
import { Text } from '../kit/Text';
import classes from './TrainingStep.module.css';

const OPTIMIZERS: readonly { readonly value: Optimizer; readonly label: string }[] = [
  { value: 'sgd', label: 'SGD' },
  { value: 'momentum', label: 'SGD, momentum' },
  { value: 'adam', label: 'Adam' },
];

/** What one training step takes on a card: the plan, the sum with its parts, and the batch that fits. */
export function TrainingStep({ architecture }: { architecture: Architecture }) {
  const { trainingPlan } = useApp();
  const plan = useTrainingPlan();
  const { reference, clip } = architecture.design;
  const batch = plan.batch ?? clip.n;
  const need = trainingNeedOf(architecture, plan);
  const step = need.of(batch);
  const bytes = (value: number) => amountText(value, 'B');
  return (
    <Stack as="section" className={classes.step} aria-label="Memory to train">
      <Text as="h4" size="sm" tone="ink-2">
        To train
      </Text>
      <Stack row gap="half 1">
        <Stack as="span" row gap="half">
          Batch
          <NumberField
            label="Clips in a training batch"
            value={batch}
            step={1}
            min={1}
            max={4096}
            width={56}
            onCommit={(value) => trainingPlan.setState({ batch: Math.max(1, Math.min(4096, Math.round(value))) })}
          />
        </Stack>
        <Choice
          label="Optimizer"
          hidden
          value={plan.optimizer}
          options={OPTIMIZERS}
          onChange={(optimizer) => trainingPlan.setState({ optimizer })}
        />
        <Checkbox checked={plan.mixed} onChange={(mixed) => trainingPlan.setState({ mixed })}>
          mixed precision
        </Checkbox>
      </Stack>
      <StackedBar label="Memory to train" unit="B" marked={null} parts={partsOf(step)} />
      <FactList
        weight={400}
        facts={partsOf(step).map(({ label, value }) => [
          label,
          <span key={label} title={`${exactText(value)} B`}>
            {bytes(value)}
          </span>,
        ])}
        sum={[
          'together',
          <ExplainPopover key="sum" subject={`training takes ${bytes(step.total)}`} shown={bytes(step.total)}>
            {STEP_MEMORY_SENTENCES.map((sentence) => (
              <p key={sentence}>{sentence}</p>
            ))}
          </ExplainPopover>,
        ]}
      />
      <FactList
        label="Batches that fit"
        weight={400}
        facts={CARD_GIGABYTES.map((size) => [`fits ${size} GB`, fitsText(need.mostClips(size * GIGABYTE))])}
      />
      <Text size="xs" tone="ink-3">
        The form’s Training section sets the rest: {frozenText(reference.frozen_stages)}, checkpointing{' '}
        {reference.with_cp ? 'on' : 'off'}.
      </Text>
    </Stack>
  );
}

/** The parts of a sum, in the order they are added. */
function partsOf({ weights, gradients, optimizerState, activations }: StepMemory) {
  return [
    { label: 'activations', value: activations },
    { label: 'weights', value: weights },
    { label: 'gradients', value: gradients },
    { label: 'optimizer', value: optimizerState },
  ];
}

function fitsText(clips: number): string {
  return clips === 0 ? 'no clip fits' : `batch up to ${exactText(clips)}`;
}

function frozenText(stages: number): string {
  if (stages < 0) return 'nothing is frozen';
  return stages === 0 ? 'the stem is frozen' : `the stem and ${countText(stages, 'stage', 'stages')} are frozen`;
}
