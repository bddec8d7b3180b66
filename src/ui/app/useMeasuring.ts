import { useStore } from 'zustand';
import { type Measuring, measuringOf } from '../../state/train/measuring';
import { useApp } from './useApp';

/** A part of the state of the queue that measures accuracies. */
export function useMeasuring<T>(pick: (state: Measuring) => T): T {
  return useStore(measuringOf(useApp()).store, pick);
}
