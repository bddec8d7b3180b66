import { isRecord } from '../text/json';
import { ConfigError } from './configError';

/**
 * A value as a configuration file writes it: plain data. A dictionary is a Map, so that a key called `__proto__` is a
 * key like any other. Tuples and lists are both arrays.
 */
export type ConfigValue = null | boolean | number | string | readonly ConfigValue[] | ConfigMap | Unread;

export type ConfigMap = ReadonlyMap<string, ConfigValue>;

/** An expression that is no literal (a call, a comprehension, an unknown name): its text, which is never run. */
export interface Unread {
  readonly unread: string;
}

export function isMap(value: ConfigValue | undefined): value is ConfigMap {
  return value instanceof Map;
}

export function isUnread(value: ConfigValue | undefined): value is Unread {
  return typeof value === 'object' && value !== null && 'unread' in value;
}

/** The dictionary at a path of keys; null where there is none. */
function mapAt(root: ConfigMap, ...path: readonly string[]): ConfigMap | null {
  let found: ConfigValue | undefined = root;
  for (const key of path) found = isMap(found) ? found.get(key) : undefined;
  return isMap(found) ? found : null;
}

/** The value at a path of keys; undefined where there is none. */
export function valueIn(root: ConfigMap, ...path: readonly string[]): ConfigValue | undefined {
  const last = path.at(-1) ?? '';
  return mapAt(root, ...path.slice(0, -1))?.get(last);
}

/** Values one dictionary of a network may hold. A text can say the same list over and over in a few names. */
const MOST_VALUES = 10_000;

/**
 * A value as JSON has it: dictionaries as objects, where a key called `__proto__` is an own property like any other.
 * @param where its path in the file, for messages
 * @throws ConfigError where it, or anything in it, is no literal
 */
export function literal(value: ConfigValue, where: string): unknown {
  let left = MOST_VALUES;
  const plain = (each: ConfigValue, path: string): unknown => {
    if (--left < 0) throw new ConfigError(`${where} holds more than ${MOST_VALUES} values.`);
    if (isUnread(each))
      throw new ConfigError(
        `${path} is ${each.unread.slice(0, 60)}, which is no literal, and nothing is evaluated here. Write the value in its place.`,
      );
    if (Array.isArray(each)) return each.map((entry, index) => plain(entry, `${path}[${index}]`));
    if (isMap(each)) return Object.fromEntries([...each].map(([key, entry]) => [key, plain(entry, `${path}.${key}`)]));
    return each;
  };
  return plain(value, where);
}

/** JSON's own value as a configuration's. */
export function fromJson(value: unknown): ConfigValue {
  if (Array.isArray(value)) return value.map(fromJson);
  if (isRecord(value)) return new Map(Object.entries(value).map(([key, entry]) => [key, fromJson(entry)]));
  return value as ConfigValue;
}
