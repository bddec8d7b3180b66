import { useStore } from 'zustand';
import type { Train } from '../../state/train/train';
import { useApp } from './useApp';

/** A part of the state of training. */
export function useTrain<T>(pick: (state: Train) => T): T {
  return useStore(useApp().train, pick);
}
