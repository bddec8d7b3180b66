import { createStore } from 'zustand/vanilla';
import { attempt } from '../attempt';
import { type Draft, draftText, isUntouched } from '../codes/draftCode';
import { type ReadLink, readLink } from '../codes/linkCode';
import { stopAll } from '../stopAll';
import { whenRested } from '../whenRested';
import { followHistory, isOwnEntry, nowOnScreen } from './address';
import { type Beginning, emptyBeginning, findBeginning, rememberTab, sayLeftOut } from './beginning';
import { currentDraft, putOnScreen } from './draft';
import { draftAt, keepAside, pruneDrafts, removeDraft, setDraftAside, writeDraft } from './drafts';
import { forgetDraftNote, forgetLinkNote, linkBrokeBefore, noteDraft, noteLink, whenDrawn } from './recovery';
import type { Screen } from './screen';
import { openLink } from './share';

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

/** Makes what saves the work of this tab, and brings it back. Nothing is read and nothing saved before it is started. */
export function createAutosave(screen: Screen) {
  const { notices } = screen;
  /** Whether this browser saves the work; null until that was tried. */
  const saving = createStore<{ readonly saves: boolean | null }>()(() => ({ saves: null }));

  /** The draft this tab saves under; null until it is certain that no other tab does. */
  let ownId: string | null = null;
  /** The page broke: what is on the screen is not to be saved over what was drawn. */
  let broken = false;
  /** Whether the page has been drawn, and whether the document was changed since. */
  let drawn = false;
  let edited = false;
  /** Counts down until what the page began with has stood on the screen for a while. */
  const standing = whenRested(STANDS_AFTER);
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
  async function start(): Promise<() => void> {
    await isShown();
    const { hash } = location;
    const linkBroke = linkBrokeBefore(hash);
    if (linkBroke) sayLeftOut(notices, 'The link in the address');
    const link = linkBroke ? null : attempt(() => readLink(hash), null);
    const beginning = await findBeginning(notices, link !== null).catch(emptyBeginning);
    const { id, draft, copied, awaited, broke } = beginning;
    ownId = id;
    rememberTab(id);
    // What is on the screen is noted, and saved, before it is drawn.
    noteDraft(id);
    const isBack = draft !== null && putBack(beginning, draft);
    // After a reload the address is what was on the screen, which the tab's own draft knows better.
    const isReloaded = isOwnEntry(history.state) && (isBack || broke);
    const before = link && !isReloaded ? attempt(() => nowOnScreen(screen), null) : null;
    if (link && !isReloaded) {
      noteLink(hash);
      openFirstLink(link);
    }
    void pruneDrafts(id);
    if (save() && copied) sayCopied();
    return stopAll([
      keepSaving(),
      followHistory(screen, before),
      ...(awaited === null ? [] : [whenDrawn(awaited, () => takeUp(awaited))]),
    ]);
  }

  /** Tells that the page has been drawn: from now on it is a fault of something else if it breaks. */
  function firstDrawn(): void {
    drawn = true;
    standing(stand);
  }

  /** Tells that the page broke. What was on the screen is set aside, and a reload opens what was there before it. */
  function pageBroke(): void {
    if (broken) return;
    broken = true;
    const before = stateBefore();
    if (ownId === null) return;
    const text = attempt(() => draftText(currentDraft(screen, Date.now())), '');
    removeDraft(ownId);
    if (text !== '') keepAside(ownId, text);
    if (before) writeDraft(ownId, before);
    forgetNotes();
  }

  /** Goes back to the last state that was saved before the page broke: a preset where there is none. */
  function backToStateBefore(): void {
    const before = stateBefore();
    if (before) putOnScreen(screen, before);
    else screen.document.choosePreset('S');
    stood = '';
    states = before ? states.slice(0, states.indexOf(before) + 1) : [];
    broken = false;
  }

  /** Starts over at the plain address: nothing that was opened is opened again. */
  function startOver(): void {
    broken = true;
    if (ownId !== null) {
      setDraftAside(ownId);
      forgetDraftNote(ownId);
    }
    forgetLinkNote();
    history.replaceState(null, '', location.pathname);
    location.reload();
  }

  /** Saves at once. False where nothing is saved here. */
  function save(): boolean {
    if (ownId === null || broken) return false;
    const draft = currentDraft(screen, Date.now());
    if (isUntouched(draft)) {
      removeDraft(ownId);
      return true;
    }
    const text = plainText(draft);
    if (text === lastSaved) return saving.getState().saves !== false;
    const saves = writeDraft(ownId, draft);
    lastSaved = saves ? text : '';
    states = [...states, draft].slice(-KEPT_STATES);
    const said = saving.getState().saves === false;
    saving.setState({ saves });
    if (!saves && !said)
      notices.notify('This browser saves nothing here: a reload will lose this design. A link or a file keeps it.');
    return saves;
  }

  /** Puts a draft on the screen. False where it cannot be: then it is set aside, if it is this tab's. */
  function putBack({ id, copied }: Beginning, draft: Draft): boolean {
    try {
      putOnScreen(screen, draft);
      return true;
    } catch {
      if (!copied) setDraftAside(id);
      sayLeftOut(notices, copied ? 'What another tab is working on' : 'The last draft');
      return false;
    }
  }

  /** Goes on with a copy of what another tab has just drawn, unless something has been begun here meanwhile. */
  function takeUp(id: string): void {
    const draft = draftAt(id);
    if (ownId === null || broken || draft === null || draft === 'unusable' || !isUntouched(currentDraft(screen, 0)))
      return;
    noteDraft(ownId);
    putOnScreen(screen, draft);
    edited = false;
    if (drawn) standing(stand);
    if (save()) sayCopied();
  }

  function sayCopied(): void {
    notices.notify(
      'Another tab is working on this design. This one goes on with a copy; both are saved, each for itself.',
    );
  }

  /** What is on the screen has been drawn. */
  function stand(): void {
    standing.cancel();
    if (broken) return;
    stood = lastSaved;
    forgetNotes();
  }

  function openFirstLink(link: ReadLink): void {
    screen.session.countOpened();
    try {
      openLink(screen, link);
    } catch {
      sayLeftOut(notices, 'The link in the address');
    }
  }

  /** The last state that was saved and is another one than what is on the screen, or that has stood there. */
  function stateBefore(): Draft | null {
    const now = attempt(() => plainText(currentDraft(screen, 0)), '');
    return states.findLast((state) => (plainText(state) === now) === (now === stood)) ?? null;
  }

  function forgetNotes(): void {
    if (ownId !== null) forgetDraftNote(ownId);
    forgetLinkNote();
  }

  function keepSaving(): () => void {
    const rested = whenRested(SAVE_AFTER);
    const soon = () =>
      rested(() => {
        save();
        // What takes edits has been drawn.
        if (edited) stand();
      });
    const watchEdits = () => {
      edited = drawn;
    };
    // A page that is left before the timer ends keeps its last change too, and it did not break.
    const onLeave = () => {
      save();
      if (!broken) forgetNotes();
    };
    const onHide = () => document.visibilityState === 'hidden' && save();
    const stores = [
      screen.document,
      screen.document.history,
      screen.session,
      screen.comparison,
      screen.explore,
      screen.lessons,
    ];
    window.addEventListener('pagehide', onLeave);
    document.addEventListener('visibilitychange', onHide);
    return stopAll([
      rested.cancel,
      screen.document.subscribe(watchEdits),
      ...stores.map((store) => store.subscribe(soon)),
      screen.train.onChoice(soon),
      () => window.removeEventListener('pagehide', onLeave),
      () => document.removeEventListener('visibilitychange', onHide),
    ]);
  }

  return {
    saving,
    /** The draft this tab saves under; null until it is certain that no other tab does. */
    ownId: () => ownId,
    start,
    firstDrawn,
    pageBroke,
    backToStateBefore,
    startOver,
    save,
  };
}

/** A page that the browser prerenders gets no locks: nothing begins before it is shown. */
function isShown(): Promise<void> {
  const page: Document & { prerendering?: boolean } = document;
  if (!page.prerendering) return Promise.resolve();
  return new Promise((shown) => document.addEventListener('prerenderingchange', () => shown(), { once: true }));
}

/** A draft without when it was saved. */
function plainText(draft: Draft): string {
  return draftText({ ...draft, at: 0, order: 0 });
}
