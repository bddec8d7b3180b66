import type { Shape } from '../tensor/shape';
import { float32 } from '../tensor/tensor';
import { CheckpointError } from './checkpointError';
import { type CheckpointFile, inMemory, type LazyTensor } from './checkpointFile';
import type { NamedCheckpoint, NamedEntry } from './namedCheckpoint';
import { type NameMatch, nameMatches } from './nameMatches';
import { identityNorm, normLeftOut } from './shortcutNorm';
import { isCopyName, nothingKnown } from './stateDictChoice';
import { anotherModel, hasEvidence } from './structure';

/**
 * Gives every tensor its name in the reference, by the scheme and the beginning that know most of the names; only that
 * beginning, where the file says which was chosen.
 * @throws CheckpointError when no scheme knows any of them.
 */
export function referenceNames({
  entries,
  prefix,
  graph,
}: Pick<CheckpointFile, 'entries' | 'prefix' | 'graph'>): NamedCheckpoint {
  const split = [...entries.keys()].find((name) => name.includes('.split_bn.'));
  if (split !== undefined)
    throw new CheckpointError(
      `${split}: these are batch norms of SlowFast's multigrid training, which keep the statistics of parts of a batch (SubBatchNorm3d). They are not read. Let SlowFast aggregate them and save the plain network: aggregate_sub_bn_stats(model).`,
    );
  const matches = nameMatches(entries.keys());
  const best = matches.find((match) => prefix === undefined || match.prefix === prefix);
  if (!best) throw nothingKnown([...entries.keys()]);
  const named = { ...translate(best, entries), ...othersOf(best, matches, entries) };
  fillBiases(named.tensors, graph !== undefined);
  if (!hasEvidence(named)) throw anotherModel(named);
  return named;
}

function translate(
  { dialect, prefix, names }: NameMatch,
  entries: CheckpointFile['entries'],
): Omit<NamedCheckpoint, 'copies' | 'networks' | 'tensors'> & { readonly tensors: Map<string, NamedEntry> } {
  const tensors = new Map<string, NamedEntry>();
  const unknown = new Map(entries);
  const keys = new Map([...names].map(([key, name]) => [name, key]));
  const take = (keyOf: (name: string) => string | null | undefined) => {
    for (const [name, tensor] of [...unknown]) {
      const key = keyOf(name) ?? null;
      if (key === null || tensors.has(key)) continue;
      tensors.set(key, { key, name, ...withoutTrailingOnes(key, tensor) });
      unknown.delete(name);
    }
  };
  take((name) => keys.get(name));
  take((name) => dialect.readEnd(name));
  if (dialect.shortcutWithoutNorm) fillShortcuts(tensors);
  return { dialect, prefix, tensors, unknown };
}

/**
 * Beginnings under which half of the network's names stand once more: copies, where the beginning says so or the tensors
 * are the very same; else networks of their own, such as the other of two streams.
 */
function othersOf(
  taken: NameMatch,
  matches: readonly NameMatch[],
  entries: CheckpointFile['entries'],
): Pick<NamedCheckpoint, 'copies' | 'networks'> {
  const own = new Set(taken.names.values());
  const others = matches.filter(
    ({ prefix, known, names }) =>
      prefix !== '' && 2 * known >= taken.known && ![...names.values()].some((name) => own.has(name)),
  );
  const place = (name: string | undefined) => (name === undefined ? undefined : entries.get(name)?.place);
  const isCopy = ({ prefix, names }: NameMatch) =>
    isCopyName(prefix) ||
    isCopyName(taken.prefix) ||
    [...names].every(([key, name]) => place(name) !== undefined && place(name) === place(taken.names.get(key)));
  return {
    copies: others.filter(isCopy).map(({ prefix }) => prefix),
    networks: others.filter((other) => !isCopy(other)).map(({ prefix }) => prefix),
  };
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
    if (norm === null) continue;
    const filling = [...identityNorm(tensor.shape[0] as number)];
    // A norm that is there in part is one that lacks something, and is not left out by the scheme.
    if (filling.some(([suffix]) => tensors.has(`${norm}.${suffix}`))) continue;
    const note = 'no norm here in pytorchvideo: filled so that it changes nothing';
    for (const [suffix, filled] of filling) {
      const key = `${norm}.${suffix}`;
      tensors.set(key, { key, name: null, tensor: filled, note });
    }
  }
}

/** The linear layers that have a bias in every design. */
const BIASED = /^(?:.*\.(se_module)\.fc[12]|head\.(fc2))\.weight$/;

/**
 * The biases of layers that have none in the file, as zeros. A graph shows for each layer that it adds nothing; a state
 * dict shows it of a kind of layer (`bias=False`) where no layer of the kind has a bias, and else lacks one.
 */
function fillBiases(tensors: Map<string, NamedEntry>, isGraph: boolean): void {
  const layers = [...tensors.values()].flatMap(({ key, tensor }) => {
    const [, squeeze, classifier] = BIASED.exec(key) ?? [];
    const kind = squeeze ?? classifier;
    const bias = key.replace(/weight$/, 'bias');
    return kind === undefined ? [] : [{ kind, bias, size: tensor.shape[0] as number, lacks: !tensors.has(bias) }];
  });
  const biased = new Set(isGraph ? [] : layers.flatMap(({ kind, lacks }) => (lacks ? [] : [kind])));
  for (const { kind, bias, size, lacks } of layers) {
    if (!lacks || biased.has(kind)) continue;
    const note = `${isGraph ? 'the graph' : 'the file'} adds nothing here: zeros`;
    tensors.set(bias, { key: bias, name: null, tensor: inMemory(float32([size])), note });
  }
}
