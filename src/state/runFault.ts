import { sentenceOf } from '../text/sentence';
import type { RunFault } from './live';

/** An error as the screen tells it. Errors come from two threads: those of a worker carry their class's fields beside its name. */
export function faultOf(error: unknown): RunFault {
  if (!(error instanceof Error)) return { name: 'Error', message: sentenceOf(error), trouble: null };
  const { trouble } = { ...error, ...('fields' in error && (error.fields as object)) } as {
    readonly trouble?: unknown;
  };
  return { name: error.name, message: sentenceOf(error), trouble: typeof trouble === 'string' ? trouble : null };
}
