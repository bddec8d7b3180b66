import type { LazyTensor } from './checkpointFile';
import type { Dialect } from './dialects';

/** A tensor of a file under the reference's name. */
export interface NamedEntry {
  /** The reference's name: `layer1.0.conv1.conv.weight`, `head.fc1.weight`. */
  readonly key: string;
  /** As the file spells it; null for what the file's scheme leaves out and we filled. */
  readonly name: string | null;
  readonly tensor: LazyTensor;
  /** What was done to it on the way, for the ledger. */
  readonly note?: string;
}

/** A checkpoint under the reference's names. */
export interface NamedCheckpoint {
  readonly dialect: Dialect;
  /** What the network's names begin with: `module.` of DataParallel. */
  readonly prefix: string;
  readonly tensors: ReadonlyMap<string, NamedEntry>;
  /** What the scheme has no place for, under the file's names. */
  readonly unknown: ReadonlyMap<string, LazyTensor>;
  /** What the names of other copies of the network begin with: `ema_model.module.`, or the same tensors registered twice. */
  readonly copies: readonly string[];
  /** What the names of other networks of the kind begin with, which may compute the result together: `flow.`. */
  readonly networks: readonly string[];
}
