import { sentenceOf } from '../../text/sentence';
import type { RunFault } from './live';

/** An error as the screen tells it. Errors come from two threads: those of a worker carry their class's fields beside its name. */
export function faultOf(error: unknown): RunFault {
  const message = sentenceOf(error);
  if (!(error instanceof Error)) return { name: 'Error', message, trouble: null, engineWords: null };
  const { trouble, engineWords } = { ...error, ...('fields' in error && (error.fields as object)) } as {
    readonly trouble?: unknown;
    readonly engineWords?: unknown;
  };
  return { name: error.name, message, trouble: textOrNull(trouble), engineWords: textOrNull(engineWords) };
}

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);
