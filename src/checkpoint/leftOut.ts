import type { Architecture } from '../architecture/architecture';
import { stateDictOf } from '../architecture/walk';
import { groupBy } from '../tensor/groupBy';
import { elementCount, type Shape, shapeText } from '../tensor/shape';
import { shownNames } from '../text/harmless';
import type { LazyTensor } from './checkpointFile';
import { type Difference, differenceAt } from './difference';
import type { NamedCheckpoint } from './namedCheckpoint';
import { isBatchCount } from './nameMatches';

/** A tensor of the file that has no place in the network. */
export interface LeftOut {
  /** As the file spells it. */
  readonly name: string;
  readonly shape: Shape;
  /** Why nothing is lost without it: `state of an optimizer`; null where it may stand on the path from clip to logits. */
  readonly harmless: string | null;
}

/** The tensors of a file that a network has no place for, in the file's order, and which of them are of no consequence. */
export function leftOutOf(checkpoint: NamedCheckpoint, architecture: Architecture): readonly LeftOut[] {
  const wanted = new Set(stateDictOf(architecture).map(({ key }) => key));
  const strangers = [...checkpoint.tensors.values()].flatMap(({ key, name, tensor }) =>
    wanted.has(key) || name === null ? [] : [{ name, tensor, key }],
  );
  const unknown = [...checkpoint.unknown].map(([name, tensor]) => ({ name, tensor, key: null }));
  return [...strangers, ...unknown].map(({ name, tensor, key }) => ({
    name,
    shape: tensor.shape,
    harmless: key === null ? whyHarmless(name, tensor, checkpoint) : isBatchCount(key) ? 'a counter' : null,
  }));
}

/**
 * Parts of names that say what a tensor is for, where that is not the result; inside of the network's own modules they say
 * nothing (an attention may be called ema). Anything else may compute: a state dict does not say which of its tensors are
 * read between clip and logits, so only what is known to be harmless is called so.
 */
const PURPOSES: readonly (readonly [part: RegExp, why: string])[] = [
  [
    /^(?:optim|optimizer|.*_optimizer|exp_avg|exp_avg_sq|momentum_buffer|grad_scaler|amp|scheduler|.*_scheduler)$/i,
    'state of an optimizer',
  ],
  [/^(?:criterion.*|loss|losses|.*_loss|loss_.*|class_weights?|pos_weight|cls_weights?)$/i, 'belongs to the loss'],
  [/^(?:.*metrics?|.*_acc|acc\d*|accuracy|best_.*|confmat|confusion.*)$/i, 'belongs to a metric'],
  [
    /^(?:num_batches_tracked|n_averaged|num_updates|steps?|global_step|epochs?|iters?|iteration|counter|version)$/i,
    'a counter',
  ],
];

function whyHarmless(name: string, { dtype, shape }: LazyTensor, checkpoint: NamedCheckpoint): string | null {
  const { copies } = checkpoint;
  const copy = copies.find((beginning) => name.startsWith(beginning));
  if (copy !== undefined) return `another copy of the network, under ${copy.replace(/\.$/, '')}`;
  const parts = isInside(name, checkpoint) ? [] : name.split('.');
  const purpose = PURPOSES.find(([part]) => parts.some((each) => part.test(each)));
  if (purpose) return purpose[1];
  return /^(?:int|uint|bool)/.test(dtype) && elementCount(shape) <= 1 ? 'a counter' : null;
}

/** True where a tensor stands in a module that holds tensors of the network, the one that holds them all left out. */
function isInside(name: string, { prefix, tensors }: NamedCheckpoint): boolean {
  const module = name.slice(0, name.indexOf('.', prefix.length) + 1);
  return (
    name.startsWith(prefix) &&
    module.length > prefix.length &&
    [...tensors.values()].some((known) => known.name?.startsWith(module))
  );
}

/** The modules left out that may compute, and other networks beside: each is a difference that a person has to decide about. */
export function leftOutDifferences(checkpoint: NamedCheckpoint, architecture: Architecture): readonly Difference[] {
  const computing = leftOutOf(checkpoint, architecture).filter(({ harmless }) => harmless === null);
  const networkOf = ({ name }: LeftOut) => checkpoint.networks.find((beginning) => name.startsWith(beginning));
  const networks = groupBy(computing, networkOf);
  const modules = groupBy(
    networks.get(undefined) ?? [],
    ({ name }) => name.slice(0, Math.max(0, name.lastIndexOf('.'))) || name,
  );
  networks.delete(undefined);
  const beside = [...networks].map(([beginning = '', { length }]) =>
    differenceAt(
      beginning.replace(/\.$/, ''),
      `${length} tensors stand under it as those of another network of the kind. Where both compute the result together, as two streams do, the file is another network; where it is a copy, nothing is lost without it.`,
      true,
    ),
  );
  const inside = [...modules].map(([module, tensors]) =>
    differenceAt(
      module,
      `${shownNames(tensors.map(({ name, shape }) => `${name.slice(module.length + 1) || 'a tensor'} (${shapeText(shape)})`))} ${tensors.length === 1 ? 'stands' : 'stand'} ${placeOf(module, checkpoint)}; no layer of the network reads ${tensors.length === 1 ? 'it' : 'them'}.`,
      true,
    ),
  );
  return [...beside, ...inside];
}

/** Where a module stands among those that are known: in a stage, beside conv5 and fc1, after the last one before it. */
function placeOf(module: string, { tensors, unknown }: NamedCheckpoint): string {
  const known = [...tensors.values()].flatMap(({ name, key }) => (name === null ? [] : [{ name, part: partOf(key) }]));
  for (let end = module.length; end > 0; end = module.lastIndexOf('.', end - 1)) {
    const inside = `${module.slice(0, end)}.`;
    const parts = [...new Set(known.flatMap(({ name, part }) => (name.startsWith(inside) ? [part] : [])))];
    if (parts.length === 1) return `in ${parts[0]}`;
    if (parts.length > 1 && parts.length <= 3) return `beside ${parts.join(' and ')}`;
    if (parts.length > 3) break;
  }
  return unknown.size > 0 && known.length > 0 ? `beside ${known.at(-1)?.part} and what comes before it` : 'of its own';
}

/** `layer3.1.conv2.conv.weight` is in layer3; the stem is one part. */
function partOf(key: string): string {
  if (key.startsWith('conv1_')) return 'the stem';
  return /^head\.fc[12]/.exec(key)?.[0] ?? (key.split('.')[0] as string);
}
