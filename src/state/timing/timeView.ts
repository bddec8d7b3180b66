import { createStore, type StoreApi } from 'zustand/vanilla';

/** What can be compared: the graph with its lowering, one backend with the other, or two designs. */
export type ComparisonSubject = 'lowering' | 'backend' | 'design';

/** What the Time panel shows and is about to measure: it lasts while other tabs lie on top, and is gone with the page. */
export interface TimeView {
  readonly tab: 'runs' | 'layers' | 'comparison' | 'roofline' | 'why' | 'device';
  /** How often a network is run. */
  readonly count: '20' | '50' | '100' | '300';
  readonly subject: ComparisonSubject;
  /** Blocks A B B A to count. */
  readonly blocks: '6' | '12' | '25' | '50';
  /** Id of the design to compare with; empty for the first there is. */
  readonly other: string;
  /** Layers under the roofline, or their predicted beside their measured times. */
  readonly look: 'roof' | 'times';
}

/** Makes the store of the Time panel's choices. */
export function createTimeView(): StoreApi<TimeView> {
  return createStore<TimeView>()(() => ({
    tab: 'runs',
    count: '50',
    subject: 'lowering',
    blocks: '12',
    other: '',
    look: 'roof',
  }));
}
