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
  /** What of these is to be brought onto the screen, empty for the picture's beginning; null asks for nothing. */
  readonly sought: readonly string[] | null;
  /** Nodes of the picture that show what is lit. */
  readonly lit: ReadonlySet<string>;
}

export const pointingStore = createStore<Pointing>(() => ({
  selected: null,
  hovered: null,
  anchor: null,
  litPaths: [],
  sought: null,
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
  pointingStore.setState({ litPaths: paths, sought: null });
}

/**
 * Lights parts of the network and brings them onto the screen; without any, the picture's beginning.
 * @param around what is to be seen with them
 */
export function seek(paths: readonly string[], around: readonly string[] = []): void {
  pointingStore.setState({ litPaths: paths, sought: [...paths, ...around] });
}

/** Notes which nodes show what is lit. */
export function showLit(ids: ReadonlySet<string>): void {
  pointingStore.setState({ lit: ids });
}
