import { type Design, HEAD_DEFAULTS, REFERENCE_DEFAULTS } from '../design/design';
import type { Build } from '../runtime/build';
import type { Provider } from '../runtime/provider';
import { relativeL2 } from '../tensor/distance';
import { sameShape } from '../tensor/shape';
import type { Tensor } from '../tensor/tensor';
import type { Client } from './channel';
import { RequestError } from './failure';
import type { HostedFile, SessionHost } from './sessionHost';
import type { StudioProtocol } from './studioProtocol';

/**
 * The tiny network that a WebGPU adapter must compute as WASM does before it is trusted, since a wrong kernel says
 * nothing. One block a stage; widths that are no multiple of 4 and an odd number of frames, which is where kernels were
 * seen to fail; every operator of the default design.
 */
export const PROBE_DESIGN: Design = {
  reference: { ...REFERENCE_DEFAULTS, gamma_b: 2.25, gamma_d: 0.2, se_style: 'all' },
  clip: { n: 1, t: 5, h: 36, w: 32, interval: 1 },
  head: { ...HEAD_DEFAULTS, num_classes: 10, mid_channels: 64 },
  overrides: {},
};

/** Largest relative L2 distance that float32 sums in another order explain. */
const PARITY_LIMIT = 1e-4;

/** The steps of the probe that are told: fetching onnxruntime-web, not opening the probe itself. */
interface ParityOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((step: 'load' | 'parity') => void) | undefined;
}

/** What came of the comparison. */
export interface Parity {
  /** Null where both agree; else one sentence on why this GPU is not to be trusted. */
  readonly objection: string | null;
  /** Readying onnxruntime-web, where it was not ready yet, and all the rest of the comparison, in ms. */
  readonly ms: { readonly load: number; readonly check: number };
}

/**
 * Runs the probe on WebGPU and on WASM, both in a WebGPU build, and compares.
 * @throws the signal's reason, or whatever is no answer to the question
 */
export async function probeParity(
  studio: Client<StudioProtocol>,
  host: SessionHost,
  build: Build,
  options: ParityOptions,
): Promise<Parity> {
  const { signal, onProgress } = options;
  const began = performance.now();
  let load = 0;
  onProgress?.('parity');
  const objection = await objectionOf();
  return { objection, ms: { load, check: performance.now() - began - load } };

  async function objectionOf(): Promise<string | null> {
    const probe = await studio.request('prepareProbe', null, { signal });
    try {
      const tried = await runOnce(probe.webgpu, probe.clip, 'webgpu');
      const distance = worstDistance(tried, await runOnce(probe.wasm, probe.clip, 'wasm'));
      if (distance <= PARITY_LIMIT) return null;
      return `On this GPU a test network differs from WASM by ${distance.toExponential(1)} (relative L2; ${PARITY_LIMIT} at most is rounding), so its results would be wrong.`;
    } catch (error) {
      // A build that could not be loaded says nothing about the GPU, and may be there next time.
      const refused = error instanceof RequestError && error.name === 'SessionError' && error.fields.step !== 'load';
      if (!refused) throw error;
      return `A test network does not run on this GPU: ${error.message}`;
    }
  }

  async function runOnce(file: HostedFile, clip: Tensor, provider: Provider): Promise<ReadonlyMap<string, Tensor>> {
    const model = await host.open(
      file,
      { build, provider },
      { signal, onProgress: (step) => onProgress?.(step === 'load' ? 'load' : 'parity') },
    );
    load += model.ms.load;
    const { outputs } = await model.run(clip, { signal });
    await model.close();
    return outputs;
  }
}

/** Largest relative L2 distance over all outputs; infinite where one is missing, of another shape, or not a number. */
export function worstDistance(tried: ReadonlyMap<string, Tensor>, trusted: ReadonlyMap<string, Tensor>): number {
  return Math.max(
    ...Array.from(trusted, ([name, expected]) => {
      const found = tried.get(name);
      const comparable =
        found?.dtype === 'float32' && expected.dtype === 'float32' && sameShape(found.shape, expected.shape);
      return comparable ? relativeL2(found.data, expected.data) : Number.POSITIVE_INFINITY;
    }),
  );
}
