import { useStore } from 'zustand';
import type { CheckpointState } from '../../state/files/checkpoint';
import { useApp } from './useApp';

/** A part of the checkpoint's state. A component renders again only when what it picks has changed. */
export function useCheckpoint<T>(pick: (checkpoint: CheckpointState) => T): T {
  const app = useApp();
  return useStore(app.checkpoint, pick);
}
