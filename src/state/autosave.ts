import { createStore } from 'zustand/vanilla';
import { countOpened, followHistory, isOwnEntry, nowOnScreen } from './address';
import { compareStore } from './compare';
import { documentStore, historyStore, openDesign } from './document';
import { currentDraft, type DraftEnd, draftText, isUntouched, putOnScreen, readDraft, readDraftEnd } from './draft';
import { exploreStore } from './explore';
import { faceStore } from './face';
import { lessonsStore } from './lessons';
import { notify } from './notices';
import { sessionStore } from './session';
import { openLink, readLink } from './share';
import { browserStorage, freshId, keysUnder, onOtherTab, readJson } from './storage';

/**
 * Every tab saves its draft under a key of its own, and holds a lock on it while it lives. A reload takes its own draft
 * up again; a new tab takes up the newest draft nobody holds, or makes a copy of the newest one somebody does. So no tab
 * ever writes over the work of another.
 */
const PREFIX = 'x3d-studio.draft.';
/** Which draft is this tab's, in sessionStorage: it survives a reload and ends with the tab. */
const TAB_KEY = 'x3d-studio.tab';
/** How long the document rests before it is saved, in milliseconds. */
const SAVE_AFTER = 300;
/** Drafts that are kept; beyond that the oldest goes. */
const MOST_DRAFTS = 24;

/** A draft of another tab, open or closed since. */
export interface OtherDraft extends DraftEnd {
  readonly id: string;
}

/** The drafts of other tabs, the newest first; up to date while somebody follows them. */
export const otherDraftsStore = createStore<{ readonly drafts: readonly OtherDraft[] }>()(() => ({ drafts: [] }));

/** Keeps the list of other tabs' drafts up to date. Returns how to stop. */
export function followOtherDrafts(): () => void {
  refreshOthers();
  return onOtherTab(PREFIX, refreshOthers);
}

/** The draft this tab saves under; null until it is certain that no other tab does. */
let ownId: string | null = null;

/**
 * Puts on the screen what this tab was working on, or what the link in the address holds. To be called once, before the
 * first picture. From then on every change is saved.
 */
export function startAutosave(): void {
  const link = readLink(location.hash);
  const [own, newest] = [ownDraftId(), savedDrafts()[0]];
  const found = own ?? (link ? null : (newest?.id ?? null));
  const draft = found === null ? null : readDraft(readJson(PREFIX + found));
  if (draft) putOnScreen(draft);
  // After a reload the address is what was on the screen, which the tab's own draft knows better.
  const reloaded = draft !== null && own !== null && isOwnEntry(history.state);
  const before = link && !reloaded ? nowOnScreen() : null;
  if (link && !reloaded) {
    countOpened();
    openLink(link);
  }
  void claim(found, draft !== null && own === null).then((id) => {
    ownId = id;
    rememberTab(id);
    prune();
    save();
  });
  keepSaving();
  followHistory(before);
}

/** Puts a copy of another tab's draft on the screen: one step of undo. */
export function openOtherDraft({ now }: OtherDraft): void {
  openDesign(now);
}

/** Throws a draft away that no other tab is working on. */
export function deleteOtherDraft(id: string): void {
  browserStorage.removeItem(PREFIX + id);
  refreshOthers();
}

/** Saves at once. */
export function save(): void {
  if (ownId === null) return;
  const draft = currentDraft(Date.now());
  if (isUntouched(draft)) {
    browserStorage.removeItem(PREFIX + ownId);
    return;
  }
  const saved =
    browserStorage.setItem(PREFIX + ownId, draftText(draft)) ||
    // A full storage may still hold the design without the way to it.
    browserStorage.setItem(PREFIX + ownId, draftText({ ...draft, past: [], future: [] }));
  if (!saved) notify('This browser saves nothing here: a reload will lose this design. A link or a file keeps it.');
}

function keepSaving(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(save, SAVE_AFTER);
  };
  for (const store of [documentStore, historyStore, sessionStore, compareStore, faceStore, exploreStore, lessonsStore])
    store.subscribe(soon);
  // Whoever leaves within the moment keeps the last change too.
  window.addEventListener('pagehide', save);
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && save());
}

/**
 * Makes certain which draft this tab saves under: the one that was found, or a new one where another tab holds that.
 * Without locks a draft that may be another tab's is never written to.
 */
async function claim(found: string | null, mayBeOthers: boolean): Promise<string> {
  if (found !== null && (await hold(found, !mayBeOthers))) return found;
  const id = freshId();
  await hold(id, true);
  if (found !== null)
    notify('Another tab is working on this design. This one goes on with a copy; both are saved, each for itself.');
  return id;
}

/** Holds a draft's lock until the tab ends. False where another tab has it; `without` is the answer where there are no locks. */
function hold(id: string, without: boolean): Promise<boolean> {
  if (!navigator.locks) return Promise.resolve(without);
  return new Promise((answer) => {
    void navigator.locks.request(PREFIX + id, { ifAvailable: true }, (lock) => {
      answer(lock !== null);
      return lock && new Promise(() => {});
    });
  });
}

function ownDraftId(): string | null {
  try {
    return sessionStorage.getItem(TAB_KEY);
  } catch {
    return null;
  }
}

function rememberTab(id: string): void {
  try {
    sessionStorage.setItem(TAB_KEY, id);
  } catch {
    // Then a reload is like a new tab, which takes up the newest draft.
  }
}

function savedDrafts(): readonly OtherDraft[] {
  return (
    keysUnder(PREFIX)
      .flatMap((key): OtherDraft[] => {
        const draft = readDraftEnd(readJson(key));
        return draft ? [{ ...draft, id: key.slice(PREFIX.length) }] : [];
      })
      // A look around must not stand before work.
      .toSorted((a, b) => Number(b.edited) - Number(a.edited) || b.at - a.at)
  );
}

function refreshOthers(): void {
  otherDraftsStore.setState({ drafts: savedDrafts().filter(({ id, edited }) => edited && id !== ownId) });
}

function prune(): void {
  for (const { id } of savedDrafts().slice(MOST_DRAFTS)) browserStorage.removeItem(PREFIX + id);
}
