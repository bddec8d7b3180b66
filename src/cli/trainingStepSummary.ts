import { OPTIMIZERS, USUAL_SETUP } from '../analysis/trainingSetup';
import { CARD_GIGABYTES, GIGABYTE, STEP_MEMORY_SENTENCES, trainingNeed } from '../analysis/trainingStep';
import type { Design } from '../design/design';
import { type Options, switches, texts, type Values } from './option';
import { wholeOption, wordOption } from './optionValues';

/** Options of a summary that counts what training takes. */
export const TRAINING_OPTIONS: Options = { ...switches('train', 'mixed'), ...texts('batch', 'optimizer') };

/** The memory of one training step in bytes, in parts and together, and the batches that fit. */
type TrainingStepReport = ReturnType<typeof trainingStepOf>;

/** What `--train` tells of a design. @throws UsageError */
export function trainingStepOf(design: Design, values: Values) {
  const optimizer = wordOption(values, 'optimizer', OPTIMIZERS, USUAL_SETUP.optimizer);
  const batch = wholeOption(values, 'batch', 1, 4096, design.clip.n);
  const mixed = values.mixed === true;
  const need = trainingNeed(design, { optimizer, mixed });
  const { weights, gradients, optimizerState, activations, total } = need.of(batch);
  return {
    batch,
    optimizer,
    mixed_precision: mixed,
    frozen_stages: design.reference.frozen_stages,
    checkpointing: design.reference.with_cp,
    activation_bytes: activations,
    weight_bytes: weights,
    gradient_bytes: gradients,
    optimizer_bytes: optimizerState,
    total_bytes: total,
    /** By the size of a card in GB (GiB); 0 where one clip does not fit. */
    largest_batch: Object.fromEntries(
      CARD_GIGABYTES.map((size) => [String(size), need.mostClips(size * GIGABYTE)] as const),
    ),
  };
}

/** A report on one training step as lines for people. */
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
