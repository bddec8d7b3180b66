import type { Build } from '../runtime/build';
import { openKeeper } from '../runtime/keeper';
import { deviceLost, type OrtModule, openSession, type Session } from '../runtime/session';
import type { Tensor } from '../tensor/tensor';
import type { SessionProtocol } from './messages';
import type { Handlers } from './serve';

/**
 * The session worker's answers: one build of onnxruntime-web, any number of open sessions. Requests are carried out one
 * after another, because the WebGPU provider refuses to open or run two things at once.
 * @param loadBuild how this place gets a build: from the network in a browser, from the package under Node.
 */
export function createSessions(
  loadBuild: (build: Build, threads: number) => Promise<OrtModule>,
): Handlers<SessionProtocol> {
  const sessions = new Map<number, Session>();
  const inTurn = queue();
  let ort: OrtModule | null = null;
  let opened = 0;

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
        const [module, ms] = await timed(async () => {
          const module = await loadBuild(build, threads);
          await openKeeper(module, build === 'wasm' ? 'wasm' : 'webgpu');
          return module;
        });
        ort = module;
        return { ms };
      }),
    open: ({ model, options }) =>
      inTurn(async () => {
        const [session, ms] = await timed(() => openSession(loaded(), model, options));
        sessions.set(++opened, session);
        return { session: opened, ms };
      }),
    run: ({ session, feeds, outputs }, call) =>
      inTurn(async () => {
        call.signal.throwIfAborted();
        const [results, ms] = await timed(() => sessionOf(session).run(feeds, outputs));
        call.transfer(...buffersOf(results.values()));
        return { outputs: results, ms };
      }),
    runWithCopiesApart: ({ session, feeds, outputs }, call) =>
      inTurn(async () => {
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
    untilLost: async () => ({ reason: await deviceLost(loaded()) }),
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
