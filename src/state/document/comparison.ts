import { createStore } from 'zustand/vanilla';
import type { Origin } from '../../codec/designCode';
import type { DocumentStore } from './document';

/** A design that the one on the form is compared with. It is a copy: what it was made from may change or go. */
export interface Pinned extends Origin {
  /** As it is called on the screen: `X3D-S`, a snapshot's name, `before 14:32`. */
  readonly title: string;
}

/** What the network on the screen is compared with. */
export type ComparisonStore = ReturnType<typeof createComparison>;

/** Makes the store of what is pinned; null compares nothing. Saved with the draft, not undone. */
export function createComparison(document: DocumentStore) {
  const store = createStore<{ readonly pinned: Pinned | null }>()(() => ({ pinned: null }));
  /** Compares with this design from now on. */
  const pin = ({ title, design, preset }: Pinned): void => store.setState({ pinned: { title, design, preset } });
  return Object.assign(store, {
    pin,
    /** Compares from now on with the network as it is now: the newest legal design. */
    pinCurrent(title: string): void {
      const { legal, preset } = document.getState();
      pin({ title, design: legal, preset });
    },
    /** Compares no longer. */
    unpin: (): void => store.setState({ pinned: null }),
  });
}
