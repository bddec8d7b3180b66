import { escaped } from '../text/harmless';
import { wordsOf } from '../text/sentence';
import type { Provider } from './provider';

/** What onnxruntime-web refused or broke off: a sentence of ours, and its own words apart from it. */
export class SessionError extends Error {
  override name = 'SessionError';
  readonly step: SessionStep;
  readonly provider: Provider;
  readonly trouble: SessionTrouble;
  /** Names of the nodes that the provider cannot run, where it is them. */
  readonly nodes: readonly string[];
  /** True where the build is of no use any more: its memory is full, or it stopped in the middle. Load it anew. */
  readonly fatal: boolean;
  /** What onnxruntime-web said, for details and reports; null where it said nothing. */
  readonly engineWords: string | null;

  constructor(step: SessionStep, provider: Provider, message: string, details: Details = {}) {
    super(message, { cause: details.cause });
    this.step = step;
    this.provider = provider;
    this.trouble = details.trouble ?? TROUBLE_OF[step];
    this.nodes = details.nodes ?? [];
    this.fatal = details.fatal ?? false;
    this.engineWords = details.cause == null ? null : plainly(wordsOf(details.cause)) || null;
  }
}

/** What kind of trouble it is, so that the page can offer a remedy beside the sentence. */
type SessionTrouble = 'not-loaded' | 'refused' | 'stopped' | 'memory';

type SessionStep = 'load' | 'compile' | 'run';

const TROUBLE_OF: Readonly<Record<SessionStep, SessionTrouble>> = {
  load: 'not-loaded',
  compile: 'refused',
  run: 'stopped',
};

interface Details {
  readonly cause?: unknown;
  readonly trouble?: SessionTrouble;
  readonly nodes?: readonly string[];
  readonly fatal?: boolean;
}

/** What may be done about each step that fails, beside what the page offers. */
const REMEDY: Readonly<Record<SessionStep, Readonly<Record<Provider, string>>>> = {
  load: {
    webgpu: 'WebGPU could not be started. A newer browser or graphics driver may help; WASM does without.',
    wasm: 'WebAssembly could not be started. Reload the page; if it stays so, try another browser.',
  },
  compile: {
    webgpu: 'WebGPU does not take it; WASM may.',
    wasm: 'WASM does not take it. Change the network or the size of its clip.',
  },
  run: {
    webgpu: 'the GPU broke it off. Run again; if it stops once more, WASM may carry it out.',
    wasm: 'WASM broke it off. Run again; if it stops once more, make the clip smaller.',
  },
};

/** Characters of an engine's words that are kept. */
const MOST_WORDS = 2000;

/**
 * An error that onnxruntime-web threw, told as ours; its words are kept apart.
 * @param what what was being done, as the beginning of a sentence: "The run stopped".
 */
export function sessionError(step: SessionStep, provider: Provider, what: string, cause: unknown): SessionError {
  const words = wordsOf(cause);
  if (/bad_alloc|out of memory|cannot enlarge memory|could not allocate memory/i.test(words)) {
    return outOfMemory(step, provider, what, cause);
  }
  // Emscripten's abort(), or a trap: the binary's state is undefined from here on.
  const fatal = cause instanceof WebAssembly.RuntimeError || words.includes('Aborted(');
  return new SessionError(step, provider, `${what}: ${REMEDY[step][provider]}`, { cause, fatal });
}

/** The error of a step that needed more memory than there is. What was allocated before goes with its build. */
export function outOfMemory(step: SessionStep, provider: Provider, what: string, cause: unknown): SessionError {
  const holder = provider === 'wasm' ? 'the browser gives WASM (4 GB at most)' : 'this GPU has';
  const message = `${what}: it needs more memory than ${holder}. Make the clip smaller, or the network narrower.`;
  return new SessionError(step, provider, message, { cause, trouble: 'memory', fatal: true });
}

/** Without the error code and the place in onnxruntime's own sources, which mean nothing to a user. */
function plainly(words: string): string {
  const plain = words
    .slice(0, MOST_WORDS)
    .replace(/^[\s\S]*ERROR_MESSAGE: /, '')
    .replace(/^no available backend found\. ERR: \[\w+\] /, '')
    .replace(/^\/\S+\.cc:\d+ [\s\S]*? was false\. /, '')
    .replace(/\s*\n - (\w)/g, (_, first: string) => `, ${first.toLowerCase()}`)
    .replace(/\s+/g, ' ')
    .trim();
  return escaped(plain);
}
