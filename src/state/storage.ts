import type { StoreApi } from 'zustand/vanilla';
import { parseJson } from '../text/json';
import { attempt } from './attempt';

/**
 * Web storage: what stays in this browser between visits (localStorage), or in this tab between loads (sessionStorage). A
 * browser that refuses it (private windows, blocked cookies, a full disk) is no fault: reading finds nothing,
 * writing says that it did not work.
 */
function forgiving(storage: () => Storage) {
  return {
    /** What was saved under a key; null where nothing was, or nothing can be read. */
    getItem: (key: string): string | null => attempt(() => storage().getItem(key), null),
    /** True where it was saved. */
    setItem: (key: string, text: string): boolean =>
      attempt(() => {
        storage().setItem(key, text);
        return true;
      }, false),
    removeItem: (key: string): void => attempt(() => storage().removeItem(key), undefined),
  } as const;
}

export const browserStorage = forgiving(() => localStorage);
export const tabStorage = forgiving(() => sessionStorage);

/**
 * Brings back what a store kept from an earlier visit, and keeps it again whenever it changes.
 * @param kept the part of a state that is kept, as JSON takes it
 * @param read what of a saved value can be used: anything may have been saved
 */
export function keepInBrowser<T>(
  store: StoreApi<T>,
  key: string,
  { kept, read }: { readonly kept: (state: T) => unknown; readonly read: (saved: unknown) => Partial<T> },
): void {
  store.setState(read(readJson(key)));
  const textOf = (state: T) => JSON.stringify(kept(state));
  let last = textOf(store.getState());
  store.subscribe((state) => {
    const text = textOf(state);
    if (text === last) return;
    last = text;
    browserStorage.setItem(key, text);
  });
}

/** What was saved as JSON under a key; undefined where that is nothing, or damaged. */
export function readJson(key: string): unknown {
  const text = browserStorage.getItem(key);
  return text === null ? undefined : parseJson(text);
}

/** The keys that begin so. */
export function keysUnder(prefix: string): readonly string[] {
  return attempt(() => Object.keys(localStorage), []).filter((key) => key.startsWith(prefix));
}

/** Calls back when another tab changes something under a prefix. Returns how to stop. */
export function onOtherTab(prefix: string, changed: () => void): () => void {
  const listen = (event: StorageEvent) => {
    if (event.key === null || event.key.startsWith(prefix)) changed();
  };
  window.addEventListener('storage', listen);
  return () => window.removeEventListener('storage', listen);
}

/** An id nothing else that is saved here has. */
export function freshId(): string {
  return `${Date.now().toString(36)}${Math.floor(Math.random() * 36 ** 6).toString(36)}`;
}
