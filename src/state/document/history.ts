import { createStore } from 'zustand/vanilla';
import { sameValue } from '../../design/sameValue';

/** States that a store held before, and those that were taken back; the nearest is the last of either. */
export interface Steps<T> {
  readonly past: readonly T[];
  readonly future: readonly T[];
}

/** Where a state is held: a store, or several taken as one. */
interface Held<T> {
  getState(): T;
  setState(state: T): void;
  subscribe(listener: (now: T, before: T) => void): () => void;
}

/**
 * The steps of a store that can be undone and redone. It keeps whole states, `limit` at most. Every change to another
 * value is a step; between `beginGesture` and `endGesture` (a drag) all changes together are one.
 */
export function createHistory<T>(store: Held<T>, limit: number) {
  const steps = createStore<Steps<T>>()(() => ({ past: [], future: [] }));
  /** The state at the beginning of the gesture; null between gestures. */
  let start: { readonly state: T } | null = null;
  let recording = true;

  const record = (before: T): void => {
    if (sameValue(before, store.getState())) return;
    steps.setState(({ past }) => ({ past: [...past, before].slice(-limit), future: [] }));
  };
  store.subscribe((_, before) => {
    if (recording && start === null) record(before);
  });
  const unrecorded = (change: () => void): void => {
    recording = false;
    try {
      change();
    } finally {
      recording = true;
    }
  };
  const endGesture = (): void => {
    const begun = start;
    start = null;
    if (begun) record(begun.state);
  };
  /** Takes the last state of one side; the one that is left goes to the other. */
  const step = (from: 'past' | 'future', to: 'past' | 'future'): void => {
    endGesture();
    const { [from]: source, [to]: target } = steps.getState();
    const state = source.at(-1);
    if (state === undefined) return;
    const left = store.getState();
    steps.setState({ [from]: source.slice(0, -1), [to]: [...target, left] });
    unrecorded(() => store.setState(state));
  };

  return Object.assign(steps, {
    beginGesture(): void {
      start ??= { state: store.getState() };
    },
    /** Ends the gesture. One that changed nothing leaves no step. */
    endGesture,
    /** The state at the beginning of the gesture under way; null between gestures. */
    gestureStart: (): T | null => start?.state ?? null,
    undo: () => step('past', 'future'),
    redo: () => step('future', 'past'),
    /** Makes a change that is no step. */
    unrecorded,
  });
}
