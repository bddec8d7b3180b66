import { createStore } from 'zustand/vanilla';
import { pageApp } from '../pageApp';
import { followHistory, isOwnEntry, nowOnScreen } from './address';
import { type Beginning, emptyBeginning, findBeginning, rememberTab, sayLeftOut } from './beginning';
import { currentDraft, type Draft, draftText, isUntouched, putOnScreen } from './draft';
import { lockDraft } from './draftLock';
import {
  deleteAside,
  draftAt,
  followDrafts,
  keepAside,
  pruneDrafts,
  refreshDrafts,
  removeDraft,
  type SavedDraft,
  setDraftAside,
  writeDraft,
} from './drafts';
import { forgetDraftNote, forgetLinkNote, linkBrokeBefore, noteDraft, noteLink, whenDrawn } from './recovery';
import { openLink, type ReadLink, readLink } from './share';

/**
 * Every tab saves its draft under a key of its own, and holds a lock on it while it lives (beginning.ts). So no tab ever
 * writes over the work of another. What was on the screen when the page broke is set aside and not opened again.
 */

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
/** Whether the page has been drawn, and whether somebody has changed the document since. */
let drawn = false;
let edited = false;
/** Counts down until what the page began with has stood on the screen for a while. */
let standing: ReturnType<typeof setTimeout> | undefined;
/** What was saved last, without its place in the order: the same once more is not newer. */
let lastSaved = '';
/** The last states that were saved, the newest last. */
let states: readonly Draft[] = [];
/** The last of them that stood on the screen: where the page breaks over it all the same, something else is at fault. */
let stood = '';

/**
 * Puts on the screen what this tab was working on, or what the link in the address holds. To be awaited once, before the
 * first picture. From then on every change is saved. Never throws: what cannot be opened is set aside, and said.
 * @returns how to stop
 */
export async function startAutosave(): Promise<() => void> {
  await isShown();
  const { hash } = location;
  const linkBroke = linkBrokeBefore(hash);
  if (linkBroke) sayLeftOut('The link in the address');
  const link = linkBroke ? null : attempt(() => readLink(hash), NOTHING);
  const beginning = await findBeginning(link !== null).catch(emptyBeginning);
  const { id, draft, copied, awaited, broke } = beginning;
  ownId = id;
  rememberTab(id);
  // What is on the screen is noted, and saved, before it is drawn.
  noteDraft(id);
  const isBack = draft !== null && putBack(beginning, draft);
  // After a reload the address is what was on the screen, which the tab's own draft knows better.
  const isReloaded = isOwnEntry(history.state) && (isBack || broke);
  const before = link && !isReloaded ? attempt(() => nowOnScreen(pageApp), NOTHING) : null;
  if (link && !isReloaded) {
    noteLink(hash);
    openFirstLink(link);
  }
  void pruneDrafts(id);
  if (save() && copied) sayCopied();
  const stops = [
    keepSaving(),
    followHistory(pageApp, before),
    ...(awaited === null ? [] : [whenDrawn(awaited, () => takeUp(awaited))]),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** Tells that the page has been drawn: from now on it is a fault of something else if it breaks. */
export function firstDrawn(): void {
  drawn = true;
  awaitStanding();
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
  stood = '';
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

/** Throws a draft away, unless another tab is working on it, which is said. */
export async function deleteOtherDraft(id: string): Promise<void> {
  const { holder, release } = await lockDraft(id);
  if (holder === 'another tab') pageApp.notices.notify('Another tab is working on this design. Close that tab first.');
  else removeDraft(id);
  release();
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

/** Where a page is made ready before anybody looks at it, locks are not given: nothing begins before it is shown. */
function isShown(): Promise<void> {
  const page: Document & { prerendering?: boolean } = document;
  if (!page.prerendering) return Promise.resolve();
  return new Promise((shown) => document.addEventListener('prerenderingchange', () => shown(), { once: true }));
}

/** Puts a draft on the screen. False where it cannot be: then it is set aside, if it is this tab's. */
function putBack({ id, copied }: Beginning, draft: Draft): boolean {
  try {
    putOnScreen(draft);
    return true;
  } catch {
    if (!copied) setDraftAside(id);
    sayLeftOut(copied ? 'What another tab is working on' : 'The last draft');
    return false;
  }
}

/** Goes on with a copy of what another tab has just drawn, unless something has been begun here meanwhile. */
function takeUp(id: string): void {
  const draft = draftAt(id);
  if (ownId === null || broken || draft === null || draft === 'unusable' || !isUntouched(currentDraft(0))) return;
  noteDraft(ownId);
  putOnScreen(draft);
  edited = false;
  if (drawn) awaitStanding();
  if (save()) sayCopied();
}

function sayCopied(): void {
  pageApp.notices.notify(
    'Another tab is working on this design. This one goes on with a copy; both are saved, each for itself.',
  );
}

function awaitStanding(): void {
  clearTimeout(standing);
  standing = setTimeout(stand, STANDS_AFTER);
}

/** What is on the screen has been drawn. */
function stand(): void {
  clearTimeout(standing);
  if (broken) return;
  stood = lastSaved;
  forgetNotes();
}

function openFirstLink(link: ReadLink): void {
  pageApp.session.countOpened();
  attempt(
    () => openLink(pageApp, link),
    () => sayLeftOut('The link in the address'),
  );
}

/** The last state that was saved and is another one than what is on the screen, or that has stood there. */
function stateBefore(): Draft | null {
  const now = attempt(
    () => plainText(currentDraft(0)),
    () => '',
  );
  return states.findLast((state) => (plainText(state) === now) === (now === stood)) ?? null;
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
    timer = setTimeout(() => {
      save();
      // What takes edits has been drawn.
      if (edited) stand();
    }, SAVE_AFTER);
  };
  const watchEdits = () => {
    edited = drawn;
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
    pageApp.explore,
    pageApp.lessons,
  ];
  const stops = [
    pageApp.document.subscribe(watchEdits),
    ...stores.map((store) => store.subscribe(soon)),
    pageApp.train.onChoice(soon),
  ];
  window.addEventListener('pagehide', onLeave);
  document.addEventListener('visibilitychange', onHide);
  return () => {
    clearTimeout(timer);
    for (const stop of stops) stop();
    window.removeEventListener('pagehide', onLeave);
    document.removeEventListener('visibilitychange', onHide);
  };
}

const NOTHING = () => null;

function attempt<T>(work: () => T, otherwise: () => T): T {
  try {
    return work();
  } catch {
    return otherwise();
  }
}
