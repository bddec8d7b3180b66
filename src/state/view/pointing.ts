import { createStore } from 'zustand/vanilla';

/** What the graph on the screen is about to do, and where it is looked at. Kept apart from the session: it follows the pointer. */
interface Pointing {
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

/** What the pointer and texts do with the graph. */
export type PointingStore = ReturnType<typeof createPointing>;

/** Makes the store of what is pointed at: nothing yet. */
export function createPointing() {
  const store = createStore<Pointing>()(() => ({
    selected: null,
    hovered: null,
    anchor: null,
    litPaths: [],
    sought: null,
    lit: new Set(),
  }));
  return Object.assign(store, {
    /** Lights parts of the network, and no others. */
    light: (paths: readonly string[]): void => store.setState({ litPaths: paths, sought: null }),
    /**
     * Lights parts of the network and brings them onto the screen; without any, the picture's beginning.
     * @param around what is to be seen with them
     */
    seek: (paths: readonly string[], around: readonly string[] = []): void =>
      store.setState({ litPaths: paths, sought: [...paths, ...around] }),
  });
}
