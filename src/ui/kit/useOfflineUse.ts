import { useStore } from 'zustand';
import { type OfflineUse, offlineStore } from '../../state/offlineUse';

/** Whether runs work without a network. */
export function useOfflineUse(): OfflineUse {
  return useStore(offlineStore);
}
