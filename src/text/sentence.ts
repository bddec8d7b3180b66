import { harmless } from './harmless';

/** Errors that an engine throws of itself. Their words are for developers, not for users. */
const OF_THE_ENGINE: ReadonlySet<string> = new Set([
  'RangeError',
  'TypeError',
  'SyntaxError',
  'ReferenceError',
  'URIError',
  'EvalError',
  // Firefox's, where it recurses too deeply.
  'InternalError',
]);

/** True for an error of a class, whichever thread threw it: an error of a worker carries its class as its name alone. */
export function isNamed(error: unknown, name: string): error is Error {
  return error instanceof Error && error.name === name;
}

/** An error's own words, which may be an engine's: not for the screen. */
export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** True for what an engine threw of itself: the program did not expect it. */
export function isOfTheEngine(error: Error): boolean {
  return OF_THE_ENGINE.has(error.name) || error instanceof RangeError || error instanceof TypeError;
}

/** What the browser says of a file that it cannot read any more, under several names. */
const FILE_GONE: ReadonlySet<string> = new Set(['NotReadableError', 'NotFoundError']);

/** What to tell of an error: the sentence of one of ours, bounded; for an engine's, that it is a fault of the program. */
export function sentenceOf(error: unknown): string {
  if (!(error instanceof Error))
    return typeof error === 'string' ? harmless(error) : 'It could not be done, by a fault of the program.';
  if (FILE_GONE.has(error.name))
    return 'The file cannot be read any more: it was moved, changed or deleted since it was chosen. Choose it again.';
  if (error.name === 'QuotaExceededError') return 'There is no room for it in this browser’s storage.';
  if (isOfTheEngine(error))
    return 'It could not be done, by a fault of the program. What was given to it may be damaged.';
  return harmless(error.message);
}
