import { harmless } from '../text/harmless';
import { isForeign, isTensor } from './pickleGlobals';
import type { PickleForeign, PickleMap, PickleValue } from './pickleValue';

/** A dictionary that holds tensors, and the keys that lead to it. */
export interface TensorDictionary {
  readonly map: PickleMap;
  /** `checkpoint.model`; '' for the file's own value. One dictionary may be reached in several ways. */
  readonly paths: string[];
}

/** A placeholder, and the keys that lead to it. */
export interface FoundForeign {
  readonly value: PickleForeign;
  readonly path: string;
}

/** The deepest a state dict is looked for: real ones are not nested deeper, a hostile pickle may be. */
const DEPTH_LIMIT = 100;
/** Placeholders that are told of one by one. */
const FOREIGN_LIMIT = 100;
const PATHS_LIMIT = 8;

/**
 * Every dictionary of tensors in a pickled value, at any depth, the outer ones first, and the placeholders met on the way.
 * Only dicts, lists and tuples are looked through; a placeholder holds nothing. Each is visited once, however often the
 * pickle points to it, itself included.
 */
export function tensorDictionaries(value: PickleValue): {
  readonly dictionaries: readonly TensorDictionary[];
  readonly foreign: readonly FoundForeign[];
} {
  const found = new Map<PickleMap, TensorDictionary>();
  const foreign: FoundForeign[] = [];
  const visited = new Set<PickleValue>();
  const queue: Entry[] = [{ value, key: '', above: null, depth: 0 }];
  for (let at = 0; at < queue.length; at++) {
    const place = queue[at] as Entry;
    const { value: current, depth } = place;
    if (isForeign(current)) {
      if (foreign.length < FOREIGN_LIMIT) foreign.push({ value: current, path: pathOf(place) });
      continue;
    }
    if (!(current instanceof Map) && !Array.isArray(current)) continue;
    if (visited.has(current)) {
      const again = current instanceof Map ? found.get(current)?.paths : undefined;
      if (again && again.length < PATHS_LIMIT) again.push(pathOf(place));
      continue;
    }
    visited.add(current);
    if (current instanceof Map && hasTensors(current)) found.set(current, { map: current, paths: [pathOf(place)] });
    if (depth < DEPTH_LIMIT)
      for (const [key, inner] of current instanceof Map ? current : current.entries())
        if (isContainer(inner)) queue.push({ value: inner, key: keyText(key), above: place, depth: depth + 1 });
  }
  return { dictionaries: [...found.values()], foreign };
}

/** How a dictionary's key is shown. */
export function keyText(key: PickleValue): string {
  return typeof key === 'object' ? '(a key that is no text)' : harmless(String(key));
}

interface Entry {
  readonly value: PickleValue;
  readonly key: string;
  readonly above: Entry | null;
  readonly depth: number;
}

function pathOf(place: Entry): string {
  const keys: string[] = [];
  for (let at: Entry | null = place; at?.above; at = at.above) keys.unshift(at.key);
  return harmless(keys.join('.'));
}

const isContainer = (value: PickleValue) => value instanceof Map || Array.isArray(value) || isForeign(value);

function hasTensors(map: PickleMap): boolean {
  for (const entry of map.values()) if (isTensor(entry)) return true;
  return false;
}
