import { DTYPES, type DType } from '../tensor/tensor';
import { CheckpointError } from './checkpointError';
import type { PickleForeign, PickleGlobal, PickleMap, PickleStorage, PickleTensor, PickleValue } from './pickleValue';
import { TYPE_NAMES } from './typeNames';

/** What calling an allowed global makes of its arguments. @throws CheckpointError when they are not what torch writes. */
type Make = (args: PickleValue[], name: string) => PickleValue;

/**
 * The list of every class and function that is understood, with the data that is made of a call to it. Each row is written
 * by torch.save, by an optimizer's state or by mmengine's runner; whatever is missing here becomes a placeholder.
 */
const CALLABLE: Readonly<Record<string, Make>> = {
  'collections.OrderedDict': toMap,
  'collections.defaultdict': () => new Map(),
  'mmengine.config.config.ConfigDict': toMap,
  'builtins.set': ([items]) => new Set(Array.isArray(items) ? items : []),
  'builtins.frozenset': ([items]) => new Set(Array.isArray(items) ? items : []),
  'builtins.bytearray': ([bytes]) => bytes ?? null,
  'torch._utils._rebuild_tensor_v2': rebuildTensor,
  'torch._utils._rebuild_tensor': rebuildTensor,
  'torch._utils._rebuild_parameter': firstTensor,
  'torch._utils._rebuild_parameter_with_state': firstTensor,
  'torch.Size': ([sizes]) => sizes ?? [],
  'torch.device': inert,
  // Text smuggled through a Python 2 protocol: encode(text, 'latin1') is how protocol 2 writes bytes.
  '_codecs.encode': inert,
  'numpy.dtype': inert,
  'numpy.core.multiarray.scalar': inert,
  'numpy.core.multiarray._reconstruct': inert,
  'numpy.core.numeric._frombuffer': inert,
  'mmengine.logging.history_buffer.HistoryBuffer': inert,
  // mmengine's history buffer pickles its statistics as getattr(HistoryBuffer, 'mean'): named, never looked up.
  'builtins.getattr': historyMethod,
};

/** Classes that are only mentioned, never called. */
const MENTIONED = new Set([
  'numpy.ndarray',
  'torch.Tensor',
  'torch.nn.parameter.Parameter',
  ...[...DTYPES, 'complex64', 'complex128'].map((name) => `torch.${name}`),
]);

/** torch's storage classes, and the element each holds. Complex and quantised ones are on no list. */
const STORAGES: ReadonlyMap<string, DType> = new Map(
  DTYPES.map((dtype) => [`torch.${TYPE_NAMES[dtype].storage}`, dtype]),
);

/** Other names of the same thing: Python 2's, and NumPy 2's. */
const ALIASES: readonly (readonly [from: string, to: string])[] = [
  ['__builtin__.', 'builtins.'],
  ['numpy._core.', 'numpy.core.'],
  ['torch.storage.', 'torch.'],
  ['torch.cuda.', 'torch.'],
];

/** The global a pickle asks for: understood, or a placeholder for one that is on no list. */
export function globalNamed(module: string, qualifiedName: string, where: string): PickleGlobal | PickleForeign {
  const asked = `${module}.${qualifiedName}`;
  const alias = ALIASES.find(([from]) => asked.startsWith(from));
  const name = alias ? alias[1] + asked.slice(alias[0].length) : asked;
  const storage = STORAGES.get(name);
  if (storage) return { kind: 'global', name, storage };
  if (MENTIONED.has(name) || ownValue(CALLABLE, name)) return { kind: 'global', name };
  return foreign(printable(asked), where);
}

/** A placeholder. */
export function foreign(type: string, where: string): PickleForeign {
  return { kind: 'foreign', type, where, isModule: false };
}

/** Says why a file with a placeholder is refused: by its name, and where the pickle asks for it. */
export function foreignRefusal({ type, where, isModule }: PickleForeign): CheckpointError {
  const what = isModule
    ? 'a whole pickled module. That is a program, which only the code it was saved with can build'
    : 'which is not on the list of what a checkpoint may name';
  return new CheckpointError(
    `${where}: the pickle asks for ${type}, ${what}. Nothing was run. Save the weights alone: torch.save(model.state_dict(), path).`,
  );
}

/** What `global(*args)` yields. @throws CheckpointError when it is no function, or its arguments are wrong. */
export function callGlobal(global: PickleGlobal, args: PickleValue[], where: string): PickleValue {
  // A tensor over a storage on no list (complex, quantised), a method of an object on none: no more than they.
  const [first] = args;
  if (isForeign(first) && TAKES_ITS_ARGUMENT.test(global.name)) return first;
  const make = ownValue(CALLABLE, global.name);
  if (!make) throw new CheckpointError(`${where}: the pickle calls ${global.name}, which only names a type.`);
  try {
    return make(args, global.name);
  } catch (error) {
    if (error instanceof CheckpointError) throw new CheckpointError(`${where}: ${error.message}`);
    throw error;
  }
}

/** Functions that only look at their first argument from another side. */
const TAKES_ITS_ARGUMENT = /^torch\._utils\._rebuild|^builtins\.getattr$/;

/** A storage from the tuple torch pickles as a persistent id: ('storage', class, key, device, elements[, view]). */
export function storageOf(id: PickleValue, where: string): PickleStorage | PickleForeign | PickleGlobal {
  const [tag, type, key, , elements, view] = Array.isArray(id) ? id : [];
  if (tag === 'storage' && isForeign(type)) return type;
  // Before PyTorch 1.6 a module's class stands in a persistent id with its source: ('module', class, file, text).
  if (tag === 'module' && (isForeign(type) || isGlobal(type))) return type;
  if (tag !== 'storage' || !isGlobal(type) || !type.storage || typeof key !== 'string' || !isCount(elements))
    throw new CheckpointError(
      `${where}: expected a storage ('storage', class, key, device, size); the file is damaged.`,
    );
  const offset = Array.isArray(view) ? view[1] : 0;
  if (!isCount(offset))
    throw new CheckpointError(`${where}: the storage is a view without an offset; the file is damaged.`);
  return { kind: 'storage', key, dtype: type.storage, elements, offset };
}

function toMap([items]: readonly PickleValue[]): PickleMap {
  if (items instanceof Map) return new Map(items);
  const pairs = Array.isArray(items) ? items : [];
  return new Map(pairs.filter(isPair));
}

/** (storage, offset, sizes, strides, requires_grad, hooks): torch/_utils.py. */
function rebuildTensor([storage, offset, shape, strides]: readonly PickleValue[], name: string): PickleTensor {
  if (!isStorage(storage)) throw new CheckpointError(`${name} was given no storage; the file is damaged.`);
  if (!isCount(offset) || !isCounts(shape) || !isCounts(strides) || shape.length !== strides.length)
    throw new CheckpointError(
      `${name} was given an offset, sizes or strides that are no counts, or that do not match; the file is damaged.`,
    );
  return { kind: 'tensor', storage, offset, shape, strides };
}

function firstTensor([tensor]: readonly PickleValue[], name: string): PickleTensor {
  if (!isTensor(tensor)) throw new CheckpointError(`${name} was given no tensor; the file is damaged.`);
  return tensor;
}

function historyMethod([owner, attribute]: readonly PickleValue[]): PickleValue {
  if (!isGlobal(owner) || !owner.name.endsWith('.HistoryBuffer') || typeof attribute !== 'string')
    throw new CheckpointError(
      'the pickle calls builtins.getattr on something other than mmengine’s HistoryBuffer. Nothing was run. ' +
        'Save the weights alone: torch.save(model.state_dict(), path).',
    );
  return { kind: 'inert', type: `${owner.name}.${attribute}`, args: [], state: null };
}

function inert(args: PickleValue[], type: string): PickleValue {
  return { kind: 'inert', type, args, state: null };
}

export function isTensor(value: PickleValue | undefined): value is PickleTensor {
  return kindOf(value) === 'tensor';
}

export function isGlobal(value: PickleValue | undefined): value is PickleGlobal {
  return kindOf(value) === 'global';
}

export function isForeign(value: PickleValue | undefined): value is PickleForeign {
  return kindOf(value) === 'foreign';
}

const isStorage = (value: PickleValue | undefined): value is PickleStorage => kindOf(value) === 'storage';
const kindOf = (value: PickleValue | undefined) =>
  typeof value === 'object' && value !== null && 'kind' in value ? value.kind : undefined;

const isCount = (value: PickleValue | undefined): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
const isCounts = (value: PickleValue | undefined): value is number[] =>
  Array.isArray(value) && value.length <= 16 && value.every(isCount);
const isPair = (value: PickleValue): value is [PickleValue, PickleValue] => Array.isArray(value) && value.length === 2;

/** A table's own row: `constructor` and its kind are names a hostile pickle may ask for. */
const ownValue = <T>(table: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;

/** A name from a hostile file, safe to show: short, and without control characters. */
const printable = (name: string) => name.slice(0, 120).replace(/[^\x20-\x7e]/g, '?');
