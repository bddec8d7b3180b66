import { build } from '../../../src/architecture/build';
import type { Design } from '../../../src/design/design';
import { presetNamed } from '../../../src/design/presets';
import { TARGETS } from '../../../src/lowering/pipeline';
import { lazily } from '../../../src/memo/lazily';
import { encodeModel } from '../../../src/onnx/encode';
import type { OnnxGraph } from '../../../src/onnx/graph';
import { joinChunks } from '../../../src/onnx/wireWriter';
import { openKeeper } from '../../../src/runtime/keeper';
import { loadBuild } from '../../../src/runtime/loadBuild';
import type { Provider } from '../../../src/runtime/provider';
import { openSession } from '../../../src/runtime/session';
import { createApp } from '../../../src/state/app';
import { createMeasuring } from '../../../src/state/timing/measure';
import { chromeTrace } from '../../../src/timing/chromeTrace';
import { answerCase } from '../../../src/training/answerGolden';
import type { CaseQuestion } from '../../../src/training/goldenForm';
import type { Recipe } from '../../../src/training/recipe';
import { openTraining } from '../../../src/training/trainingSession';
import { weightHash } from '../../../src/training/weightHash';
import { noiseClip } from '../../../src/video/noise';
import { initWeights } from '../../../src/weights/initialise';
import { namedClip } from '../../../src/weights/named';
import { connectWorker } from '../../../src/worker/channel';
import { startRunner, startStudio, startTraining } from '../../../src/worker/client';
import { browserRuns } from '../../../src/worker/keptRuns';
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

const app = createApp();
const measuring = createMeasuring({
  ...app,
  studio: () => studio,
  runner: async () => runner,
  takeOver: () => {},
  attention: { present: async () => {}, absences: () => 0 },
});

/** The build that brings WebGPU. Its device is kept from session to session, and every kernel that it has compiled. */
const webGpuBuild = lazily(async () => {
  const ort = await loadBuild('jspi', 1);
  await openKeeper(ort, 'webgpu');
  return ort;
});

/** Answers a gradient case on a provider, both in the build that brings WebGPU; opened as sessions are, CPU fallback forbidden. */
async function gradientsOf(question: CaseQuestion, provider: Provider) {
  const ort = await webGpuBuild();
  const open = (graph: OnnxGraph) =>
    openSession(ort, joinChunks(encodeModel(graph)), { provider, layout: TARGETS[provider].layout });
  return answerCase(question, open, { target: provider });
}

/** What a few steps on a provider gave, and how many buffers of the GPU are alive after each. */
async function stepsOn(provider: Provider, { design, recipe, steps }: StepsAsked) {
  const ort = await webGpuBuild();
  const architecture = build(design);
  const open = (graph: OnnxGraph, kept: readonly string[] = []) =>
    openSession(ort, joinChunks(encodeModel(graph)), { provider, layout: TARGETS[provider].layout, kept });
  const weights = initWeights(architecture, 0);
  const session = await openTraining(architecture, recipe, { open, weights, seed: 0, target: provider });
  const shape = [recipe.batch, ...architecture.clip.slice(1)];
  const classes = design.head?.num_classes ?? 1;
  const losses: number[] = [];
  const buffers: number[] = [];
  for (let step = 0; step < steps; step++) {
    const labels = Array.from({ length: recipe.batch }, (_, clip) => (clip + step) % classes);
    const batches = Array.from({ length: recipe.accumulation }, (_, pass) => ({
      clips: namedClip(shape, `batch ${step} ${pass}`),
      labels,
    }));
    losses.push((await session.step(batches)).loss);
    buffers.push(liveBuffers());
  }
  const { data: logits } = await session.evaluate(namedClip(shape, 'held out'));
  const { weights: trained, buffers: statistics } = await session.state();
  await session.close();
  return { losses, buffers, logits: [...logits], trained: [...trained], statistics: [...statistics] };
}

interface StepsAsked {
  readonly design: Design;
  readonly recipe: Recipe;
  readonly steps: number;
}

/** Buffers that were made on the GPU and not destroyed. */
const liveBuffers = countBuffers();

function countBuffers(): () => number {
  let live = 0;
  if (!('GPUDevice' in globalThis)) return () => 0;
  const alive = new WeakSet<GPUBuffer>();
  const { createBuffer } = GPUDevice.prototype;
  GPUDevice.prototype.createBuffer = function (...given) {
    const buffer = createBuffer.apply(this, given);
    alive.add(buffer);
    live += 1;
    return buffer;
  };
  const { destroy } = GPUBuffer.prototype;
  GPUBuffer.prototype.destroy = function () {
    if (alive.delete(this)) live -= 1;
    destroy.call(this);
  };
  return () => live;
}

const timing = { measuring, measurements: app.measurements, chromeTrace };
const input = { weightsDigest, encodeModel, joinChunks, namedClip, noiseClip };
const workers = {
  ...input,
  gradientsOf,
  stepsOn,
  ...timing,
  startTraining,
  browserRuns,
  weightHash,
  studio,
  runner,
  host,
  worstDistance,
};

declare global {
  interface Window {
    workers: typeof workers;
  }
}
window.workers = workers;
