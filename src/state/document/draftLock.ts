/** Who works on a draft: this tab from now on, another one; unknown where the browser has no locks, or refuses them. */
type Holder = 'this tab' | 'another tab' | 'unknown';

/** The lock of a draft, as far as this tab got it. */
interface DraftLock {
  readonly holder: Holder;
  /** Lets go of it; else it is held until the tab ends. */
  release(): void;
}

const LOCK = 'x3d-studio.draft.';
/** How long the browser may take for its answer, in milliseconds: nothing is drawn before. None counts as a no. */
const ANSWERS_WITHIN = 1000;

/**
 * Takes the lock of a draft where no other tab has it. A tab that lives holds the lock of its draft, so that no other
 * writes to it, sets it aside or throws it away.
 * @param patience how long another tab may take to let go of it, in milliseconds: the same tab before its reload
 */
export async function lockDraft(id: string, patience = 0): Promise<DraftLock> {
  const lock = await ask(id, 0);
  return lock.holder === 'another tab' && patience > 0 ? ask(id, patience) : lock;
}

function ask(id: string, patience: number): Promise<DraftLock> {
  return new Promise((answer) => {
    let release = () => {};
    const held = new Promise<void>((released) => {
      release = released;
    });
    const tell = (holder: Holder) => {
      clearTimeout(overdue);
      answer({ holder, release });
    };
    const overdue = setTimeout(tell, patience + ANSWERS_WITHIN, 'another tab');
    const waiting = new AbortController();
    try {
      navigator.locks
        .request(LOCK + id, patience > 0 ? { signal: waiting.signal } : { ifAvailable: true }, (lock) => {
          tell(lock ? 'this tab' : 'another tab');
          return lock && held;
        })
        .catch(() => tell(waiting.signal.aborted ? 'another tab' : 'unknown'));
    } catch {
      tell('unknown');
    }
    if (patience > 0) setTimeout(() => waiting.abort(), patience);
  });
}
