import { useStore } from 'zustand';
import { type Measurements, measurements } from '../../state/timing/measurements';

/** A part of the measurements. A component renders again only when what it picks has changed. */
export function useMeasurements<T>(pick: (measured: Measurements) => T): T {
  return useStore(measurements, pick);
}
