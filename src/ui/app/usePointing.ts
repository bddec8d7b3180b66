import { useStore } from 'zustand';
import { type Pointing, pointingStore } from '../../state/view/pointing';

/** Part of what the graph on the screen is about to do. */
export function usePointing<T>(pick: (pointing: Pointing) => T): T {
  return useStore(pointingStore, pick);
}
