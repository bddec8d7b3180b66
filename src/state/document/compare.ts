import { createStore } from 'zustand/vanilla';
import type { Origin } from '../../codec/designCode';
import { documentStore } from './document';

/** A design that the one on the form is compared with. It is a copy: what it was made from may change or go. */
export interface Pinned extends Origin {
  /** As it is called on the screen: `X3D-S`, a snapshot's name, `before 14:32`. */
  readonly title: string;
}

/** What is pinned; null compares nothing. Saved with the draft, not undone. */
export const compareStore = createStore<{ readonly pinned: Pinned | null }>()(() => ({ pinned: null }));

/** Compares with this design from now on. */
export function pin({ title, design, preset }: Pinned): void {
  compareStore.setState({ pinned: { title, design, preset } });
}

/** Compares from now on with the network as it is now: the newest legal design. */
export function pinCurrent(title: string): void {
  const { legal, preset } = documentStore.getState();
  pin({ title, design: legal, preset });
}

/** Compares no longer. */
export function unpin(): void {
  compareStore.setState({ pinned: null });
}
