import { createStore } from 'zustand/vanilla';
import { firstOfRun } from '../../diagram/diagram';
import { toggleOpen, toggleUnfolded } from '../../state/session';

/** The node that stays where it is on the screen when the picture changes next; null for the picture's beginning. */
export const anchorStore = createStore<{ readonly anchor: string | null }>(() => ({ anchor: null }));

/** Keeps a node in place through the next change of the picture. */
export function anchorAt(id: string | null): void {
  anchorStore.setState({ anchor: id });
}

/** Opens a closed node, closes an open one, spreads out a folded run. The node stays where it is. */
export function toggle(id: string): void {
  anchorAt(id);
  const first = firstOfRun(id);
  if (first === null) toggleOpen(id);
  else toggleUnfolded(first);
}
