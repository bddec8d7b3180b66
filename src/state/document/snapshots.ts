import { createStore } from 'zustand/vanilla';
import { type Decoded, decodeDesign, encodeDesign, type Origin, readPairs } from '../../codec/designCode';
import { harmless } from '../../text/harmless';
import { recordOf } from '../../text/json';
import { attempt } from '../attempt';
import { browserStorage, freshId, keysUnder, onOtherTab, readJson } from '../storage';
import type { Notices } from '../view/notices';
import type { DocumentStore } from './document';

/** A design that was put aside under a name. */
export interface Snapshot extends Origin {
  readonly id: string;
  readonly name: string;
  /** When it was made, in milliseconds since 1970. */
  readonly at: number;
  /** What a network of this design had learnt, in words, where its weights were kept too; null for the design alone. */
  readonly trained: string | null;
}

/** Each snapshot is saved under a key of its own, so that two tabs never write over each other's. */
const PREFIX = 'x3d-studio.snapshot.';
const VERSION = 1;

/** Makes the list of this browser's snapshots, the newest first. */
export function createSnapshots(document: DocumentStore, { notify }: Notices) {
  const store = createStore<{ readonly snapshots: readonly Snapshot[] }>()(() => ({ snapshots: savedSnapshots() }));
  const refresh = (): void => store.setState({ snapshots: savedSnapshots() });
  const named = (id: string) => store.getState().snapshots.find((known) => known.id === id);

  const keep = (snapshot: Snapshot): void => {
    const { id, name, at, trained } = snapshot;
    const text = JSON.stringify({ version: VERSION, name, at, code: encodeDesign(snapshot), trained });
    if (browserStorage.setItem(PREFIX + id, text)) {
      refresh();
      return;
    }
    notify('This browser saves nothing here, so the snapshot lasts only as long as the page.');
    store.setState(({ snapshots }) => ({
      snapshots: sorted([...snapshots.filter((other) => other.id !== id), snapshot]),
    }));
  };

  return Object.assign(store, {
    /** Looks at what is saved again, and from now on whenever another tab changes it. Returns how to stop. */
    follow(): () => void {
      refresh();
      return onOtherTab(PREFIX, refresh);
    },
    /** Puts the design on the form aside under a name. */
    take(name: string): Snapshot {
      const { design, preset } = document.getState();
      const snapshot = { id: freshId(), name, at: Date.now(), design, preset, trained: null };
      keep(snapshot);
      return snapshot;
    },
    /** Gives a snapshot another name. */
    rename(id: string, name: string): void {
      const snapshot = named(id);
      if (snapshot) keep({ ...snapshot, name });
    },
    /** Says what its network had learnt, once the weights are kept. */
    setTrained(id: string, trained: string): void {
      const snapshot = named(id);
      if (snapshot) keep({ ...snapshot, trained });
    },
    /** Throws a snapshot away; the notice that says so brings it back. */
    remove(id: string): void {
      const snapshot = named(id);
      if (!snapshot) return;
      browserStorage.removeItem(PREFIX + id);
      refresh();
      notify(`“${snapshot.name}” is deleted.`, { label: 'Bring it back', run: () => keep(snapshot) });
    },
    /** Opens a snapshot in place of the design: one step of undo. */
    open(id: string): void {
      const snapshot = named(id);
      if (snapshot) document.open(snapshot);
    },
  });
}

function savedSnapshots(): readonly Snapshot[] {
  const found = keysUnder(PREFIX).flatMap(
    // What is saved may be anything: what cannot be read is no snapshot, and stays where it is.
    (key) => attempt(() => readSnapshot(key.slice(PREFIX.length), readJson(key)), null) ?? [],
  );
  return sorted(found);
}

function readSnapshot(id: string, saved: unknown): Snapshot | null {
  const { code, name, at, trained } = recordOf(saved);
  if (typeof code !== 'string') return null;
  const { design, preset }: Decoded = decodeDesign(readPairs(code));
  return {
    id,
    design,
    preset,
    name: typeof name === 'string' ? harmless(name) : 'Unnamed',
    at: typeof at === 'number' ? at : 0,
    trained: typeof trained === 'string' ? harmless(trained) : null,
  };
}

function sorted(snapshots: readonly Snapshot[]): readonly Snapshot[] {
  return snapshots.toSorted((a, b) => b.at - a.at);
}
