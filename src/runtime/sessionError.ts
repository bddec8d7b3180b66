import type { Provider } from './session';

/** What onnxruntime-web refused or broke off, in its own words and ours. */
export class SessionError extends Error {
  override name = 'SessionError';
  /** The step that failed. */
  readonly step: Step;
  readonly provider: Provider;
  readonly trouble: SessionTrouble;
  /** Names of the nodes that the provider cannot run, where it is them. */
  readonly nodes: readonly string[];
  /** True where the build is of no use any more: its memory is full, or it stopped in the middle. Load it anew. */
  readonly fatal: boolean;

  constructor(step: Step, provider: Provider, message: string, details: Details = {}) {
    super(message, { cause: details.cause });
    this.step = step;
    this.provider = provider;
    this.trouble = details.trouble ?? TROUBLE_OF[step];
    this.nodes = details.nodes ?? [];
    this.fatal = details.fatal ?? false;
  }
}

/** What kind of trouble it is, for those who want to offer a remedy and not only a sentence. */
export type SessionTrouble = 'not-loaded' | 'refused' | 'stopped' | 'memory';

type Step = 'load' | 'compile' | 'run';

const TROUBLE_OF: Readonly<Record<Step, SessionTrouble>> = { load: 'not-loaded', compile: 'refused', run: 'stopped' };

interface Details {
  readonly cause?: unknown;
  readonly trouble?: SessionTrouble;
  readonly nodes?: readonly string[];
  readonly fatal?: boolean;
}

/**
 * An error that onnxruntime-web threw, told as ours.
 * @param what what was being done, as the beginning of a sentence: "The run stopped".
 */
export function sessionError(step: Step, provider: Provider, what: string, cause: unknown): SessionError {
  const words = wordsOf(cause);
  if (/bad_alloc|out of memory|cannot enlarge memory|could not allocate memory/i.test(words)) {
    return outOfMemory(step, provider, what, cause);
  }
  // Emscripten's abort(), or a trap: the binary's state is undefined from here on.
  const fatal = cause instanceof WebAssembly.RuntimeError || words.includes('Aborted(');
  return new SessionError(step, provider, `${what}: ${plainly(words)}`, { cause, fatal });
}

/** The error of a step that needed more memory than there is. What was allocated before goes with its build. */
export function outOfMemory(step: Step, provider: Provider, what: string, cause: unknown): SessionError {
  const holder = provider === 'wasm' ? 'the browser gives WASM (4 GB at most)' : 'this GPU has';
  const message = `${what}: it needs more memory than ${holder}. Make the clip smaller, or the network narrower.`;
  return new SessionError(step, provider, message, { cause, trouble: 'memory', fatal: true });
}

/** What an error says. */
export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Without the error code and the place in onnxruntime's own sources, which tell nothing to whoever pressed Run. */
function plainly(words: string): string {
  return words
    .replace(/^[\s\S]*ERROR_MESSAGE: /, '')
    .replace(/^no available backend found\. ERR: \[\w+\] /, '')
    .replace(/^\/\S+\.cc:\d+ [\s\S]*? was false\. /, '')
    .replace(/\s*\n - (\w)/g, (_, first: string) => `, ${first.toLowerCase()}`)
    .replace(/\s+/g, ' ')
    .trim();
}
