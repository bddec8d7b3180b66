import type { Architecture } from '../architecture/architecture';
import { blobSource } from '../checkpoint/byteSource';
import { fitCheckpoint, type Ledger } from '../checkpoint/fitCheckpoint';
import { openCheckpoint } from '../checkpoint/openCheckpoint';
import { referenceNames } from '../checkpoint/referenceNames';
import type { StateDict } from '../tensor/tensor';
import { initWeights } from '../weights/initialise';
import type { TrainingRequest } from './trainerProtocol';

/**
 * The weights that training starts from: what fits of a checkpoint, the rest drawn from the seed; all of them drawn where
 * no checkpoint is given, and then there is no ledger. @throws CheckpointError
 */
export async function startingWeights(
  { start, seed }: Pick<TrainingRequest, 'start' | 'seed'>,
  architecture: Architecture,
): Promise<{ start: StateDict; ledger: Ledger | null }> {
  if (start === undefined) return { start: initWeights(architecture, seed), ledger: null };
  const named = referenceNames(await openCheckpoint(blobSource(start)));
  const { weights, ledger } = await fitCheckpoint(named, architecture, { seed });
  return { start: weights, ledger };
}
