import type { Capabilities } from './capabilities';
import type { Provider } from './provider';

/**
 * onnxruntime-web's builds that we use. `wasm` computes on the CPU only (3.7 MB gzipped); the two others add WebGPU by
 * the C++ provider: `jspi` (4.1 MB) where the browser can suspend WebAssembly, `asyncify` (6.6 MB) elsewhere. The
 * package's default build is the older JSEP provider, which is silently wrong on channel-wise 3-D convolutions.
 */
export type Build = 'wasm' | 'jspi' | 'asyncify';

/** The smallest build that brings a provider to this browser. */
export function buildFor(provider: Provider, capabilities: Pick<Capabilities, 'jspi'>): Build {
  if (provider === 'wasm') return 'wasm';
  return capabilities.jspi ? 'jspi' : 'asyncify';
}

/** Size of each build's binary, in bytes, as it is kept for offline use. */
export const BUILD_BYTES: Readonly<Record<Build, number>> = {
  wasm: 14_239_897,
  jspi: 16_758_545,
  asyncify: 26_781_914,
};
