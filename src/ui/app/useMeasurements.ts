import { useStore } from 'zustand';
import type { Measurements } from '../../state/timing/measurements';
import { useApp } from './useApp';

/** A part of the measurements. A component renders again only when what it picks has changed. */
export function useMeasurements<T>(pick: (measured: Measurements) => T): T {
  const app = useApp();
  return useStore(app.measurements, pick);
}
