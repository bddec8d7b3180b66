import { useStore } from 'zustand';
import { type Train, trainStore } from '../../state/train/train';

/** A part of the state of training. */
export function useTrain<T>(pick: (state: Train) => T): T {
  return useStore(trainStore, pick);
}
