import type { Architecture } from '../architecture/architecture';
import type { CheckpointFile } from './checkpointFile';
import type { Difference } from './difference';
import type { NamedCheckpoint } from './referenceNames';

/** Where a file computes something else than a network: empty where both compute the same, or nothing says otherwise. */
export function differencesOf(
  _file: CheckpointFile,
  _named: NamedCheckpoint,
  _architecture: Architecture,
): readonly Difference[] {
  return [];
}
