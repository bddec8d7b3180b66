import { createStore } from 'zustand/vanilla';
import { type Decoded, decodeDesign, encodeDesign, type Origin, readPairs } from '../../codec/designCode';
import { harmless } from '../../text/harmless';
import { browserStorage, freshId, keysUnder, onOtherTab, readJson } from '../storage';
import { notify } from '../view/notices';
import { documentStore, openDesign } from './document';

/** A design that was put aside under a name. */
export interface Snapshot extends Origin {
  readonly id: string;
  readonly name: string;
  /** When it was made, in milliseconds since 1970. */
  readonly at: number;
}

/** Each snapshot is saved under a key of its own, so that two tabs never write over each other's. */
const PREFIX = 'x3d-studio.snapshot.';
const VERSION = 1;

/** The snapshots of this browser, the newest first. */
export const snapshotsStore = createStore<{ readonly snapshots: readonly Snapshot[] }>()(() => ({
  snapshots: savedSnapshots(),
}));

/** Looks at what is saved again, and from now on whenever another tab changes it. Returns how to stop. */
export function followSnapshots(): () => void {
  refresh();
  return onOtherTab(PREFIX, refresh);
}

/** Puts the design on the form aside under a name. */
export function takeSnapshot(name: string): Snapshot {
  const { design, preset } = documentStore.getState();
  const snapshot = { id: freshId(), name, at: Date.now(), design, preset };
  keep(snapshot);
  return snapshot;
}

/** Gives a snapshot another name. */
export function renameSnapshot(id: string, name: string): void {
  const snapshot = snapshotsStore.getState().snapshots.find((known) => known.id === id);
  if (snapshot) keep({ ...snapshot, name });
}

/** Throws a snapshot away; the notice that says so brings it back. */
export function deleteSnapshot(id: string): void {
  const snapshot = snapshotsStore.getState().snapshots.find((known) => known.id === id);
  if (!snapshot) return;
  browserStorage.removeItem(PREFIX + id);
  refresh();
  notify(`“${snapshot.name}” is deleted.`, { label: 'Bring it back', run: () => keep(snapshot) });
}

/** Opens a snapshot in place of the design: one step of undo. */
export function openSnapshot(id: string): void {
  const snapshot = snapshotsStore.getState().snapshots.find((known) => known.id === id);
  if (snapshot) openDesign(snapshot);
}

function keep(snapshot: Snapshot): void {
  const { id, name, at } = snapshot;
  const text = JSON.stringify({ version: VERSION, name, at, code: encodeDesign(snapshot) });
  if (!browserStorage.setItem(PREFIX + id, text)) {
    notify('This browser saves nothing here, so the snapshot lasts only as long as the page.');
    snapshotsStore.setState(({ snapshots }) => ({
      snapshots: sorted([...snapshots.filter((other) => other.id !== id), snapshot]),
    }));
    return;
  }
  refresh();
}

function refresh(): void {
  snapshotsStore.setState({ snapshots: savedSnapshots() });
}

function savedSnapshots(): readonly Snapshot[] {
  return sorted(keysUnder(PREFIX).flatMap((key) => attemptedSnapshot(key) ?? []));
}

/** What is saved may be anything: what cannot be read is no snapshot, and stays where it is. */
function attemptedSnapshot(key: string): Snapshot | null {
  try {
    return readSnapshot(key.slice(PREFIX.length), readJson(key));
  } catch {
    return null;
  }
}

function readSnapshot(id: string, saved: unknown): Snapshot | null {
  if (typeof saved !== 'object' || saved === null || !('code' in saved) || typeof saved.code !== 'string') return null;
  const { design, preset }: Decoded = decodeDesign(readPairs(saved.code));
  const name = 'name' in saved && typeof saved.name === 'string' ? harmless(saved.name) : 'Unnamed';
  const at = 'at' in saved && typeof saved.at === 'number' ? saved.at : 0;
  return { id, name, at, design, preset };
}

function sorted(snapshots: readonly Snapshot[]): readonly Snapshot[] {
  return snapshots.toSorted((a, b) => b.at - a.at);
}
