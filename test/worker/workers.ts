import * as ort from 'onnxruntime-web';
import type { Capabilities } from '../../src/runtime/capabilities';
import { type Client, connect } from '../../src/worker/channel';
import type { Protocol, SessionProtocol, StudioProtocol } from '../../src/worker/messages';
import { type Handlers, serve } from '../../src/worker/serve';
import { createSessions } from '../../src/worker/session';
import { createStudio } from '../../src/worker/studio';

/** The real handlers at the other end of a real channel: only the thread is missing. */
export function overChannel<P extends Protocol<P>>(handlers: Handlers<P>): Client<P> {
  const { port1, port2 } = new MessageChannel();
  serve(port2, handlers);
  return connect<P>(port1);
}

export const startStudio = (): Client<StudioProtocol> => overChannel(createStudio());

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

/** A browser without WebGPU and without isolation. */
export const WASM_ONLY: Capabilities = {
  webgpu: { available: false, reason: 'This browser has no WebGPU.' },
  isolated: false,
  threads: 1,
  jspi: false,
  webCodecs: false,
};
