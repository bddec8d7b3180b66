import { useStore } from 'zustand';
import { type CheckpointState, checkpointStore } from '../../state/files/checkpoint';

/** A part of the checkpoint's state. A component renders again only when what it picks has changed. */
export function useCheckpoint<T>(pick: (checkpoint: CheckpointState) => T): T {
  return useStore(checkpointStore, pick);
}
