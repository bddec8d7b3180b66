import { TARGETS, type Target } from '../lowering/pipeline';
import { encodeModel } from '../onnx/encode';
import type { OnnxGraph } from '../onnx/graph';
import { joinChunks } from '../onnx/wireWriter';
import { type Gpu, watchGpu } from '../runtime/gpu';
import { openKeeper } from '../runtime/keeper';
import { type OrtModule, openSession, type Session } from '../runtime/session';
import { SessionError } from '../runtime/sessionError';
import { GRADIENT_LIMIT, probeGradients } from '../training/trainingProbe';
import type { Builds } from './session';
import type { TrainingPlace } from './trainerProtocol';

/** The onnxruntime-web of a trainer: one build, and on WebGPU its device, watched. */
export interface TrainerRuntime {
  readonly place: TrainingPlace;
  open(graph: OnnxGraph, kept?: readonly string[]): Promise<Session>;
  /** One sentence on why this GPU is not to be trusted with gradients; null where it is, and on WASM. */
  objection(): Promise<string | null>;
  /** Does some work with open sessions. @throws DeviceLost as soon as the GPU is, whatever becomes of the work */
  guard<T>(work: () => Promise<T>): Promise<T>;
}

/** The GPU is gone, with all that was in its memory. */
class DeviceLost extends Error {
  override name = 'DeviceLost';
  constructor(
    /** The browser's words. */
    readonly engineWords: string,
  ) {
    super('The GPU was lost.');
  }
}

/** Loads a build, and readies the device where it has one. @throws SessionError */
export async function startTrainerRuntime(builds: Builds, place: TrainingPlace): Promise<TrainerRuntime> {
  const { build, provider, threads } = place;
  const ort = await builds.load(build, threads);
  if (provider === 'wasm') {
    return { place, open: opener(ort, 'wasm'), objection: async () => null, guard: (work) => work() };
  }
  await openKeeper(ort, 'webgpu');
  const gpu = await watchGpu(ort);
  return { place, open: opener(ort, 'webgpu'), objection: () => objectionTo(ort), guard: guardOf(gpu) };
}

const opener =
  (ort: OrtModule, target: Target) =>
  (graph: OnnxGraph, kept: readonly string[] = []): Promise<Session> =>
    openSession(ort, joinChunks(encodeModel(graph)), { provider: target, layout: TARGETS[target].layout, kept });

async function objectionTo(ort: OrtModule): Promise<string | null> {
  try {
    const distance = await probeGradients((graph, target) => opener(ort, target)(graph));
    if (distance <= GRADIENT_LIMIT) return null;
    return `On this GPU the gradients of a test network differ from WASM's by ${distance.toExponential(1)} (relative L2; ${GRADIENT_LIMIT} at most is rounding), so it would learn something else.`;
  } catch (error) {
    if (!(error instanceof SessionError)) throw error;
    return `A test network is not trained on this GPU: ${error.message}`;
  }
}

function guardOf(gpu: Gpu): TrainerRuntime['guard'] {
  const gone = gpu.lost.then((words): never => {
    throw new DeviceLost(words);
  });
  // Work under way fails with it; at rest there is nothing to tell.
  gone.catch(() => {});
  return (work) => {
    const done = gpu.guard(work).catch(async (error: unknown) => {
      // What a loss breaks off may be told before the loss.
      await Promise.race([gone, new Promise((resolve) => setTimeout(resolve, LOSS_TOLD_WITHIN))]);
      throw error;
    });
    return Promise.race([done, gone]);
  };
}

/** Milliseconds. */
const LOSS_TOLD_WITHIN = 500;
