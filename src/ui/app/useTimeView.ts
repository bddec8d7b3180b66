import { useStore } from 'zustand';
import { type TimeView, timeView } from '../../state/timing/timeView';

/** One choice of the Time panel and what changes it: `useState` that outlives the panel. */
export function useTimeView<K extends keyof TimeView>(
  name: K,
): readonly [value: TimeView[K], choose: (value: TimeView[K]) => void] {
  const value = useStore(timeView, (view) => view[name]);
  return [value, (chosen) => timeView.setState({ [name]: chosen })];
}
