import { createStore, del, get, keys, set } from 'idb-keyval';
import type { KeptRun } from '../training/trainingRun';
import type { TrainingHistory, TrainingRequest } from './trainerProtocol';

/** A run as it stands in the browser's store. */
export interface StoredRun {
  readonly request: TrainingRequest;
  readonly kept: KeptRun;
  readonly history: TrainingHistory;
  /** Milliseconds since 1970. */
  readonly when: number;
}

/** Where runs stay between visits. What cannot be read or written is no fault: a run is then lost with its page. */
export interface KeptRuns {
  read(id: string): Promise<StoredRun | null>;
  /** False where the browser keeps nothing: a private window, a full disk. */
  write(id: string, run: StoredRun): Promise<boolean>;
  forget(id: string): Promise<void>;
  ids(): Promise<readonly string[]>;
}

/** IndexedDB, which workers reach too. Opened by the first request. */
export const browserRuns: KeptRuns = {
  async read(id) {
    try {
      return (await get<StoredRun>(id, store())) ?? null;
    } catch {
      return null;
    }
  },
  async write(id, run) {
    try {
      const isNew = !(await keys(store())).includes(id);
      await set(id, run, store());
      if (isNew) await forgetOldest();
      return true;
    } catch {
      return false;
    }
  },
  async forget(id) {
    try {
      await del(id, store());
    } catch {
      // What cannot be reached is not there.
    }
  },
  async ids() {
    try {
      return (await keys<string>(store())).map(String);
    } catch {
      return [];
    }
  },
};

/** Runs that are kept; with another one, the oldest goes. */
const KEPT = 12;

/** Reads one run after another: all of them together may be hundreds of megabytes, and a step waits for what is read. */
async function forgetOldest(): Promise<void> {
  const ids = await keys<string>(store());
  if (ids.length <= KEPT) return;
  const ages: { readonly id: string; readonly when: number }[] = [];
  for (const id of ids) ages.push({ id, when: (await get<StoredRun>(id, store()))?.when ?? 0 });
  ages.sort((a, b) => a.when - b.when);
  for (const { id } of ages.slice(0, ids.length - KEPT)) await del(id, store());
}

let opened: ReturnType<typeof createStore> | null = null;
function store() {
  opened ??= createStore('x3d-training', 'runs');
  return opened;
}
