import type { Draft } from '../codes/draftCode';
import { freshId, tabStorage } from '../storage';
import type { Notices } from '../view/notices';
import { lockDraft } from './draftLock';
import { draftAt, savedDrafts, setDraftAside } from './drafts';
import { brokeBefore, forgetDraftNote } from './recovery';

/** What a tab begins with, and the draft it saves under: no other tab does. */
export interface Beginning {
  readonly id: string;
  /** What goes on the screen; null where that is a preset, or a link. */
  readonly draft: Draft | null;
  /** Whether that is a copy of what another tab works on. */
  readonly copied: boolean;
  /** A draft that another tab is just about to draw: it is not known yet whether it can be drawn. */
  readonly awaited: string | null;
  /** Whether the draft this tab had before broke the page, and is set aside. */
  readonly broke: boolean;
}

/** Which draft is this tab's, in sessionStorage: it survives a reload and ends with the tab. */
const TAB_KEY = 'x3d-studio.tab';

/** How long a page that is reloaded may take to end, in milliseconds. */
const ENDS_WITHIN = 300;

/**
 * Finds what this tab begins with. A reload takes its own draft up again; a new tab takes up the newest draft that no
 * tab holds, or makes a copy of the newest one that a tab does. What broke the page, or cannot be read, is set aside on the
 * way; never what another tab holds, however it looks from here.
 * @param isForLink whether a link is opened, so that a new tab takes up nothing
 */
export async function findBeginning(notices: Notices, isForLink: boolean): Promise<Beginning> {
  const own = tabStorage.getItem(TAB_KEY);
  if (own !== null) return ofThisTab(notices, own);
  return (isForLink ? null : await newest(notices)) ?? { ...EMPTY, id: await ownNew() };
}

/** A beginning with nothing, for where the browser refuses all. */
export const emptyBeginning = (): Beginning => ({ ...EMPTY, id: freshId() });

const EMPTY = { draft: null, copied: false, awaited: null, broke: false } as const;

/** Remembers which draft is this tab's. Where that is refused a reload is like a new tab. */
export function rememberTab(id: string): void {
  tabStorage.setItem(TAB_KEY, id);
}

/** Sets a draft aside that could not be drawn, and says so. */
function leaveAside(notices: Notices, id: string): void {
  setDraftAside(id);
  forgetDraftNote(id);
  sayLeftOut(notices, 'The last draft');
}

/** Says that something could not be drawn. */
export function sayLeftOut(notices: Notices, what: string): void {
  const where = what.includes('draft') ? ' It is set aside: see Designs.' : '';
  notices.notify(`${what} could not be drawn and is left out.${where}`);
}

async function ofThisTab(notices: Notices, id: string): Promise<Beginning> {
  const { holder } = await lockDraft(id, ENDS_WITHIN);
  // A tab that was duplicated knows the draft of the one it was made from.
  if (holder === 'another tab') return ofAnotherTab(id);
  if (!brokeBefore(id)) return { ...EMPTY, id, draft: usable(notices, id) };
  leaveAside(notices, id);
  return { ...EMPTY, id, broke: true };
}

async function newest(notices: Notices): Promise<Beginning | null> {
  for (const { id } of savedDrafts()) {
    const { holder, release } = await lockDraft(id);
    if (holder === 'another tab') return ofAnotherTab(id);
    // Looked at only now: the tab that held it may just have ended, with a last word.
    if (brokeBefore(id)) leaveAside(notices, id);
    else {
      const draft = usable(notices, id);
      // Without locks a draft that may be another tab's is never written to.
      if (draft && holder === 'unknown') return { ...EMPTY, id: await ownNew(), draft, copied: true };
      if (draft) return { ...EMPTY, id, draft };
    }
    release();
  }
  return null;
}

async function ofAnotherTab(other: string): Promise<Beginning> {
  const id = await ownNew();
  if (brokeBefore(other)) return { ...EMPTY, id, awaited: other };
  const draft = draftAt(other);
  return draft === null || draft === 'unusable' ? { ...EMPTY, id } : { ...EMPTY, id, draft, copied: true };
}

/** A new draft, held by this tab. */
async function ownNew(): Promise<string> {
  const id = freshId();
  await lockDraft(id);
  return id;
}

function usable(notices: Notices, id: string): Draft | null {
  const draft = draftAt(id);
  if (draft !== 'unusable') return draft;
  leaveAside(notices, id);
  return null;
}
