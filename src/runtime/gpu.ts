import type { OrtModule } from './session';
import { outOfMemory, SessionError } from './sessionError';

/** The GPU device of a build, watched. */
export interface Gpu {
  /** Resolves with the browser's words when the device is lost. */
  readonly lost: Promise<string>;
  /**
   * Does some work. Where the device ran out of memory, now or before, a SessionError says that, whether the work failed
   * or not: what was to be in the missing buffer is in no result.
   */
  guard<T>(work: () => Promise<T>): Promise<T>;
}

/**
 * Watches the device of a WebGPU build that was started. A buffer that finds no memory is an error which the browser
 * tells to the device alone (WebGPU, section 22.2); what onnxruntime then throws names only the invalid buffer.
 */
export async function watchGpu(ort: OrtModule): Promise<Gpu> {
  const device = await ort.env.webgpu.device;
  let full = false;
  device.addEventListener('uncapturederror', (event) => {
    if (!(event.error instanceof GPUOutOfMemoryError)) return;
    full = true;
    // It is told where the work fails; the console need not hear it too.
    event.preventDefault();
  });
  return {
    lost: device.lost.then(({ reason, message }) => message || reason),
    async guard(work) {
      try {
        const result = await work();
        if (!full) return result;
      } catch (error) {
        if (!full || !(error instanceof SessionError)) throw error;
        const what = error.step === 'run' ? 'The run stopped' : 'The network was not opened';
        throw outOfMemory(error.step, error.provider, what, error);
      }
      throw outOfMemory('run', 'webgpu', 'The run gave wrong results', null);
    },
  };
}
