import { sentenceOf } from '../text/sentence';

/** An error on its way between threads: structured cloning forgets our classes and their fields, so they go as data. */
export interface Failure {
  /** The error's class: `VideoError`, `SessionError`. */
  readonly name: string;
  readonly message: string;
  /** What the class adds to Error, as far as it is plain data. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** For developers. */
  readonly stack: string;
}

/**
 * What went wrong with a request in another thread. `name` is the class of the original error and `fields` holds what
 * that class adds, so `error.name === 'VideoError'` asks the same question on both sides.
 */
export class RequestError extends Error {
  readonly fields: Readonly<Record<string, unknown>>;
  constructor({ name, message, fields = {}, stack = '' }: Pick<Failure, 'name' | 'message'> & Partial<Failure>) {
    super(message);
    this.name = name;
    this.fields = fields;
    this.stack = `${stack}\n    in a worker, requested here:\n${this.stack ?? ''}`;
  }
}

/** How a worker, or the GPU it computes on, may end under its work: another one may be started. */
const BREAKDOWNS: ReadonlySet<string> = new Set(['WorkerCrash', 'SessionError', 'DeviceLost']);

/** True for an error with which a worker ended, its GPU, or the session it was asked for. */
export function isBreakdown(error: unknown): error is RequestError {
  return error instanceof RequestError && BREAKDOWNS.has(error.name);
}

/** An error as data. Fields that structured cloning cannot take are left behind. */
export function failureOf(error: unknown): Failure {
  const message = sentenceOf(error);
  if (!(error instanceof Error)) return { name: 'Error', message, fields: {}, stack: '' };
  const fields = Object.entries(error).filter(([key, value]) => key !== 'name' && isPlain(value));
  return { name: error.name, message, fields: Object.fromEntries(fields), stack: error.stack ?? '' };
}

function isPlain(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isPlain);
  return value === null || ['string', 'number', 'boolean', 'undefined'].includes(typeof value);
}
