import { createStore } from 'zustand/vanilla';
import { harmless } from '../../text/harmless';
import { parseJson } from '../../text/json';
import { attempt } from '../attempt';
import { type Draft, type DraftEnd, draftText, readDraft, readDraftEnd } from '../codes/draftCode';
import { stopAll } from '../stopAll';
import { browserStorage, keysUnder, onOtherTab } from '../storage';
import { suggestedName } from './designName';
import { lockDraft } from './draftLock';
import type { Screen } from './screen';

/**
 * The drafts this browser keeps, one key each. They are ordered by a counter of saves: a clock may be set back, and then
 * the newest work would be the oldest. A draft that could not be opened is set aside under another key; from there
 * nothing takes it up again, and nothing but a person deletes it.
 */
const PREFIX = 'x3d-studio.draft.';
const ASIDE = 'x3d-studio.aside.';
const COUNT_KEY = 'x3d-studio.saves';
/** Drafts that are kept; beyond that the oldest goes. */
const MOST_DRAFTS = 24;
/** The storage of a browser holds 5 MB; a draft of two hundred steps has 40 kB. */
const MOST_LETTERS = 2_000_000;

/** A draft in this browser's storage. */
interface SavedDraft extends DraftEnd {
  readonly id: string;
}

interface AsideDraft {
  readonly id: string;
  /** The design's name as far as it can be told. */
  readonly name: string;
  /** Everything that was saved, as it was saved. */
  readonly text: string;
}

/** Drafts that a person can go back to: those of other tabs, the newest first, and those that were set aside. */
export interface DraftLists {
  readonly others: readonly SavedDraft[];
  readonly aside: readonly AsideDraft[];
}

/**
 * Makes the lists of drafts, empty until they are followed.
 * @param own the draft this tab saves under
 */
export function createDraftLists(
  { document, notices }: Pick<Screen, 'document' | 'notices'>,
  own: () => string | null,
) {
  const store = createStore<DraftLists>()(() => ({ others: [], aside: [] }));
  const refresh = (): void =>
    store.setState({
      others: savedDrafts().filter(({ id, edited }) => edited && id !== own()),
      aside: asideDrafts(),
    });
  return Object.assign(store, {
    /** Keeps the lists up to date. Returns how to stop. */
    follow(): () => void {
      refresh();
      return stopAll([PREFIX, ASIDE].map((prefix) => onOtherTab(prefix, refresh)));
    },
    /** Puts a copy of another tab's draft on the screen: one step of undo. */
    openCopy: ({ now }: SavedDraft): void => document.open(now),
    /** Throws a draft away, unless another tab is working on it, which is said. */
    async remove(id: string): Promise<void> {
      const { holder, release } = await lockDraft(id);
      if (holder === 'another tab') notices.notify('Another tab is working on this design. Close that tab first.');
      else removeDraft(id);
      release();
      refresh();
    },
    /** Throws a draft away that was set aside: only a person does that. */
    removeAside(id: string): void {
      browserStorage.removeItem(ASIDE + id);
      refresh();
    },
  });
}

/** The drafts that can be used, the newest first; a look around stands behind work. */
export function savedDrafts(): readonly SavedDraft[] {
  return keysUnder(PREFIX)
    .flatMap((key): SavedDraft[] => {
      // What is saved may be anything: a fault in reading it is an answer like any other.
      const end = attempt(() => readDraftEnd(savedAt(key)), null);
      return end ? [{ ...end, id: key.slice(PREFIX.length) }] : [];
    })
    .toSorted((a, b) => Number(b.edited) - Number(a.edited) || b.order - a.order || b.at - a.at);
}

/** A saved draft; null where there is none, and `'unusable'` where nothing of it can be used. Never throws. */
export function draftAt(id: string): Draft | null | 'unusable' {
  if (browserStorage.getItem(PREFIX + id) === null) return null;
  return attempt(() => readDraft(savedAt(PREFIX + id)), null) ?? 'unusable';
}

/** Saves a draft; where the storage is full, without its steps. False where nothing could be saved. */
export function writeDraft(id: string, draft: Draft): boolean {
  const ordered = { ...draft, order: nextOrder() };
  return (
    browserStorage.setItem(PREFIX + id, draftText(ordered)) ||
    // A full storage may still hold the design without the way to it.
    browserStorage.setItem(PREFIX + id, draftText({ ...ordered, past: [], future: [] }))
  );
}

/** Takes away a draft that is empty or not wanted. */
export function removeDraft(id: string): void {
  browserStorage.removeItem(PREFIX + id);
}

/** Sets a draft aside, as it was saved. Nothing happens where there is none. */
export function setDraftAside(id: string): void {
  const text = browserStorage.getItem(PREFIX + id);
  if (text === null) return;
  // First away, then there: a full storage has room for one of them.
  browserStorage.removeItem(PREFIX + id);
  if (!browserStorage.setItem(ASIDE + freeId(id), text)) browserStorage.setItem(PREFIX + id, text);
}

/** Keeps a text that cannot become a draft among those set aside. */
export function keepAside(id: string, text: string): void {
  browserStorage.setItem(ASIDE + freeId(id), text);
}

/** Takes away the oldest drafts beyond what is kept, but none that this tab, `own`, or another one is working on. */
export async function pruneDrafts(own: string): Promise<void> {
  for (const { id } of savedDrafts().slice(MOST_DRAFTS)) {
    if (id === own) continue;
    const { holder, release } = await lockDraft(id);
    if (holder !== 'another tab') removeDraft(id);
    release();
  }
}

/** One more than any save before had, whatever the clock says. */
function nextOrder(): number {
  const counted = Number(browserStorage.getItem(COUNT_KEY));
  // Without the count (cleared, or from before there was one) the drafts themselves know the highest.
  const highest = counted > 0 && counted < Number.MAX_SAFE_INTEGER ? counted : (savedDrafts()[0]?.order ?? 0);
  browserStorage.setItem(COUNT_KEY, `${highest + 1}`);
  return highest + 1;
}

function asideDrafts(): readonly AsideDraft[] {
  return keysUnder(ASIDE).flatMap((key) => {
    const text = browserStorage.getItem(key);
    if (text === null) return [];
    const end = attempt(() => readDraftEnd(savedAt(key)), null);
    const name = (end && attempt(() => suggestedName(end.now), null)) ?? 'A draft that cannot be read';
    return [{ id: key.slice(ASIDE.length), name: harmless(name, 80), text }];
  });
}

function savedAt(key: string): unknown {
  const text = browserStorage.getItem(key);
  return text === null || text.length > MOST_LETTERS ? undefined : parseJson(text);
}

/** An id no draft that was set aside has: one tab may break twice. */
function freeId(id: string): string {
  let free = id;
  for (let copy = 2; browserStorage.getItem(ASIDE + free) !== null; copy++) free = `${id}-${copy}`;
  return free;
}
