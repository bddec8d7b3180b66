import { type Fault, faultOf } from './fault';

/** What a piece of work is at: `Of` tells which it is, `At` how far. */
export type TaskStatus<Of extends object = object, At extends object = object> =
  | { readonly kind: 'idle' }
  | ({ readonly kind: 'working' } & Of & At)
  | ({ readonly kind: 'failed'; readonly fault: Fault } & Of);

/** How far a piece of work is. */
export interface StepProgress<Step extends string> {
  readonly step: Step;
  /** Share of the step that is done, 0 to 1; null where it is not known. */
  readonly done: number | null;
}

/** What became of a piece of work that nothing newer took the place of. */
type Outcome<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly error: unknown };

/** An empty place for one piece of work at a time, of which the newest wins. */
export function createTaskSlot() {
  let running: AbortController | null = null;
  return {
    /**
     * Cancels what is under way here and begins a job, at once. Never rejects.
     * @returns what became of it; null where another job was begun meanwhile: then that one has the say
     */
    async start<T>(job: (signal: AbortSignal) => Promise<T>): Promise<Outcome<T> | null> {
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
    /** Cancels what is under way. */
    cancel: (): void => running?.abort(),
  };
}

type Job<T, At> = (signal: AbortSignal, onProgress: (at: At) => void) => Promise<T>;

/** An empty place for one piece of work at a time whose status is shown. @param show is told every status */
export function createTask<Of extends object, At extends object>(show: (status: TaskStatus<Of, At>) => void) {
  const slot = createTaskSlot();
  let running: Of | null = null;
  return {
    /**
     * Begins a job as a task slot does. It is `working` from when it first tells how far it is, `idle` once it is done or
     * cancelled, and `failed` with its fault. Nothing more is shown of a job once it was cancelled or another was begun.
     */
    async start<T>(of: Of, job: Job<T, At>): Promise<Outcome<T> | null> {
      running = of;
      const outcome = await slot.start((signal) =>
        job(signal, (at) => {
          if (!signal.aborted) show({ kind: 'working', ...of, ...at });
        }),
      );
      if (outcome === null) return null;
      running = null;
      show(outcome.kind === 'failed' ? { kind: 'failed', ...of, fault: faultOf(outcome.error) } : { kind: 'idle' });
      return outcome;
    },
    /** What is under way; null at rest. */
    underWay: (): Of | null => running,
    cancel: slot.cancel,
  };
}
