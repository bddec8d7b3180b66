import type * as Ort from 'onnxruntime-web';
import { shapeText } from '../tensor/shape';
import type { Tensor } from '../tensor/tensor';
import { wordsOf } from '../text/sentence';
import { type CopiedRun, runWithCopiesApart } from './copies';
import { keepBuffers } from './keptBuffers';
import { KeptTensor } from './keptTensor';
import { captureLog } from './ortLog';
import { fromOrt, toOrt } from './ortTensor';
import { nodesPlacedOn, type PlacedNode } from './placement';
import { type KernelTime, readProfile } from './profile';
import type { Provider } from './provider';
import { SessionError, sessionError } from './sessionError';

/** onnxruntime-web as one of its builds exports it. */
export type OrtModule = typeof Ort;

/** Order of a feature map's axes inside the WebGPU provider's kernels; graphs are always written channels first. */
type Layout = 'NCHW' | 'NHWC';

export interface SessionOptions {
  readonly provider: Provider;
  /** WebGPU only. A lowering is proved for one layout, so it is never left to the provider's default. */
  readonly layout: Layout;
  /** Every kernel of every run is timed, until `endProfiling`; runs take longer meanwhile. */
  readonly profiling?: boolean;
  /** WebGPU only: results stay on the GPU until they are read, so that `runWithCopiesApart` can time the copies. */
  readonly copiesApart?: boolean;
  /** Outputs that `runKeeping` leaves where they were computed. */
  readonly kept?: readonly string[];
  /** WebGPU only: inputs and outputs lie in buffers that are the same in every run. */
  readonly keptBuffers?: boolean;
  /** WebGPU only, with `keptBuffers`: the commands of a run are recorded once, and replayed by the next ones. */
  readonly capture?: boolean;
}

/** What a run is fed with, by input. */
export type Feeds = Readonly<Record<string, Tensor | KeptTensor>>;

/** What a run gave: results of the caller's own, and those that stayed, which the caller frees. */
interface KeepingRun {
  readonly outputs: ReadonlyMap<string, Tensor>;
  readonly kept: ReadonlyMap<string, KeptTensor>;
}

/** An opened model. */
export interface Session {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /**
   * Runs the model once. Feeds are copied into the provider; results are the caller's own.
   * @param outputs which outputs to compute and bring back; all of them when absent.
   * @throws SessionError when the provider stops
   */
  run(feeds: Feeds, outputs?: readonly string[]): Promise<Map<string, Tensor>>;
  /** The same for a session opened with outputs to keep. @throws SessionError when the provider stops */
  runKeeping(feeds: Feeds): Promise<KeepingRun>;
  /**
   * The same, the copies timed apart, for a session opened so.
   * @throws SessionError when the provider stops
   */
  runWithCopiesApart(feeds: Readonly<Record<string, Tensor>>, outputs?: readonly string[]): Promise<CopiedRun>;
  /** Ends profiling and returns every kernel of every run since the session was opened, in order. */
  endProfiling(): Promise<readonly KernelTime[]>;
  /** Frees the session's memory. WASM memory itself never shrinks: end the worker to give it back. */
  close(): Promise<void>;
}

/**
 * Opens a session over an ONNX file. What the binary writes to the console meanwhile is in the error that is thrown. On WebGPU every node must have a WebGPU kernel: what would run on the CPU instead
 * makes opening fail, since such a node hides two copies of its data in the time of the run.
 * @throws SessionError
 */
export async function openSession(ort: OrtModule, model: Uint8Array, options: SessionOptions): Promise<Session> {
  const session = await create(ort, model, options);
  const buffers = options.keptBuffers ? await keepBuffers(ort, session) : null;
  const stopped = (feeds: Feeds, error: unknown): SessionError => {
    const fed = Object.entries(feeds).map(([name, tensor]) => `${name} ${shapeText(tensor.shape)}`);
    return sessionError('run', options.provider, `The run stopped (${fed.join(', ')})`, error);
  };
  const fed = (feeds: Feeds) =>
    Object.fromEntries(
      Object.entries(feeds).map(([name, tensor]) => [
        name,
        tensor instanceof KeptTensor ? tensor.value : toOrt(ort, tensor),
      ]),
    );
  return {
    inputs: session.inputNames,
    outputs: session.outputNames,
    run: async (feeds, outputs = session.outputNames) => {
      try {
        if (buffers) return await buffers.run(readOut(feeds), outputs);
        const results = await session.run(fed(feeds), outputs);
        return new Map(outputs.map((name) => [name, fromOrt(name, results[name])]));
      } catch (error) {
        throw stopped(feeds, error);
      }
    },
    runKeeping: async (feeds) => {
      try {
        const results = Object.entries(await session.run(fed(feeds)));
        const stays = new Set(options.kept);
        return {
          outputs: new Map(results.flatMap(([name, value]) => (stays.has(name) ? [] : [[name, fromOrt(name, value)]]))),
          kept: new Map(
            results.flatMap(([name, value]) => (stays.has(name) ? [[name, new KeptTensor(name, value)]] : [])),
          ),
        };
      } catch (error) {
        throw stopped(feeds, error);
      }
    },
    runWithCopiesApart: async (feeds, outputs = session.outputNames) => {
      try {
        return await runWithCopiesApart(ort, session, feeds, outputs);
      } catch (error) {
        throw stopped(feeds, error);
      }
    },
    endProfiling: async () => {
      const { log } = await captureLog(async () => session.endProfiling());
      return readProfile(log);
    },
    close: async () => {
      await session.release();
      buffers?.free();
    },
  };
}

/** Feeds that are in memory. @throws TypeError for one that stayed where it was computed */
function readOut(feeds: Feeds): Readonly<Record<string, Tensor>> {
  const kept = Object.entries(feeds).find(([, tensor]) => tensor instanceof KeptTensor);
  if (kept) throw new TypeError(`Feed ${kept[0]} is a kept result; kept buffers take values from memory.`);
  return feeds as Readonly<Record<string, Tensor>>;
}

async function create(ort: OrtModule, model: Uint8Array, options: SessionOptions): Promise<Ort.InferenceSession> {
  try {
    return (await captureLog(() => ort.InferenceSession.create(model, ortOptions(options)))).result;
  } catch (error) {
    const { provider } = options;
    if (!wordsOf(error).includes('assigned to the default CPU EP')) {
      throw sessionError('compile', provider, 'onnxruntime-web refused the model', error);
    }
    const nodes = await nodesWithoutKernel(ort, model, options);
    const list = nodes.map(({ op, name }) => `${op} (${name})`).join(', ');
    const message = `WebGPU has no kernel for ${list || 'some node'}. Run on WASM, or change that layer.`;
    throw new SessionError('compile', provider, message, { cause: error, nodes: nodes.map(({ name }) => name) });
  }
}

function ortOptions(options: SessionOptions): Ort.InferenceSession.SessionOptions {
  const { provider, layout, profiling = false, copiesApart = false, kept = [], capture = false } = options;
  const onGpu = kept.map((name) => [name, 'gpu-buffer' as const]);
  return {
    executionProviders: [provider === 'wasm' ? { name: 'wasm' } : { name: 'webgpu', preferredLayout: layout }],
    graphOptimizationLevel: 'all',
    enableProfiling: profiling,
    // Only what is fatal: an error is thrown as well, and is told where it is caught.
    logSeverityLevel: 4,
    ...(copiesApart && { preferredOutputLocation: 'gpu-buffer' as const }),
    ...(provider === 'webgpu' && kept.length > 0 && { preferredOutputLocation: Object.fromEntries(onGpu) }),
    ...(capture && { enableGraphCapture: true }),
    ...(provider === 'webgpu' && { extra: { session: { disable_cpu_ep_fallback: '1' } } }),
  };
}

/** onnxruntime does not say which nodes, but for a session that may use the CPU its verbose log does. */
async function nodesWithoutKernel(ort: OrtModule, model: Uint8Array, options: SessionOptions): Promise<PlacedNode[]> {
  const { extra: _, ...verbose } = { ...ortOptions(options), logSeverityLevel: 0 as const };
  const { result, log } = await captureLog(() => ort.InferenceSession.create(model, verbose));
  await result.release();
  return nodesPlacedOn('CPUExecutionProvider', log);
}
