import { createStore, type StoreApi } from 'zustand/vanilla';

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
  /** Brings all of a node onto the screen, or its beginning where it is too large, by as little as it takes: moved, and smaller while it can be read. */
  settle(id: string): void;
  zoomBy(factor: number): void;
}

/** What the picture can be saved as, by the ending of the file: vectors, pixels, Mermaid text. */
export type PictureFormat = 'svg' | 'png' | 'mmd';

/** What there is to do with the graph on the screen. */
interface GraphOnScreen {
  readonly view: GraphView | null;
  /** The node that shows the selection. */
  readonly seen: string | null;
  /** Saves all of the picture as it is open now. */
  readonly save: ((format: PictureFormat) => Promise<void>) | null;
  /** What is open, drawn for paper: texts of SVG files, one under the other. */
  readonly draw: (() => readonly string[]) | null;
}

/** Makes the store of the graph that is on the screen, which commands read from anywhere: none yet. */
export function createGraphView(): StoreApi<GraphOnScreen> {
  return createStore<GraphOnScreen>()(() => ({ view: null, seen: null, save: null, draw: null }));
}

/** How much larger one press makes the graph. */
export const ZOOM_STEP = 1.25;
