import { useStore } from 'zustand';
import type { OfflineUse } from '../../state/run/offlineUse';
import { useApp } from './useApp';

/** Whether runs work without a network. */
export function useOfflineUse(): OfflineUse {
  const app = useApp();
  return useStore(app.offlineUse);
}
