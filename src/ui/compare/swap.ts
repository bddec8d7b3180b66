import { compareStore, pinCurrent } from '../../state/document/compare';
import { suggestedName } from '../../state/document/designName';
import { documentStore, openDesign } from '../../state/document/document';

/** Opens the pinned design (one step of undo) and pins the one that was on the screen. */
export function swapWithPinned(): void {
  const { pinned } = compareStore.getState();
  if (!pinned) return;
  const { legal, preset } = documentStore.getState();
  pinCurrent(suggestedName({ design: legal, preset }));
  openDesign(pinned);
}
