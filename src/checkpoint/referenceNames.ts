import type { Shape } from '../tensor/shape';
import { CheckpointError } from './checkpointError';
import type { CheckpointFile, LazyTensor } from './checkpointFile';
import { DIALECTS, type Dialect } from './dialects';
import { identityNorm, normLeftOut } from './shortcutNorm';

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
  /** What every name began with and was taken off: `module.` of DataParallel. */
  readonly prefix: string;
  readonly tensors: ReadonlyMap<string, NamedEntry>;
  /** What the scheme has no place for, under the file's names. */
  readonly unknown: ReadonlyMap<string, LazyTensor>;
}

/**
 * A norm's counter of batches. Eval mode never reads it, files older than PyTorch 0.4.1 and ONNX have none, and mmengine
 * leaves it out of its list of missing keys.
 */
export const isBatchCount = (key: string) => key.endsWith('.num_batches_tracked');

/** What wraps a model puts before all its names: DataParallel, torch.compile, Lightning. */
const WRAPPERS = ['module.', '_orig_mod.', 'model.'];

/**
 * Finds the naming scheme and gives every tensor its name in the reference: the scheme that knows most of the names.
 * @throws CheckpointError when no scheme knows any of them.
 */
export function referenceNames({ entries }: Pick<CheckpointFile, 'entries'>): NamedCheckpoint {
  const prefix = commonPrefix([...entries.keys()]);
  const plain = new Map([...entries].map(([name, tensor]) => [name.slice(prefix.length), { name, tensor }]));
  const known = (dialect: Dialect) => [...plain.keys()].filter((name) => dialect.read(name) !== null).length;
  const ranked = Object.values(DIALECTS)
    .map((dialect) => ({ dialect, count: known(dialect) }))
    .sort((a, b) => b.count - a.count);
  const best = ranked[0];
  if (!best || best.count === 0) {
    const first = entries.keys().next().value;
    throw new CheckpointError(
      `None of its ${entries.size} tensors has a name of X3D in mmaction2, SlowFast or pytorchvideo${first === undefined ? '' : `; the first is ${first}`}. It is another model's checkpoint, or one of a scheme not read here.`,
    );
  }
  return translate(best.dialect, prefix, plain);
}

function translate(
  dialect: Dialect,
  prefix: string,
  plain: ReadonlyMap<string, { readonly name: string; readonly tensor: LazyTensor }>,
): NamedCheckpoint {
  const tensors = new Map<string, NamedEntry>();
  const unknown = new Map<string, LazyTensor>();
  for (const [short, { name, tensor }] of plain) {
    const key = dialect.read(short);
    if (key === null || tensors.has(key)) unknown.set(name, tensor);
    else tensors.set(key, { key, name, ...withoutTrailingOnes(key, tensor) });
  }
  if (dialect.shortcutWithoutNorm) fillShortcuts(tensors);
  return { dialect, prefix, tensors, unknown };
}

function commonPrefix(names: readonly string[]): string {
  for (let prefix = ''; ; ) {
    const wrapper = WRAPPERS.find((word) => names.length > 0 && names.every((name) => name.startsWith(prefix + word)));
    if (wrapper === undefined) return prefix;
    prefix += wrapper;
  }
}

/** The head's linear layers where they were 1×1×1 convolutions: the same numbers without the axes of one. */
function withoutTrailingOnes(key: string, tensor: LazyTensor): Pick<NamedEntry, 'tensor' | 'note'> {
  const { shape } = tensor;
  if (!/^head\.fc[12]\.weight$/.test(key) || shape.length !== 5 || shape.slice(2).some((size) => size !== 1))
    return { tensor };
  const flat: Shape = shape.slice(0, 2);
  const read = async () => ({ ...(await tensor.read()), shape: flat });
  return { tensor: { dtype: tensor.dtype, shape: flat, read }, note: 'was a 1×1×1 convolution' };
}

function fillShortcuts(tensors: Map<string, NamedEntry>): void {
  for (const { key, tensor } of [...tensors.values()]) {
    const norm = normLeftOut(key, tensor.shape);
    if (norm === null || tensors.has(`${norm}.weight`)) continue;
    for (const [suffix, filled] of identityNorm(tensor.shape[0] as number))
      tensors.set(`${norm}.${suffix}`, {
        key: `${norm}.${suffix}`,
        name: null,
        tensor: filled,
        note: 'no norm here in pytorchvideo: filled so that it changes nothing',
      });
  }
}
