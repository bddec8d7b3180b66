import { createStore } from 'zustand/vanilla';
import { harmless } from '../../text/harmless';

/** A sentence for the person in front of the screen, and at most one thing to do about it. */
export interface Notice {
  readonly id: number;
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void };
  /** Whether it stays until it is put away; others leave once they can have been read. */
  readonly stays?: boolean;
}

/** Notices shown at once: beyond that the oldest goes. */
const MOST = 3;

/** Several sentences; each was bounded where it was made. */
const MOST_LETTERS = 4000;

/** What is to be read now, the oldest first. */
export type Notices = ReturnType<typeof createNotices>;

/** Makes the list of notices, empty. */
export function createNotices() {
  const store = createStore<{ readonly notices: readonly Notice[] }>()(() => ({ notices: [] }));
  let last = 0;
  return Object.assign(store, {
    /** Shows a sentence until it is put away. The same sentence is not said twice. */
    notify(sentence: string, action?: Notice['action'], { stays = false }: { stays?: boolean } = {}): void {
      last += 1;
      const text = harmless(sentence, MOST_LETTERS);
      const notice: Notice = { id: last, text, stays, ...(action && { action }) };
      store.setState(({ notices }) => ({
        notices: [...notices.filter((other) => other.text !== text), notice].slice(-MOST),
      }));
    },
    /** Puts a notice away. */
    dismiss(id: number): void {
      store.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) }));
    },
  });
}
