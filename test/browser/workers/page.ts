import { encodeModel } from '../../../src/onnx/encode';
import { joinChunks } from '../../../src/onnx/wireWriter';
import { noiseClip } from '../../../src/video/noise';
import { namedClip } from '../../../src/weights/named';
import { connectWorker } from '../../../src/worker/channel';
import { startRunner, startStudio } from '../../../src/worker/client';
import { worstDistance } from '../../../src/worker/parity';
import { createSessionHost } from '../../../src/worker/sessionHost';

/** What tests find on the page: the app's own client, started as the app starts it, and what makes input for it. */
const studio = startStudio();
const runner = await startRunner(studio);
const startSession = () =>
  connectWorker(
    new Worker(new URL('../../../src/worker/session.worker.ts', import.meta.url), {
      type: 'module',
      name: 'bare session',
    }),
  );
const host = createSessionHost(1, startSession as Parameters<typeof createSessionHost>[1]);
const workers = { studio, runner, host, encodeModel, joinChunks, namedClip, noiseClip, worstDistance };

declare global {
  interface Window {
    workers: typeof workers;
  }
}
window.workers = workers;
