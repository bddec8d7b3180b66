import { browserStorage, onOtherTab, tabStorage } from '../storage';

/**
 * How the app comes back whatever it was given to show. Before a draft or a link is put on the screen, it is noted; the
 * note goes when the screen has stood for a while. A start that finds such a note knows that what it names hung, crashed
 * or broke the page the last time, and does not open it again.
 */
const NOTE = 'x3d-studio.opening.';
/**
 * The note of a link is the tab's own: the link stands in its address. A browser that keeps none opens a link that broke
 * again by a reload, and not by the plain address.
 */
const LINK_NOTE = 'x3d-studio.opening-link';

/** Notes that a draft is about to be put on the screen. */
export function noteDraft(id: string): void {
  browserStorage.setItem(NOTE + id, '1');
}

/** True where a draft was about to be put on the screen before, and never was. */
export function brokeBefore(id: string): boolean {
  return browserStorage.getItem(NOTE + id) !== null;
}

/** Calls back once the tab that is about to put a draft on the screen has done so. Returns a function that ends the waiting. */
export function whenDrawn(id: string, drawn: () => void): () => void {
  const stop = onOtherTab(NOTE + id, () => {
    if (brokeBefore(id)) return;
    stop();
    drawn();
  });
  return stop;
}

/** Takes back the note of a draft. */
export function forgetDraftNote(id: string): void {
  browserStorage.removeItem(NOTE + id);
}

/** Notes that the address's link is about to be opened. */
export function noteLink(hash: string): void {
  tabStorage.setItem(LINK_NOTE, hash);
}

/** True where this very link was about to be opened in this tab before, and never was. */
export function linkBrokeBefore(hash: string): boolean {
  return tabStorage.getItem(LINK_NOTE) === hash;
}

/** Takes back the note of the link. */
export function forgetLinkNote(): void {
  tabStorage.removeItem(LINK_NOTE);
}
