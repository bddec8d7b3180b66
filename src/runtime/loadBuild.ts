import type { Build } from './build';
import { tapConsole } from './ortLog';
import type { OrtModule } from './session';
import { SessionError } from './sessionError';

/**
 * Fetches and readies a build. Its environment is one per worker and cannot be changed once a session is open, so a
 * worker loads one build, once.
 * @param threads WASM threads; more than 1 needs cross-origin isolation.
 * @throws SessionError when it cannot be fetched
 */
export async function loadBuild(build: Build, threads: number): Promise<OrtModule> {
  tapConsole();
  try {
    const { ort, wasm, mjs } = await BUILDS[build]();
    ort.env.wasm.wasmPaths = { wasm, mjs };
    ort.env.wasm.numThreads = threads;
    ort.env.logLevel = 'fatal';
    return ort;
  } catch (error) {
    const provider = build === 'wasm' ? 'wasm' : 'webgpu';
    const message = `onnxruntime-web (${build}) could not be loaded. Check the connection and run again.`;
    throw new SessionError('load', provider, message, { cause: error });
  }
}

interface Loaded {
  readonly ort: OrtModule;
  /** Addresses of the binary and of its loader. */
  readonly wasm: string;
  readonly mjs: string;
}

const BUILDS: Readonly<Record<Build, () => Promise<Loaded>>> = {
  wasm: async () => {
    const [ort, wasm, mjs] = await Promise.all([
      import('onnxruntime-web/wasm'),
      import('onnxruntime-web/ort-wasm-simd-threaded.wasm?url'),
      import('onnxruntime-web/ort-wasm-simd-threaded.mjs?url'),
    ]);
    return { ort, wasm: wasm.default, mjs: mjs.default };
  },
  jspi: async () => {
    const [ort, wasm, mjs] = await Promise.all([
      import('onnxruntime-web/jspi'),
      import('onnxruntime-web/ort-wasm-simd-threaded.jspi.wasm?url'),
      import('onnxruntime-web/ort-wasm-simd-threaded.jspi.mjs?url'),
    ]);
    return { ort, wasm: wasm.default, mjs: mjs.default };
  },
  asyncify: async () => {
    const [ort, wasm, mjs] = await Promise.all([
      import('onnxruntime-web/webgpu'),
      import('onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url'),
      import('onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url'),
    ]);
    return { ort, wasm: wasm.default, mjs: mjs.default };
  },
};
