import { useStore } from 'zustand';
import { type Labels, labelsStore } from '../../state/run/labels';

/** What classes are called: by the label file, where one was opened; else by their index. */
export function useLabels(): { readonly labels: Labels | null; nameOf(index: number): string } {
  const labels = useStore(labelsStore, (state) => state.labels);
  return { labels, nameOf: (index) => labels?.names[index] || `class ${index}` };
}
