/** What became of a piece of work that nothing newer took the place of. */
type Outcome<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly error: unknown };

/** A place for one piece of work at a time, of which the newest wins. */
interface TaskSlot {
  /**
   * Cancels what is under way here and begins a job, at once. Never rejects.
   * @returns what became of it; null where another job was begun meanwhile: then that one has the say
   */
  start<T>(job: (signal: AbortSignal) => Promise<T>): Promise<Outcome<T> | null>;
  /** Cancels what is under way. */
  cancel(): void;
}

/** An empty place. */
export function createTaskSlot(): TaskSlot {
  let running: AbortController | null = null;
  return {
    async start<T>(job: (signal: AbortSignal) => Promise<T>) {
      running?.abort();
      const own = new AbortController();
      running = own;
      const outcome = await job(own.signal).then(
        (value): Outcome<T> => ({ kind: 'done', value }),
        (error: unknown): Outcome<T> => (own.signal.aborted ? { kind: 'cancelled' } : { kind: 'failed', error }),
      );
      if (running !== own) return null;
      running = null;
      return outcome;
    },
    cancel: () => running?.abort(),
  };
}
