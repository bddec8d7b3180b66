import { useStore } from 'zustand';
import { startFile, type Train } from '../../state/train/train';
import { useApp } from './useApp';

export function useTrain<T>(pick: (state: Train) => T): T {
  return useStore(useApp().train, pick);
}

/** The opened file that the next run starts from; null for none. */
export function useStartFile(): string | null {
  const { checkpoint } = useApp();
  const open = useStore(checkpoint);
  return useTrain((state) => startFile(state, open));
}
