import { createStore } from 'zustand/vanilla';
import type { Design } from '../design/design';
import { documentStore, runningGesture } from './document';

/** The legal design before the last edit; null before the first. A whole drag is one edit, and so is an undo. */
export const lastEditStore = createStore<{ readonly before: Design | null }>()(() => ({ before: null }));

documentStore.subscribe(({ legal }, previous) => {
  if (legal !== previous.legal) lastEditStore.setState({ before: (runningGesture() ?? previous).legal });
});
