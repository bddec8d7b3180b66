import type { Architecture } from '../architecture/architecture';
import { stateDictOf } from '../architecture/walk';
import type { Difference } from './difference';
import { ledgerOf } from './fitCheckpoint';
import type { NamedCheckpoint } from './namedCheckpoint';

/** Tensors named one by one; more are counted. */
const NAMED = 3;

/**
 * The differences of a file that lacks tensors of a network before others that it holds: a stage taken out, a block, a
 * bias. Random values in the midst change all that follows, so that a person decides. What a file ends before (conv5 of
 * a feature extractor, the classifier) is no difference: all that it holds computes what it did.
 */
export function missingDifferences(checkpoint: NamedCheckpoint, architecture: Architecture): readonly Difference[] {
  const { loaded, missing } = ledgerOf(checkpoint, architecture);
  const parts = [...new Set(stateDictOf(architecture).map(({ key }) => partOf(key)))];
  const last = Math.max(...loaded.map(({ key, name }) => (name === null ? -1 : parts.indexOf(partOf(key)))));
  return parts.slice(0, last + 1).flatMap((part) => {
    const keys = missing.filter(({ key }) => partOf(key) === part).map(({ key }) => key.slice(part.length + 1));
    if (keys.length === 0) return [];
    const what = keys.length > NAMED ? `${keys.length} of its tensors` : keys.join(', ');
    const are = keys.length === 1 ? 'is' : 'are';
    const message = `${what} ${are} not in the file, which holds what follows: random values would stand there.`;
    return [{ at: part, message, mayBeLeftOut: true }];
  });
}

/** `layer3.1.conv2.conv.weight` belongs to block 1 of layer3, `head.fc2.bias` to fc2. In the order of computation. */
function partOf(key: string): string {
  return /^(?:layer\d+\.\d+|head\.fc[12]|[^.]+)/.exec(key)?.[0] ?? key;
}
