import { useStore } from 'zustand';
import { type OfflineUse, offlineStore } from '../../state/run/offlineUse';

/** Whether runs work without a network. */
export function useOfflineUse(): OfflineUse {
  return useStore(offlineStore);
}
