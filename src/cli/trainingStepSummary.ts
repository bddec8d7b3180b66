import { OPTIMIZERS, type Optimizer, USUAL_SETUP } from '../analysis/trainingSetup';
import { CARD_GIGABYTES, GIGABYTE, STEP_MEMORY_SENTENCES, trainingNeed } from '../analysis/trainingStep';
import type { Design } from '../design/design';
import type { Option, Values } from './option';
import { UsageError } from './usage';

/** Options of a summary that counts what training takes. */
export const TRAINING_OPTIONS: Readonly<Record<string, Option>> = {
  train: { type: 'boolean' },
  batch: { type: 'string' },
  optimizer: { type: 'string' },
  mixed: { type: 'boolean' },
};

/** The memory of one training step in bytes, in parts and together, and the batches that fit. */
interface TrainingStepReport {
  readonly batch: number;
  readonly optimizer: Optimizer;
  readonly mixed_precision: boolean;
  readonly frozen_stages: number;
  readonly checkpointing: boolean;
  readonly activation_bytes: number;
  readonly weight_bytes: number;
  readonly gradient_bytes: number;
  readonly optimizer_bytes: number;
  readonly total_bytes: number;
  /** The largest batch by the size of a card in GB (GiB); 0 where one clip does not fit. */
  readonly largest_batch: Readonly<Record<string, number>>;
}

/** What `--train` tells of a design. @throws UsageError */
export function trainingStepOf(design: Design, values: Values): TrainingStepReport {
  const optimizer = values.optimizer ?? USUAL_SETUP.optimizer;
  const known = OPTIMIZERS.find((name) => name === optimizer);
  if (!known) throw new UsageError(`--optimizer is ${OPTIMIZERS.join(', ')}; found ${values.optimizer}.`);
  const batch = values.batch === undefined ? design.clip.n : Number(values.batch);
  if (!Number.isInteger(batch) || batch < 1 || batch > 4096)
    throw new UsageError(`--batch is a whole number of clips from 1 to 4096; found ${values.batch}.`);
  const mixed = values.mixed === true;
  const need = trainingNeed(design, { optimizer: known, mixed });
  const { weights, gradients, optimizerState, activations, total } = need.of(batch);
  return {
    batch,
    optimizer: known,
    mixed_precision: mixed,
    frozen_stages: design.reference.frozen_stages,
    checkpointing: design.reference.with_cp,
    activation_bytes: activations,
    weight_bytes: weights,
    gradient_bytes: gradients,
    optimizer_bytes: optimizerState,
    total_bytes: total,
    largest_batch: Object.fromEntries(
      CARD_GIGABYTES.map((size) => [String(size), need.mostClips(size * GIGABYTE)] as const),
    ),
  };
}

/** The same as people read it. */
export function trainingLines(report: TrainingStepReport): readonly string[] {
  const { batch, optimizer, mixed_precision: mixed, frozen_stages: frozen, checkpointing, largest_batch } = report;
  const line = (label: string, bytes: number) =>
    `${label.padEnd(52)}${Math.round(bytes).toLocaleString('en-US').padStart(18)}`;
  const cards = Object.entries(largest_batch).map(
    ([size, clips]) => `${size} GB: ${clips === 0 ? 'no clip fits' : `batch up to ${clips.toLocaleString('en-US')}`}`,
  );
  return [
    `One training step of batch ${batch}, ${optimizer}, ${mixed ? 'mixed precision' : 'float32'}, frozen_stages ${frozen}, checkpointing ${checkpointing ? 'on' : 'off'}`,
    line('Activations kept, bytes', report.activation_bytes),
    line('Weights, bytes', report.weight_bytes),
    line('Gradients, bytes', report.gradient_bytes),
    line('Optimizer state, bytes', report.optimizer_bytes),
    line('Together, bytes', report.total_bytes),
    `Fits ${cards.join('; ')}.`,
    ...STEP_MEMORY_SENTENCES,
  ];
}
