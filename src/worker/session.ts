import type { Build } from '../runtime/build';
import { type Gpu, watchGpu } from '../runtime/gpu';
import { openKeeper } from '../runtime/keeper';
import { type OrtModule, openSession, type Session } from '../runtime/session';
import { SessionError } from '../runtime/sessionError';
import type { Tensor } from '../tensor/tensor';
import { handleTable } from './handleTable';
import { queue } from './queue';
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
  const sessions = handleTable<Session>('Session');
  const inTurn = queue();
  let ort: OrtModule | null = null;
  let gpu: Gpu | null = null;

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
        return { session: sessions.add(session), ms };
      }),
    run: ({ session: id, feeds, outputs, copiesApart }, call) =>
      work(async () => {
        call.signal.throwIfAborted();
        const session = sessions.get(id);
        const [run, ms] = await timed(async () =>
          copiesApart
            ? session.runWithCopiesApart(feeds, outputs)
            : { outputs: await session.run(feeds, outputs), copies: null },
        );
        return call.transfer({ ...run, ms }, ...buffersOf(run.outputs.values()));
      }),
    profile: ({ session }) => inTurn(() => sessions.get(session).endProfiling()),
    close: ({ session }) => inTurn(() => sessions.remove(session).close()),
    untilLost: async () => {
      loaded();
      // A build without a device never loses it.
      return { reason: await (gpu?.lost ?? new Promise<never>(() => {})) };
    },
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
