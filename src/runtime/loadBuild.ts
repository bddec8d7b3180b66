import type { Build } from './build';
import { filesOf } from './buildFiles';
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
    const [ort, files] = await Promise.all([MODULES[build](), filesOf(build)]);
    ort.env.wasm.wasmPaths = { ...files };
    ort.env.wasm.numThreads = threads;
    ort.env.logLevel = 'fatal';
    return ort;
  } catch (error) {
    const provider = build === 'wasm' ? 'wasm' : 'webgpu';
    const message = `onnxruntime-web (${build}) could not be loaded. Check the connection and run again.`;
    throw new SessionError('load', provider, message, { cause: error });
  }
}

/** One sentence on which file of a build that did not start is not to be had, and what to do; null where all are there. */
export async function missingFile(build: Build): Promise<string | null> {
  const { wasm, mjs } = await filesOf(build);
  for (const file of [mjs, wasm]) {
    const name = file.slice(file.lastIndexOf('/') + 1);
    try {
      const response = await fetch(file);
      await response.body?.cancel();
      if (response.ok) continue;
      const remedy = response.status === 404 ? 'Reload the page: the app was updated.' : 'Run again in a while.';
      return `${name} could not be had (HTTP ${response.status}). ${remedy}`;
    } catch {
      return `${name} could not be had. Connect and run again; from then on runs work offline too.`;
    }
  }
  return null;
}

const MODULES: Readonly<Record<Build, () => Promise<OrtModule>>> = {
  wasm: () => import('onnxruntime-web/wasm'),
  jspi: () => import('onnxruntime-web/jspi'),
  asyncify: () => import('onnxruntime-web/webgpu'),
};
