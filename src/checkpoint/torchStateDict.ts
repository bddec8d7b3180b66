import { harmless } from '../text/harmless';
import { CheckpointError, orRefusal } from './checkpointError';
import type { CheckpointFile, LazyTensor } from './checkpointFile';
import type { Unpickled } from './pickle';
import { foreignRefusal, isForeign, isTensor } from './pickleGlobals';
import type { PickleForeign, PickleMap, PickleValue } from './pickleValue';
import { shownOnce } from './shownOnce';
import { chooseStateDict } from './stateDictChoice';
import { type FoundForeign, keyText, type TensorDictionary, tensorDictionaries } from './tensorDictionaries';
import { lazyTorchTensor, type TorchStorages } from './torchTensor';

/**
 * The state dict of an unpickled file, with what stands beside it. Classes on no list are placeholders beside it; without
 * a state dict, or inside of the one taken, they are why the file is refused.
 * @param asked key of the state dict to take, where there are several
 * @throws CheckpointError when there is none, or the one taken holds what is no tensor's
 */
export function torchStateDict(
  { value, foreign }: Pick<Unpickled, 'value' | 'foreign'>,
  storages: TorchStorages,
  asked?: string,
): Omit<CheckpointFile, 'format'> {
  const found = tensorDictionaries(value);
  if (found.dictionaries.length === 0) throw noDictionary(value, found.foreign, foreign);
  const candidates = found.dictionaries.map(candidateOf);
  const { candidate, under, prefix, stateDicts } = choose(candidates, found.foreign, asked);
  const entries = new Map<string, LazyTensor>();
  const inside: string[] = [];
  for (const [key, entry] of candidate.dictionary.map) {
    const name = keyText(key);
    if (isForeign(key)) throw foreignInside(key, `a key of ${under || 'the state dict'}`);
    if (isForeign(entry)) throw foreignInside(entry, under ? `${under}.${name}` : name);
    if (isTensor(entry)) entries.set(shownOnce(name, entries), lazyTorchTensor(entry, name, storages));
    else inside.push(name);
  }
  return {
    entries,
    under,
    prefix,
    stateDicts,
    beside: [...besideOf(value, under), ...inside.map((name) => (under ? `${under}.${name}` : name))],
    notRead: notReadOf(found.foreign),
    metadata: value instanceof Map ? metadataOf(value) : new Map(),
  };
}

interface TorchCandidate {
  readonly dictionary: TensorDictionary;
  readonly paths: readonly string[];
  readonly names: readonly string[];
}

function candidateOf(dictionary: TensorDictionary): TorchCandidate {
  const names = [...dictionary.map].filter(([, entry]) => isTensor(entry)).map(([key]) => keyText(key));
  return { dictionary, paths: dictionary.paths, names };
}

/** @throws CheckpointError that names the first placeholder too, which may be what holds the weights */
function choose(candidates: readonly TorchCandidate[], foreign: readonly FoundForeign[], asked: string | undefined) {
  const { found, refusal } = orRefusal(() => chooseStateDict(candidates, asked));
  if (found) return found;
  const [first] = foreign;
  throw first ? new CheckpointError(`${refusal.message} Not read: ${foreignRefusal(first.value).message}`) : refusal;
}

function noDictionary(
  value: PickleValue,
  found: readonly FoundForeign[],
  named: readonly PickleForeign[],
): CheckpointError {
  const culprit = found.find((each) => each.value.isModule) ?? found[0];
  if (culprit) return foreignRefusal(culprit.value);
  if (named[0]) return foreignRefusal(named[0]);
  if (!(value instanceof Map))
    return new CheckpointError(
      `The file holds ${isTensor(value) ? 'a single tensor' : 'no dictionary'}, expected a state dict. Save it with torch.save(model.state_dict(), path).`,
    );
  return new CheckpointError(
    `No state dict found: the file's keys are ${textKeys(value).slice(0, 12).join(', ') || 'none'}, and no dictionary of tensors lies under any of them. Save one with torch.save(model.state_dict(), path).`,
  );
}

function foreignInside(foreign: PickleForeign, place: string): CheckpointError {
  return new CheckpointError(`${place} is no tensor. ${foreignRefusal(foreign).message}`);
}

/** What stands beside the way to the state dict, by its keys. */
function besideOf(value: PickleValue, under: string): readonly string[] {
  if (!(value instanceof Map) || under === '') return [];
  return textKeys(value).filter((key) => key !== under && !under.startsWith(`${key}.`));
}

/** Objects told of; the rest are counted. */
const TOLD = 12;

function notReadOf(found: readonly FoundForeign[]): readonly string[] {
  const texts = new Set(found.map(({ value, path }) => (path === '' ? value.type : `${value.type} under ${path}`)));
  const told = [...texts].slice(0, TOLD);
  return texts.size > TOLD ? [...told, `${texts.size - TOLD} more`] : told;
}

const textKeys = (map: PickleMap) => [...map.keys()].flatMap((key) => (typeof key === 'string' ? harmless(key) : []));

/** Arguments of Lightning's that are kept; no network has as many. */
const MOST_ARGUMENTS = 500;

/**
 * Texts and numbers at the top (`epoch`, SlowFast's `cfg`), in mmengine's `meta` (`meta.cfg`, `meta.iter`) and in Lightning's
 * `hyper_parameters`, whose dictionaries within are told by their path and whose lists of numbers as JSON.
 */
function metadataOf(value: PickleMap): Map<string, string> {
  const metadata = new Map<string, string>();
  const add = (map: PickleMap, prefix: string) => {
    for (const [key, entry] of map)
      if (typeof key === 'string' && (typeof entry === 'string' || typeof entry === 'number'))
        metadata.set(harmless(prefix + key), String(entry));
  };
  add(value, '');
  const meta = value.get('meta');
  if (meta instanceof Map) add(meta, 'meta.');
  addArguments(value.get('hyper_parameters'), 'hyper_parameters', metadata, 0);
  return metadata;
}

function addArguments(map: PickleValue | undefined, path: string, metadata: Map<string, string>, depth: number): void {
  if (!(map instanceof Map) || depth > 3) return;
  for (const [key, entry] of map) {
    if (typeof key !== 'string' || metadata.size > MOST_ARGUMENTS) continue;
    const name = `${path}.${key}`;
    const isNumbers = Array.isArray(entry) && entry.length <= 8 && entry.every((each) => typeof each === 'number');
    if (typeof entry === 'string' || typeof entry === 'number' || typeof entry === 'boolean')
      metadata.set(name, String(entry));
    else if (isNumbers) metadata.set(name, JSON.stringify(entry));
    else if (typeof entry === 'object' && entry !== null && 'kind' in entry && entry.kind === 'global')
      metadata.set(name, entry.name);
    else addArguments(entry, name, metadata, depth + 1);
  }
}
