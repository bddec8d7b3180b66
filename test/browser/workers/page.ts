import { build } from '../../../src/architecture/build';
import { presetNamed } from '../../../src/design/presets';
import { TARGETS } from '../../../src/lowering/pipeline';
import { encodeModel } from '../../../src/onnx/encode';
import type { OnnxGraph } from '../../../src/onnx/graph';
import { joinChunks } from '../../../src/onnx/wireWriter';
import { loadBuild } from '../../../src/runtime/loadBuild';
import { openSession, type Provider } from '../../../src/runtime/session';
import { pageApp as app } from '../../../src/state/pageApp';
import { createMeasuring } from '../../../src/state/timing/measure';

import { chromeTrace } from '../../../src/timing/chromeTrace';
import { answerCase } from '../../../src/training/answerGolden';
import type { CaseQuestion } from '../../../src/training/goldenForm';
import { weightHash } from '../../../src/training/weightHash';
import { noiseClip } from '../../../src/video/noise';
import { initWeights } from '../../../src/weights/initialise';
import { namedClip } from '../../../src/weights/named';
import { connectWorker } from '../../../src/worker/channel';
import { startRunner, startStudio, startTraining } from '../../../src/worker/client';
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

/** SHA-256 of the reference's defaults with 400 classes, drawn from a seed, every tensor's bytes in order. */
async function weightsDigest(seed: number): Promise<string> {
  const weights = [...initWeights(build(presetNamed('defaults').design), seed).values()];
  const bytes = await new Blob(weights.map(({ data }) => data as Float32Array<ArrayBuffer>)).arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

const measuring = createMeasuring({
  studio: () => studio,
  runner: async () => runner,
  takeOver: () => {},
  attention: { present: async () => {}, absences: () => 0 },
});

/** Answers a gradient case on a provider, both in the build that brings WebGPU; opened as sessions are, CPU fallback forbidden. */
async function gradientsOf(question: CaseQuestion, provider: Provider) {
  const ort = await loadBuild('jspi', 1);
  const open = (graph: OnnxGraph) =>
    openSession(ort, joinChunks(encodeModel(graph)), { provider, layout: TARGETS[provider].layout });
  return answerCase(question, open, provider);
}

const timing = { measuring, measurements: app.measurements, chromeTrace };
const input = { weightsDigest, encodeModel, joinChunks, namedClip, noiseClip };
const workers = { ...input, gradientsOf, ...timing, startTraining, weightHash, studio, runner, host, worstDistance };

declare global {
  interface Window {
    workers: typeof workers;
  }
}
window.workers = workers;
