/** The DOM id of the drawing, which takes focus and keys for all of its boxes. */
export const NETWORK_ID = 'network';

/** Gives the keyboard to the drawing, so that keys go on from what is selected there. */
export function focusNetwork(): void {
  document.getElementById(NETWORK_ID)?.focus({ preventScroll: true });
}

/** The DOM id of what a run gave, which takes the focus when a run was started by a key. */
export const RESULT_ID = 'run-result';

/** The DOM id of the verdict on one's own classes: how well they are told apart. */
export const VERDICT_ID = 'own-verdict';
