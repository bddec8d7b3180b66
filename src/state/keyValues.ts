import { createStore, delMany, get, keys, setMany, type UseStore } from 'idb-keyval';

/** A store of values by name that lasts between visits. All of one `set` is written, or nothing of it. */
export interface KeyValues {
  get(key: string): Promise<unknown>;
  /** @throws DOMException QuotaExceededError where it is full */
  set(values: readonly (readonly [key: string, value: unknown])[]): Promise<void>;
  delete(keys: readonly string[]): Promise<void>;
  keys(): Promise<readonly string[]>;
}

/** A database of IndexedDB; opened by the first request. */
export function browserKeyValues(database: string): KeyValues {
  let opened: UseStore | null = null;
  const store = (): UseStore => {
    opened ??= createStore(database, 'kept');
    return opened;
  };
  return {
    get: (key) => get(key, store()),
    set: (values) =>
      setMany(
        values.map(([key, value]) => [key, value]),
        store(),
      ),
    delete: (names) => delMany([...names], store()),
    keys: async () => (await keys(store())).map(String),
  };
}
