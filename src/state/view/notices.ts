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

/** What is to be read now, the oldest first. */
export const noticesStore = createStore<{ readonly notices: readonly Notice[] }>()(() => ({ notices: [] }));

/** More than this nobody reads: the oldest goes. */
const MOST = 3;

/** Several sentences; each was bounded where it was made. */
const MOST_LETTERS = 4000;

let last = 0;

/** Shows a sentence until it is put away. The same sentence is not said twice. */
export function notify(said: string, action?: Notice['action'], { stays = false }: { stays?: boolean } = {}): void {
  last += 1;
  const text = harmless(said, MOST_LETTERS);
  const notice: Notice = { id: last, text, stays, ...(action && { action }) };
  noticesStore.setState(({ notices }) => ({
    notices: [...notices.filter((other) => other.text !== text), notice].slice(-MOST),
  }));
}

/** Puts a notice away. */
export function dismiss(id: number): void {
  noticesStore.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) }));
}
