import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

/** Which node of the picture shows the selection, and which one the pointer is on. Derived, but kept in a store so that a change draws two nodes and not all. */
export interface Seen {
  readonly selected: string | null;
  readonly hovered: string | null;
}

export const seenStore = createStore<Seen>(() => ({ selected: null, hovered: null }));

/** Asks about the node that shows the selection. */
export function useSeen<T>(pick: (selected: string | null) => T): T {
  return useStore(seenStore, ({ selected }) => pick(selected));
}

/** Notes the node under the pointer. */
export function hover(id: string | null): void {
  seenStore.setState({ hovered: id });
}
