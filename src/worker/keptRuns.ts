import { createStore, keys, promisifyRequest, set } from 'idb-keyval';
import { joined } from '../tensor/rows';
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

/**
 * IndexedDB, which workers reach too. Opened by the first request. The long vectors of a state lie apart, in pieces: the
 * browser copies what it is given before it lets go of the thread, and a step waits no longer than for one piece.
 */
export const browserRuns: KeptRuns = {
  async read(id) {
    try {
      return await store()('readonly', async (runs) => {
        const run: StoredRun | undefined = await promisifyRequest(runs.get(id));
        return run ? { ...run, kept: { ...run.kept, state: await withPieces(runs, id, run) } } : null;
      });
    } catch {
      return null;
    }
  },
  async write(id, run) {
    const { state } = run.kept;
    try {
      for (const name of VECTORS)
        for (let from = 0; from < state[name].length; from += PIECE)
          await set([id, run.when, name, from], state[name].slice(from, from + PIECE), store());
    } catch {
      // What found room takes it from the next try.
      await deletePieces(id, run.when);
      return false;
    }
    try {
      const apart = Object.fromEntries(VECTORS.map((name) => [name, new Float32Array(0)]));
      const isNew = !(await browserRuns.ids()).includes(id);
      // In one transaction, so that no run stands there without its pieces.
      await store()('readwrite', async (runs) => {
        const before: StoredRun | undefined = await promisifyRequest(runs.get(id));
        runs.put({ ...run, kept: { ...run.kept, state: { ...state, ...apart } } }, id);
        if (before && before.when !== run.when) runs.delete(piecesOf(id, before.when));
        // What a page left that ended while it wrote; another may be writing now.
        runs.delete(IDBKeyRange.bound([id], [id, run.when - ABANDONED]));
        return promisifyRequest(runs.transaction);
      });
      if (isNew) await forgetOldest();
      return true;
    } catch {
      return false;
    }
  },
  async forget(id) {
    try {
      await store()('readwrite', (runs) => {
        runs.delete(id);
        runs.delete(IDBKeyRange.bound([id], [id, []]));
        return promisifyRequest(runs.transaction);
      });
    } catch {
      // What cannot be reached is not there.
    }
  },
  async ids() {
    try {
      return (await keys(store())).filter((key) => typeof key === 'string');
    } catch {
      return [];
    }
  },
};

/** What is as long as the network has parameters. */
const VECTORS = ['weights', 'moments'] as const;

/** Values of a piece: 4 MB, which Chromium copies in about 10 ms. */
export const PIECE = 1_000_000;

/** Milliseconds after which pieces that belong to no run are deleted. */
const ABANDONED = 60_000;

/** Pieces of a run as it stood at a time, or of one of its vectors: an array is behind every number and text in a key. */
function piecesOf(...key: readonly [id: string, when: number, name?: string]): IDBKeyRange {
  return IDBKeyRange.bound(key, [...key, []]);
}

async function deletePieces(id: string, when: number): Promise<void> {
  try {
    await store()('readwrite', (runs) => promisifyRequest(runs.delete(piecesOf(id, when))));
  } catch {
    // Where nothing can be written, nothing is deleted either.
  }
}

/** The whole state; a run that was written before its vectors lay apart has them in it. */
async function withPieces(runs: IDBObjectStore, id: string, { when, kept: { state } }: StoredRun) {
  const whole = { ...state };
  for (const name of VECTORS) {
    const pieces: readonly Float32Array[] = await promisifyRequest(runs.getAll(piecesOf(id, when, name)));
    if (pieces.length > 0) whole[name] = joined(pieces);
  }
  return whole;
}

/** Runs that are kept; with another one, the oldest goes. */
const KEPT = 12;

async function forgetOldest(): Promise<void> {
  const ids = await browserRuns.ids();
  if (ids.length <= KEPT) return;
  const ages = await store()('readonly', (runs) =>
    Promise.all(
      ids.map(async (id) => {
        const run: StoredRun | undefined = await promisifyRequest(runs.get(id));
        return { id, when: run?.when ?? 0 };
      }),
    ),
  );
  ages.sort((a, b) => a.when - b.when);
  for (const { id } of ages.slice(0, ids.length - KEPT)) await browserRuns.forget(id);
}

let opened: ReturnType<typeof createStore> | null = null;
function store() {
  opened ??= createStore('x3d-training', 'runs');
  return opened;
}
