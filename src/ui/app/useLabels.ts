import { useStore } from 'zustand';
import type { Labels } from '../../state/run/labels';
import { useApp } from './useApp';

/** What classes are called: by the label file, where one was opened; else by their index. */
export function useLabels(): { readonly labels: Labels | null; nameOf(index: number): string } {
  const app = useApp();
  const labels = useStore(app.labels, (state) => state.labels);
  return { labels, nameOf: (index) => labels?.names[index] || `class ${index}` };
}
