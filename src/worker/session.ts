import type { Build } from '../runtime/build';
import { type Gpu, watchGpu } from '../runtime/gpu';
import { openKeeper } from '../runtime/keeper';
import { type OrtModule, openSession, type Session } from '../runtime/session';
import { SessionError } from '../runtime/sessionError';
import type { Tensor } from '../tensor/tensor';
import type { Handlers } from './serve';
import type { SessionProtocol } from './sessionProtocol';

/** How a place gets builds of onnxruntime-web: from the network in a browser, from the package under Node. */
export interface Builds {
  /** @throws SessionError when it cannot be had */
  load(build: Build, threads: number): Promise<OrtModule>;
  /** Which of its files is not to be had, in a sentence; null where that is not why it did not start. */
  missing(build: Build): Promise<string | null>;
}

/**
 * The session worker's answers: one build of onnxruntime-web, any number of open sessions. Requests are carried out one
 * after another, because the WebGPU provider refuses to open or run two things at once.
 */
export function createSessions(builds: Builds): Handlers<SessionProtocol> {
  const sessions = new Map<number, Session>();
  const inTurn = queue();
  let ort: OrtModule | null = null;
  let gpu: Gpu | null = null;
  let opened = 0;

  const start = async (build: Build, threads: number): Promise<OrtModule> => {
    const module = await builds.load(build, threads);
    const provider = build === 'wasm' ? 'wasm' : 'webgpu';
    try {
      await openKeeper(module, provider);
    } catch (error) {
      const missing = await builds.missing(build);
      if (missing === null) throw error;
      throw new SessionError('load', provider, `onnxruntime-web was not loaded: ${missing}`, { cause: error });
    }
    if (provider === 'webgpu') gpu = await watchGpu(module);
    return module;
  };
  /** Work in its turn, and a GPU that is full told as such. */
  const work = <T>(job: () => Promise<T>): Promise<T> => inTurn(() => (gpu ? gpu.guard(job) : job()));

  const loaded = (): OrtModule => {
    if (ort === null) throw new Error('No build of onnxruntime-web is loaded: send `load` first.');
    return ort;
  };
  const sessionOf = (id: number): Session => {
    const session = sessions.get(id);
    if (session === undefined) throw new Error(`Session ${id} is not open.`);
    return session;
  };

  return {
    load: ({ build, threads }) =>
      inTurn(async () => {
        const [module, ms] = await timed(() => start(build, threads));
        ort = module;
        return { ms };
      }),
    open: ({ model, options }) =>
      work(async () => {
        const [session, ms] = await timed(() => openSession(loaded(), model, options));
        sessions.set(++opened, session);
        return { session: opened, ms };
      }),
    run: ({ session, feeds, outputs }, call) =>
      work(async () => {
        call.signal.throwIfAborted();
        const [results, ms] = await timed(() => sessionOf(session).run(feeds, outputs));
        call.transfer(...buffersOf(results.values()));
        return { outputs: results, ms };
      }),
    runWithCopiesApart: ({ session, feeds, outputs }, call) =>
      work(async () => {
        call.signal.throwIfAborted();
        const [run, ms] = await timed(() => sessionOf(session).runWithCopiesApart(feeds, outputs));
        call.transfer(...buffersOf(run.outputs.values()));
        return { ...run, ms };
      }),
    profile: ({ session }) => inTurn(() => sessionOf(session).endProfiling()),
    close: ({ session }) =>
      inTurn(async () => {
        await sessionOf(session).close();
        sessions.delete(session);
        return null;
      }),
    untilLost: async () => {
      loaded();
      // A build without a device never loses it.
      return { reason: await (gpu?.lost ?? new Promise<never>(() => {})) };
    },
  };
}

/** Runs what it is given one after another; a failure does not stop the next. */
function queue(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work);
    last = mine.catch(() => {});
    return mine;
  };
}

async function timed<T>(work: () => Promise<T>): Promise<[result: T, ms: number]> {
  const start = performance.now();
  const result = await work();
  return [result, performance.now() - start];
}

/** The buffers behind tensors, each once. */
function buffersOf(tensors: Iterable<Tensor>): Set<ArrayBuffer> {
  return new Set(Array.from(tensors, ({ data }) => data.buffer as ArrayBuffer));
}
