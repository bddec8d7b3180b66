import type { Provider } from './session';

/** What onnxruntime-web refused or broke off, in its own words and ours. */
export class SessionError extends Error {
  override name = 'SessionError';
  /** The step that failed. */
  readonly step: Step;
  readonly provider: Provider;
  /** Names of the nodes that the provider cannot run, where it is them. */
  readonly nodes: readonly string[];
  /** True where the build is of no use any more: its memory is full, or it stopped in the middle. Load it anew. */
  readonly fatal: boolean;

  constructor(step: Step, provider: Provider, message: string, details: Details = {}) {
    super(message, { cause: details.cause });
    this.step = step;
    this.provider = provider;
    this.nodes = details.nodes ?? [];
    this.fatal = details.fatal ?? false;
  }
}

type Step = 'load' | 'compile' | 'run';

interface Details {
  readonly cause?: unknown;
  readonly nodes?: readonly string[];
  readonly fatal?: boolean;
}

/**
 * An error that onnxruntime-web threw, told as ours.
 * @param what what was being done, as the beginning of a sentence: "The run stopped".
 */
export function sessionError(step: Step, provider: Provider, what: string, cause: unknown): SessionError {
  const words = wordsOf(cause);
  if (/bad_alloc|out of memory|cannot enlarge memory/i.test(words)) {
    const remedy = 'Make the clip smaller, or the network narrower.';
    const holder = provider === 'wasm' ? 'WASM can have (4 GB)' : 'this device has';
    return new SessionError(step, provider, `${what}: it needs more memory than ${holder}. ${remedy}`, {
      cause,
      fatal: true,
    });
  }
  // Emscripten's abort(), or a trap: the binary's state is undefined from here on.
  const fatal = cause instanceof WebAssembly.RuntimeError || words.includes('Aborted(');
  return new SessionError(step, provider, `${what}: ${words}`, { cause, fatal });
}

/** What an error says. */
export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
