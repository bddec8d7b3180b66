import { type ArchitectureDifference, difference } from '../../analysis/difference';
import { type InferenceMemory, inferenceMemory } from '../../analysis/memory';
import { type ReceptiveField, receptiveFields } from '../../analysis/receptiveField';
import { type Training, training } from '../../analysis/training';
import { type TrainingMemory, trainingMemory } from '../../analysis/trainingMemory';
import type { Architecture } from '../../architecture/architecture';
import type { Design } from '../../design/design';
import { memoised } from '../../memo/memoised';
import { architectureOf } from './derived';

// What one asks of a network, computed when it is first asked and then remembered. The first picture needs none of it,
// so it stands apart from derived.ts.

/** Activation memory of one forward pass, buffers reused by liveness. */
export const inferenceMemoryOf: (architecture: Architecture) => InferenceMemory = memoised(inferenceMemory);

/** What `train()` leaves to be trained, and what it keeps in eval mode. */
export const trainingOf: (architecture: Architecture) => Training = memoised(training);

/** What a training step keeps, with and without checkpointing. */
export const trainingMemoryOf: (architecture: Architecture) => TrainingMemory = memoised(trainingMemory);

/** What one output of every part sees of the clip, by path. */
export const receptiveFieldsOf: (architecture: Architecture) => ReadonlyMap<string, ReceptiveField> =
  memoised(receptiveFields);

/** What a legal design builds, and what was added, removed and changed from it to another network. */
export function differenceOf(
  pinned: Design,
  architecture: Architecture,
): { readonly before: Architecture; readonly difference: ArchitectureDifference } {
  return differences(pinned)(architecture);
}

const differences = memoised((pinned: Design) => {
  const before = architectureOf(pinned);
  return memoised((after: Architecture) => ({ before, difference: difference(before, after) }));
});
