import { createStore } from 'zustand/vanilla';

/** What the graph on the screen is about to do, and where it is looked at. Kept apart from the session: it follows the pointer. */
export interface Pointing {
  /** Node of the picture that shows the selection, derived from it; here so that a change draws two nodes and not all. */
  readonly selected: string | null;
  /** Node under the pointer. */
  readonly hovered: string | null;
  /** Node that stays where it is on the screen when the picture changes next; null for the picture's beginning. */
  readonly anchor: string | null;
  /** Parts of the network that a text lights, by path. */
  readonly litPaths: readonly string[];
  /** Nodes of the picture that show those. */
  readonly lit: ReadonlySet<string>;
}

export const pointingStore = createStore<Pointing>(() => ({
  selected: null,
  hovered: null,
  anchor: null,
  litPaths: [],
  lit: new Set(),
}));

/** Notes the node under the pointer. */
export function hover(id: string | null): void {
  pointingStore.setState({ hovered: id });
}

/** Notes which node shows the selection. */
export function showSelected(id: string | null): void {
  pointingStore.setState({ selected: id });
}

/** Keeps a node in place through the next change of the picture. */
export function anchorAt(id: string | null): void {
  pointingStore.setState({ anchor: id });
}

/** Lights parts of the network, and no others. */
export function light(paths: readonly string[]): void {
  pointingStore.setState({ litPaths: paths });
}

/** Notes which nodes show what is lit. */
export function showLit(ids: ReadonlySet<string>): void {
  pointingStore.setState({ lit: ids });
}
