import type { App } from '../app';
import { suggestedName } from './designName';

/** Opens the pinned design (one step of undo) and pins the one that was on the screen. */
export function swapWithPinned(app: App): void {
  const { pinned } = app.comparison.getState();
  if (!pinned) return;
  const { legal, preset } = app.document.getState();
  app.comparison.pinCurrent(suggestedName({ design: legal, preset }));
  app.document.open(pinned);
}
