import { Worker as Thread } from 'node:worker_threads';
import * as ort from 'onnxruntime-web';
import type { Capabilities } from '../../src/runtime/capabilities';
import { type Client, connect } from '../../src/worker/channel';
import type { Runner } from '../../src/worker/client';
import type { Protocol } from '../../src/worker/messages';
import { runBoth } from '../../src/worker/runBoth';
import { type Handlers, serve } from '../../src/worker/serve';
import { createSessions } from '../../src/worker/session';
import type { SessionProtocol } from '../../src/worker/sessionProtocol';
import { serveStudio } from '../../src/worker/studio';
import type { StudioProtocol } from '../../src/worker/studioProtocol';

/** The real handlers at the other end of a real channel: only the thread is missing. */
export function overChannel<P extends Protocol<P>>(handlers: Handlers<P>): Client<P> {
  const { port1, port2 } = new MessageChannel();
  serve(port2, handlers);
  return connect<P>(port1);
}

/** The real studio at the other end of a real channel. */
export function startStudio(): Client<StudioProtocol> {
  const { port1, port2 } = new MessageChannel();
  serveStudio(port2);
  return connect<StudioProtocol>(port1);
}

/** onnxruntime-web's Node build in place of the browser's; everything after that is the same. */
export const startSession = (): Client<SessionProtocol> =>
  overChannel(
    createSessions({
      load: async () => {
        ort.env.wasm.numThreads = 1;
        return ort;
      },
      missing: async () => null,
    }),
  );

/** A script in a thread of its own, as the half of a browser's worker that a page talks to. */
export function threadWorker(script: string): Worker {
  const thread = new Thread(script, { eval: true });
  const endpoint = {
    postMessage: (message: unknown) => thread.postMessage(message),
    terminate: () => void thread.terminate(),
    onmessage: null as ((event: { data: unknown }) => void) | null,
  };
  thread.on('message', (data) => endpoint.onmessage?.({ data }));
  return endpoint as unknown as Worker;
}

/** A browser without WebGPU and without isolation. */
export const WASM_ONLY: Capabilities = {
  webgpu: { available: false, reason: 'This browser has no WebGPU.' },
  isolated: false,
  threads: 1,
  jspi: false,
  webCodecs: false,
};

/** What opens ONNX files needs of a runner: it runs both graphs with the workers it is given. */
export const graphRunner =
  (studio: () => Client<StudioProtocol>, start = startSession) =>
  async (): Promise<Pick<Runner, 'runBoth'>> => ({
    runBoth: (params, signal) => runBoth({ studio: studio(), startSession: start, threads: 1 }, params, signal),
  });
