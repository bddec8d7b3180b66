import { createStore } from 'zustand/vanilla';
import { harmless } from '../../text/harmless';
import { recordOf } from '../../text/json';
import { browserStorage, readJson } from '../storage';

/** Names of classes, and the file they came from. */
export interface Labels {
  readonly file: string;
  /** By class index; '' where the file names none. */
  readonly names: readonly string[];
}

const KEY = 'x3d-studio.labels';

/** Makes the store of the label file that was opened last, in this or an earlier visit; null where none was. */
export function createLabels() {
  const store = createStore<{ readonly labels: Labels | null }>()(() => ({ labels: remembered() }));
  return Object.assign(store, {
    /**
     * Reads a label file, uses it from now on and remembers it.
     * @throws Error with a sentence for the user
     */
    async open(file: File): Promise<void> {
      const { readLabelFile } = await import('./parseLabels');
      const labels = { file: harmless(file.name), names: await readLabelFile(file) };
      store.setState({ labels });
      browserStorage.setItem(KEY, JSON.stringify(labels));
    },
    forget(): void {
      store.setState({ labels: null });
      browserStorage.removeItem(KEY);
    },
  });
}

/** Far beyond any label set; a larger index would make a list that does not fit in memory. */
const MOST_CLASSES = 100_000;

function remembered(): Labels | null {
  const { file, names } = recordOf(readJson(KEY));
  if (typeof file !== 'string' || !Array.isArray(names) || !names.every((name) => typeof name === 'string'))
    return null;
  return { file: harmless(file), names: names.slice(0, MOST_CLASSES).map((name) => harmless(name)) };
}
