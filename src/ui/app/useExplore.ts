import { useStore } from 'zustand';
import type { Explore } from '../../state/explore/explore';
import { useApp } from './useApp';

/** A part of the explorer's state. */
export function useExplore<T>(pick: (state: Explore) => T): T {
  const app = useApp();
  return useStore(app.explore, pick);
}
