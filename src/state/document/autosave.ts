import { createStore } from 'zustand/vanilla';
import { exploreStore } from '../explore/explore';
import { lessonsStore } from '../learn/lessons';
import { pageApp } from '../pageApp';
import { freshId } from '../storage';
import { onTrainChoice } from '../train/train';

import { countOpened, followHistory, isOwnEntry, nowOnScreen } from './address';

import { currentDraft, type Draft, draftText, isUntouched, putOnScreen } from './draft';
import {
  deleteAside,
  draftAt,
  followDrafts,
  keepAside,
  pruneDrafts,
  refreshDrafts,
  removeDraft,
  type SavedDraft,
  savedDrafts,
  setDraftAside,
  writeDraft,
} from './drafts';
import { brokeBefore, forgetDraftNote, forgetLinkNote, linkBrokeBefore, noteDraft, noteLink } from './recovery';
import { openLink, type ReadLink, readLink } from './share';

/**
 * Every tab saves its draft under a key of its own, and holds a lock on it while it lives. A reload takes its own draft
 * up again; a new tab takes up the newest draft nobody holds, or makes a copy of the newest one somebody does. So no tab
 * ever writes over the work of another. What was on the screen when the page broke is set aside and not opened again.
 */
const LOCK = 'x3d-studio.draft.';
/** Which draft is this tab's, in sessionStorage: it survives a reload and ends with the tab. */
const TAB_KEY = 'x3d-studio.tab';
/** How long the document rests before it is saved, in milliseconds. */
const SAVE_AFTER = 300;
/** How long the screen has to stand before what is on it counts as drawn, in milliseconds. */
const STANDS_AFTER = 1500;
/** States one can go back to when the page breaks. */
const KEPT_STATES = 3;

/** Whether this browser saves the work; null until that was tried. */
export const savingStore = createStore<{ readonly saves: boolean | null }>()(() => ({ saves: null }));

/** The draft this tab saves under; null until it is certain that no other tab does. */
let ownId: string | null = null;
/** The page broke: what is on the screen is not to be saved over what was drawn. */
let broken = false;
/** What the page began with stood on the screen for a while. */
let stands = false;
/** What was saved last, without its place in the order: the same once more is not newer. */
let lastSaved = '';
/** The last states that were saved, the newest last. */
let states: readonly Draft[] = [];

/**
 * Puts on the screen what this tab was working on, or what the link in the address holds. To be called once, before the
 * first picture. From then on every change is saved. Never throws: what cannot be opened is set aside, and said.
 * @returns how to stop
 */
export function startAutosave(): () => void {
  const { found, mayBeOthers, before } = attempt(openFirst, () => ({ found: null, mayBeOthers: false, before: null }));
  void claim(found, mayBeOthers).then(({ id, copied }) => {
    ownId = id;
    // What is on the screen is saved before it is drawn.
    if (!stands) noteDraft(id);
    rememberTab(id);
    pruneDrafts(id);
    if (save() && copied)
      pageApp.notices.notify(
        'Another tab is working on this design. This one goes on with a copy; both are saved, each for itself.',
      );
  });
  const stops = [keepSaving(), followHistory(before)];
  return () => {
    for (const stop of stops) stop();
  };
}

/** Tells that the page has been drawn: from now on it is a fault of something else if it breaks. */
export function firstDrawn(): void {
  setTimeout(() => {
    if (broken) return;
    stands = true;
    forgetNotes();
  }, STANDS_AFTER);
}

/** Tells that the page broke. What was on the screen is set aside, and a reload opens what was there before it. */
export function pageBroke(): void {
  if (broken) return;
  broken = true;
  const before = stateBefore();
  if (ownId === null) return;
  const text = attempt(
    () => draftText(currentDraft(Date.now())),
    () => '',
  );
  removeDraft(ownId);
  if (text !== '') keepAside(ownId, text);
  if (before) writeDraft(ownId, before);
  forgetNotes();
}

/** Goes back to the last state that was saved before the page broke: a preset where there is none. */
export function backToStateBefore(): void {
  const before = stateBefore();
  if (before) putOnScreen(before);
  else pageApp.document.choosePreset('S');
  states = before ? states.slice(0, states.indexOf(before) + 1) : [];
  broken = false;
}

/** Starts over at the plain address: nothing that was opened is opened again. */
export function startOver(): void {
  broken = true;
  if (ownId !== null) {
    setDraftAside(ownId);
    forgetDraftNote(ownId);
  }
  forgetLinkNote();
  history.replaceState(null, '', location.pathname);
  location.reload();
}

/** Keeps the lists of drafts up to date. Returns how to stop. */
export function followOtherDrafts(): () => void {
  return followDrafts(() => ownId);
}

/** Puts a copy of another tab's draft on the screen: one step of undo. */
export function openOtherDraft({ now }: SavedDraft): void {
  pageApp.document.open(now);
}

/** Throws a draft away that no other tab is working on. */
export function deleteOtherDraft(id: string): void {
  removeDraft(id);
  refreshDrafts(ownId);
}

/** Throws a draft away that was set aside: only a person does that. */
export function deleteAsideDraft(id: string): void {
  deleteAside(id);
  refreshDrafts(ownId);
}

/** Saves at once. False where nothing is saved here. */
export function save(): boolean {
  if (ownId === null || broken) return false;
  const draft = currentDraft(Date.now());
  if (isUntouched(draft)) {
    removeDraft(ownId);
    return true;
  }
  const text = plainText(draft);
  if (text === lastSaved) return savingStore.getState().saves !== false;
  const saves = writeDraft(ownId, draft);
  lastSaved = saves ? text : '';
  states = [...states, draft].slice(-KEPT_STATES);
  const said = savingStore.getState().saves === false;
  savingStore.setState({ saves });
  if (!saves && !said)
    pageApp.notices.notify(
      'This browser saves nothing here: a reload will lose this design. A link or a file keeps it.',
    );
  return saves;
}

/** Puts on the screen what can be opened of the tab's own draft, of the newest one, and of the link in the address. */
function openFirst() {
  const { hash } = location;
  const own = ownDraftId();
  const ownBroke = own !== null && brokeBefore(own);
  if (ownBroke) leaveAside(own);
  const linkBroke = linkBrokeBefore(hash);
  if (linkBroke) sayLeftOut('The link in the address');
  const link = linkBroke ? null : readLink(hash);
  const newest = own === null && !link ? newestUnbroken() : null;
  const found = own ?? newest;
  const draft = found === null ? null : usable(found);
  const drawn = draft !== null && found !== null && putBack(found, draft);
  // After a reload the address is what was on the screen, which the tab's own draft knows better.
  const reloaded = own !== null && isOwnEntry(history.state) && (drawn || ownBroke);
  const before = link && !reloaded ? nowOnScreen() : null;
  if (link && !reloaded) {
    noteLink(hash);
    openFirstLink(link);
  }
  return { found, mayBeOthers: drawn && own === null, before };
}

/** The newest draft that did not break the page. One that did is set aside, unless a tab lives that works on it. */
function newestUnbroken(): string | null {
  const [newest] = savedDrafts().filter(({ id }) => {
    if (!brokeBefore(id)) return true;
    void hold(id, true).then((free) => free && leaveAside(id));
    return false;
  });
  return newest?.id ?? null;
}

function putBack(id: string, draft: Draft): boolean {
  noteDraft(id);
  try {
    putOnScreen(draft);
    return true;
  } catch {
    leaveAside(id);
    return false;
  }
}

function openFirstLink(link: ReadLink): void {
  countOpened();
  attempt(
    () => openLink(link),
    () => sayLeftOut('The link in the address'),
  );
}

function usable(id: string): Draft | null {
  const draft = draftAt(id);
  if (draft !== 'unusable') return draft;
  leaveAside(id);
  return null;
}

function leaveAside(id: string): void {
  setDraftAside(id);
  forgetDraftNote(id);
  sayLeftOut('The last draft');
}

function sayLeftOut(what: string): void {
  const where = what.includes('draft') ? ' It is set aside: see Designs.' : '';
  pageApp.notices.notify(`${what} could not be drawn and is left out.${where}`);
}

/** The last state that was saved and is another one than what is on the screen. */
function stateBefore(): Draft | null {
  const now = attempt(
    () => plainText(currentDraft(0)),
    () => '',
  );
  return states.findLast((state) => plainText(state) !== now) ?? null;
}

/** A draft without when it was saved. */
function plainText(draft: Draft): string {
  return draftText({ ...draft, at: 0, order: 0 });
}

function forgetNotes(): void {
  if (ownId !== null) forgetDraftNote(ownId);
  forgetLinkNote();
}

function keepSaving(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(save, SAVE_AFTER);
  };
  // Whoever leaves within the moment keeps the last change too, and did not see the page break.
  const onLeave = () => {
    save();
    if (!broken) forgetNotes();
  };
  const onHide = () => document.visibilityState === 'hidden' && save();
  const stores = [
    pageApp.document,
    pageApp.document.history,
    pageApp.session,
    pageApp.comparison,
    pageApp.session,
    exploreStore,
    lessonsStore,
  ];
  const stops = [...stores.map((store) => store.subscribe(soon)), onTrainChoice(soon)];
  window.addEventListener('pagehide', onLeave);
  document.addEventListener('visibilitychange', onHide);
  return () => {
    clearTimeout(timer);
    for (const stop of stops) stop();
    window.removeEventListener('pagehide', onLeave);
    document.removeEventListener('visibilitychange', onHide);
  };
}

/**
 * Makes certain which draft this tab saves under: the one that was found, or a new one where another tab holds that.
 * Without locks a draft that may be another tab's is never written to.
 */
async function claim(found: string | null, mayBeOthers: boolean): Promise<{ id: string; copied: boolean }> {
  if (found !== null && (await hold(found, !mayBeOthers))) return { id: found, copied: false };
  const id = freshId();
  await hold(id, true);
  return { id, copied: found !== null };
}

/**
 * Holds a draft's lock until the tab ends. False where another tab has it; `without` is the answer where there are no
 * locks, or where the browser refuses them.
 */
function hold(id: string, without: boolean): Promise<boolean> {
  return new Promise((answer) => {
    try {
      navigator.locks
        .request(LOCK + id, { ifAvailable: true }, (lock) => {
          answer(lock !== null);
          return lock && new Promise(() => {});
        })
        .catch(() => answer(without));
    } catch {
      answer(without);
    }
  });
}

function ownDraftId(): string | null {
  return attempt(
    () => sessionStorage.getItem(TAB_KEY),
    () => null,
  );
}

function rememberTab(id: string): void {
  attempt(
    () => sessionStorage.setItem(TAB_KEY, id),
    // Then a reload is like a new tab, which takes up the newest draft.
    () => {},
  );
}

function attempt<T>(work: () => T, otherwise: () => T): T {
  try {
    return work();
  } catch {
    return otherwise();
  }
}
