import type { Change } from '../analysis/difference';

/** The changes, in the order of the legend. */
export const CHANGES: readonly Change[] = ['added', 'removed', 'changed', 'same'];

/** What each is called on the screen. */
export const CHANGE_WORDS: Readonly<Record<Change, string>> = {
  added: 'added',
  removed: 'removed',
  changed: 'changed',
  same: 'the same',
};

/** Last name of a path: `conv2` of `layer3.4.conv2`. */
export function lastName(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}
