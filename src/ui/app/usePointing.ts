import { useStore } from 'zustand';
import type { Pointing } from '../../state/view/pointing';
import { useApp } from './useApp';

/** Part of what the graph on the screen is about to do. */
export function usePointing<T>(pick: (pointing: Pointing) => T): T {
  const app = useApp();
  return useStore(app.pointing, pick);
}
