import type * as Ort from 'onnxruntime-web';
import { shapeText } from '../tensor/shape';
import type { DataOf, DType, Tensor } from '../tensor/tensor';
import { captureLog } from './ortLog';
import { nodesPlacedOn, type PlacedNode } from './placement';

/** onnxruntime-web as one of its builds exports it. */
export type OrtModule = typeof Ort;

/** Where the nodes of a graph run. */
export type Provider = 'webgpu' | 'wasm';

/** Order of a feature map's axes inside the WebGPU provider's kernels; graphs are always written channels first. */
export type Layout = 'NCHW' | 'NHWC';

/** How a session is opened. */
export interface SessionOptions {
  readonly provider: Provider;
  /** WebGPU only. A lowering is proved for one layout, so it is never left to the provider's default. */
  readonly layout: Layout;
  /** Per-kernel times: WebGPU through `endProfiling`, printed to the console as a Chrome trace. */
  readonly profiling?: boolean;
}

/** An opened model. */
export interface Session {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /**
   * Runs the model once. Feeds are copied into the provider; results are the caller's own.
   * @param outputs which outputs to compute and bring back; all of them when absent.
   * @throws SessionError when the provider stops.
   */
  run(feeds: Readonly<Record<string, Tensor>>, outputs?: readonly string[]): Promise<Map<string, Tensor>>;
  /** Ends profiling: the trace goes to the console. */
  endProfiling(): void;
  /** Frees the session's memory. WASM memory itself never shrinks: end the worker to give it back. */
  close(): Promise<void>;
}

/** What onnxruntime-web refused or broke off, in its own words and ours. */
export class SessionError extends Error {
  override name = 'SessionError';
  constructor(
    /** The step that failed. */
    readonly step: 'load' | 'compile' | 'run',
    readonly provider: Provider,
    message: string,
    options?: ErrorOptions & { readonly nodes?: readonly string[] },
  ) {
    super(message, options);
    this.nodes = options?.nodes ?? [];
  }

  /** Names of the nodes that the provider cannot run, where it is them. */
  readonly nodes: readonly string[];
}

/**
 * Opens a session over an ONNX file. On WebGPU every node must have a WebGPU kernel: what would run on the CPU instead
 * makes opening fail, since such a node hides two copies of its data in the time of the run.
 * @throws SessionError
 */
export async function openSession(ort: OrtModule, model: Uint8Array, options: SessionOptions): Promise<Session> {
  const session = await create(ort, model, options);
  return {
    inputs: session.inputNames,
    outputs: session.outputNames,
    run: async (feeds, outputs = session.outputNames) => {
      const ortFeeds = Object.fromEntries(Object.entries(feeds).map(([name, tensor]) => [name, toOrt(ort, tensor)]));
      try {
        const results = await session.run(ortFeeds, outputs);
        return new Map(outputs.map((name) => [name, fromOrt(name, results[name])]));
      } catch (error) {
        const fed = Object.entries(feeds).map(([name, tensor]) => `${name} ${shapeText(tensor.shape)}`);
        throw new SessionError('run', options.provider, `Run stopped (${fed.join(', ')}): ${words(error)}`, {
          cause: error,
        });
      }
    },
    endProfiling: () => session.endProfiling(),
    close: () => session.release(),
  };
}

/** Resolves when the GPU device of a build is lost, with the browser's reason; a build without one never loses it. */
export async function deviceLost(ort: OrtModule): Promise<string> {
  const device = await ort.env.webgpu.device;
  const { reason, message } = await device.lost;
  return message || reason;
}

async function create(ort: OrtModule, model: Uint8Array, options: SessionOptions): Promise<Ort.InferenceSession> {
  try {
    return await ort.InferenceSession.create(model, ortOptions(options));
  } catch (error) {
    const { provider } = options;
    if (!words(error).includes('assigned to the default CPU EP')) {
      const message = `onnxruntime-web refused the model: ${words(error)}`;
      throw new SessionError('compile', provider, message, { cause: error });
    }
    const refused = await nodesWithoutKernel(ort, model, options);
    const list = refused.map(({ op, name }) => `${op} (${name})`).join(', ');
    const message = `WebGPU has no kernel for ${list || 'some node'}. Run on WASM, or change that layer.`;
    throw new SessionError('compile', provider, message, { cause: error, nodes: refused.map(({ name }) => name) });
  }
}

function ortOptions({ provider, layout, profiling = false }: SessionOptions): Ort.InferenceSession.SessionOptions {
  return {
    executionProviders: [provider === 'wasm' ? { name: 'wasm' } : { name: 'webgpu', preferredLayout: layout }],
    graphOptimizationLevel: 'all',
    enableProfiling: profiling,
    // Only what is fatal: an error is thrown too, and whoever catches it says so.
    logSeverityLevel: 4,
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

/** Element types that onnxruntime takes under the same name; float16 keeps its bit pattern. */
const ORT_DTYPES = ['float64', 'float32', 'float16', 'int64', 'int32', 'int16', 'int8', 'uint8', 'bool'] as const;

function toOrt(ort: OrtModule, tensor: Tensor): Ort.Tensor {
  if (tensor.dtype === 'bfloat16') throw new TypeError('onnxruntime-web has no bfloat16 tensors: convert to float32.');
  return new ort.Tensor(tensor.dtype, tensor.data, tensor.shape);
}

function fromOrt(name: string, value: Ort.Tensor | undefined): Tensor {
  const dtype = ORT_DTYPES.find((known) => known === value?.type);
  if (value === undefined || dtype === undefined) {
    throw new TypeError(`Output ${name}: expected a tensor, found ${value?.type ?? 'nothing'}.`);
  }
  return tensorOf(dtype, value.dims, value.data);
}

function tensorOf<D extends DType>(dtype: D, shape: readonly number[], data: unknown): Tensor {
  // onnxruntime's Tensor pairs type and data just as ours does, but TypeScript sees a plain union of arrays.
  return { dtype, shape, data: data as DataOf[D] } as Tensor;
}

function words(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
