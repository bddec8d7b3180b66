import { useStore } from 'zustand';
import type { TimeView } from '../../state/timing/timeView';
import { useApp } from './useApp';

/** One choice of the Time panel and what changes it: `useState` that outlives the panel. */
export function useTimeView<K extends keyof TimeView>(
  name: K,
): readonly [value: TimeView[K], choose: (value: TimeView[K]) => void] {
  const app = useApp();
  const value = useStore(app.timeView, (view) => view[name]);
  return [value, (chosen) => app.timeView.setState({ [name]: chosen })];
}
