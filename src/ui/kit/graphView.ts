import { createStore } from 'zustand/vanilla';

/** Ways to look at the drawn network. */
export interface GraphView {
  /** As much of the network as can be read, from its beginning. */
  showStart(): void;
  /** The whole network, however small. */
  showAll(): void;
  /** One node in the middle, as large as is comfortable. */
  zoomTo(id: string): void;
  /** Brings a node onto the screen if it is not there. */
  reveal(id: string): void;
  /** Brings all of a node onto the screen, or its beginning where it is too large, by as little as it takes. */
  settle(id: string): void;
  zoomBy(factor: number): void;
}

/** The graph that is on the screen, and the node that shows the selection: for commands, which are called from anywhere. */
export const graphViewStore = createStore<{ readonly view: GraphView | null; readonly seen: string | null }>(() => ({
  view: null,
  seen: null,
}));

/** How much larger one press makes the graph. */
export const ZOOM_STEP = 1.25;
