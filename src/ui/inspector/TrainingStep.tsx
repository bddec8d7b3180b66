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
import { NumberField } from '../kit/NumberField';
import { StackedBar } from '../kit/StackedBar';
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
    <section className={classes.step} aria-label="Memory to train">
      <h4>To train</h4>
      <div className={classes.plan}>
        <span>
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
        </span>
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
      </div>
      <StackedBar label="Memory to train" unit="B" marked={null} parts={partsOf(step)} />
      <dl className={classes.list}>
        {partsOf(step).map(({ label, value }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd title={`${exactText(value)} B`}>{bytes(value)}</dd>
          </div>
        ))}
        <div className={classes.sum}>
          <dt>together</dt>
          <dd>
            <ExplainPopover subject={`training takes ${bytes(step.total)}`} shown={bytes(step.total)}>
              {STEP_MEMORY_SENTENCES.map((sentence) => (
                <p key={sentence}>{sentence}</p>
              ))}
            </ExplainPopover>
          </dd>
        </div>
      </dl>
      <dl className={classes.list} aria-label="Batches that fit">
        {CARD_GIGABYTES.map((size) => (
          <div key={size}>
            <dt>fits {size} GB</dt>
            <dd>{fitsText(need.mostClips(size * GIGABYTE))}</dd>
          </div>
        ))}
      </dl>
      <p className={classes.note}>
        The form’s Training section sets the rest: {frozenText(reference.frozen_stages)}, checkpointing{' '}
        {reference.with_cp ? 'on' : 'off'}.
      </p>
    </section>
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
