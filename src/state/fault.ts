import { sentenceOf } from '../text/sentence';

/** What stopped a piece of work, in words for the screen. */
export interface Fault {
  /** Class of the error: `VideoError`, `UnsupportedError`, `SessionError`, `WorkerCrash`. */
  readonly name: string;
  readonly message: string;
  /** What kind of trouble it is, as the error's class names it (`VideoTrouble`, `SessionTrouble`); null for others. */
  readonly trouble: string | null;
  /** What onnxruntime-web or the browser said of it, shown only when it is asked for; null where it said nothing. */
  readonly engineWords: string | null;
}

/** An error as the screen tells it. Errors come from two threads: those of a worker carry their class's fields beside its name. */
export function faultOf(error: unknown): Fault {
  const message = sentenceOf(error);
  if (!(error instanceof Error)) return { name: 'Error', message, trouble: null, engineWords: null };
  const { trouble, engineWords } = { ...error, ...('fields' in error && (error.fields as object)) } as {
    readonly trouble?: unknown;
    readonly engineWords?: unknown;
  };
  return { name: error.name, message, trouble: textOrNull(trouble), engineWords: textOrNull(engineWords) };
}

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);
