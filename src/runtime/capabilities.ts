import { wordsOf } from '../text/sentence';

/** What this browser can do, probed once. Plain frozen data: it crosses workers and needs no second look. */
export interface Capabilities {
  /** The GPU that onnxruntime-web will get, or why there is none. */
  readonly webgpu: Adapter | Absence;
  /** Cross-origin isolated: SharedArrayBuffer exists, and with it WASM threads. */
  readonly isolated: boolean;
  /** Threads WASM gets: 1 without isolation. */
  readonly threads: number;
  /** JavaScript Promise Integration: the WebGPU build needs no asyncify rewrite, which is faster and smaller. */
  readonly jspi: boolean;
  /** Video frames can be decoded off the page, by exact time. */
  readonly webCodecs: boolean;
}

/** A WebGPU adapter, as far as the browser tells. */
export interface Adapter {
  readonly available: true;
  readonly vendor: string;
  readonly architecture: string;
  readonly device: string;
  readonly description: string;
  /** A GPU emulated on the CPU: right, and slow. */
  readonly fallback: boolean;
  readonly features: readonly string[];
  /** float16 in shaders (feature shader-f16). */
  readonly float16: boolean;
  /** Largest buffer, in bytes: no single tensor can be larger. */
  readonly maxBufferSize: number;
  readonly maxStorageBufferBindingSize: number;
}

interface Absence {
  readonly available: false;
  /** One sentence for the user. */
  readonly reason: string;
}

/** Looks at the browser it runs in: the page or a worker. Never throws; what cannot be found out is absent. */
export async function probeCapabilities(): Promise<Capabilities> {
  const isolated = globalThis.crossOriginIsolated === true;
  return Object.freeze({
    webgpu: Object.freeze(await probeAdapter()),
    isolated,
    threads: isolated ? threadsFor(navigator.hardwareConcurrency) : 1,
    jspi: 'Suspending' in WebAssembly,
    webCodecs: 'VideoDecoder' in globalThis,
  });
}

/** Why WebGPU is not used here unless it is asked for by name; null where it is. */
export function whyNotChosen({ webgpu }: Pick<Capabilities, 'webgpu'>): string | null {
  if (!webgpu.available) return webgpu.reason;
  return webgpu.fallback ? 'The only WebGPU adapter here is emulated on the CPU, which is slower than WASM.' : null;
}

/** An adapter's name for people: "nvidia ampere", "google swiftshader (emulated on the CPU)". */
export function adapterText({ vendor, architecture, description, fallback }: Adapter): string {
  const name = description || `${vendor} ${architecture}`.trim() || 'unnamed GPU';
  return fallback ? `${name} (emulated on the CPU)` : name;
}

/** Half of the cores, as onnxruntime-web does by itself since hyper-threads share their units, but two where there are. */
function threadsFor(cores: number): number {
  return Math.max(Math.min(2, cores), Math.min(8, Math.ceil(cores / 2)));
}

async function probeAdapter(): Promise<Adapter | Absence> {
  if (!('gpu' in navigator)) return { available: false, reason: 'This browser has no WebGPU.' };
  try {
    const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
    if (adapter === null) {
      return { available: false, reason: 'This browser has WebGPU, but finds no GPU that it may use.' };
    }
    const { info, limits } = adapter;
    const features = [...adapter.features].sort();
    return {
      available: true,
      vendor: info.vendor,
      architecture: info.architecture,
      device: info.device,
      description: info.description,
      fallback: info.isFallbackAdapter,
      features,
      float16: features.includes('shader-f16'),
      maxBufferSize: limits.maxBufferSize,
      maxStorageBufferBindingSize: limits.maxStorageBufferBindingSize,
    };
  } catch (error) {
    return { available: false, reason: `WebGPU failed to start: ${wordsOf(error)}` };
  }
}
