import { useStore } from 'zustand';
import { type Explore, exploreStore } from '../../state/explore/explore';

/** A part of the explorer's state. */
export function useExplore<T>(pick: (state: Explore) => T): T {
  return useStore(exploreStore, pick);
}
