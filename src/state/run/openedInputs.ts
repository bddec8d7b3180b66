import { createStore, type StoreApi } from 'zustand/vanilla';
import { harmless, MOST_IN_SENTENCE } from '../../text/harmless';
import type { Input, RunState } from './runStore';

/** A video, a folder of pictures or a NumPy array of a person's own. */
export type OwnInput = Extract<Input, { kind: 'file' | 'images' | 'array' }>;

/** What an input of one's own is called. */
export function ownInputName(input: OwnInput): string {
  if (input.kind === 'images') return input.folder.name;
  return harmless(input.kind === 'file' ? input.file.name : input.array.file.name, MOST_IN_SENTENCE);
}

/** True for an input of a person's own. */
export function isOwnInput(input: Input): input is OwnInput {
  return input.kind === 'file' || input.kind === 'images' || input.kind === 'array';
}

/** True where two inputs are the same file, or the same folder. */
export function sameOwnInput(a: OwnInput, b: OwnInput): boolean {
  if (a.kind === 'file' && b.kind === 'file') return sameFile(a.file, b.file);
  if (a.kind === 'array' && b.kind === 'array') return sameFile(a.array.file, b.array.file);
  return a.kind === 'images' && b.kind === 'images' && a.folder === b.folder;
}

function sameFile(a: File, b: File): boolean {
  return a.name === b.name && a.size === b.size && a.lastModified === b.lastModified;
}

/**
 * Makes the list of inputs of one's own that runs could open, by whatever way they were chosen, in that order. They stay in
 * it until they are closed.
 */
export function createOpenedInputs(runStore: StoreApi<RunState>) {
  const store = createStore<{ readonly opened: readonly OwnInput[] }>()(() => ({ opened: [] }));
  /** Puts an input on the list without choosing it: one of several that were dropped. */
  const list = (input: OwnInput): void =>
    store.setState(({ opened }) => ({ opened: [...opened.filter((other) => !sameOwnInput(other, input)), input] }));
  runStore.subscribe(({ source, settings: { input } }, { source: before }) => {
    if (source === null || source === before || !isOwnInput(input)) return;
    if (!store.getState().opened.some((other) => sameOwnInput(other, input))) list(input);
  });
  return Object.assign(store, {
    list,
    /** Takes an input off the list. */
    unlist: (input: OwnInput): void =>
      store.setState(({ opened }) => ({ opened: opened.filter((other) => !sameOwnInput(other, input)) })),
  });
}
