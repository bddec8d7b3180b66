import { sameValue } from '../design/sameValue';
import type { ChosenForms } from '../lowering/chooseChannelwise';
import { browserName } from '../runtime/browserName';
import { type Build, buildFor } from '../runtime/build';
import { adapterText, type Capabilities, probeCapabilities, whyNotChosen } from '../runtime/capabilities';
import type { Provider } from '../runtime/provider';
import { shapeText } from '../tensor/shape';
import { float32, type Tensor } from '../tensor/tensor';
import { type DeviceKey, type NetworkPlace, NO_SETUP, type RunSetup } from '../timing/trialRows';
import type { Yardstick } from '../timing/yardsticks';
import { type Client, connectWorker } from './channel';
import { RequestError } from './failure';
import { createLastingStudio } from './lastingStudio';
import { networkPlace } from './networkPlace';
import { offlineBuild } from './offlineBuild';
import { type Parity, probeParity } from './parity';
import { type BothParams, runBoth } from './runBoth';
import type { ScalingProtocol } from './scalingProtocol';
import { createSessionHost, type HostedModel } from './sessionHost';
import type { SessionProtocol } from './sessionProtocol';
import type { PreparedModel, PrepareParams, PrepareStep, StudioProtocol } from './studioProtocol';
import { createTraining, type Training } from './training';
import { runTrial, type TrialOptions, type TrialParams } from './trial';

/** The page's side of both workers: what it asks of the studio, and networks that run. */

export type Studio = Client<StudioProtocol>;

/**
 * How long the studio may be deaf to a Cancel, in ms: then it is ended, and another takes its place. Within two seconds of
 * a Cancel the next file shall be open, for which a busy machine needs one.
 */
const OBEYS_WITHIN = 700;

/** Readies the studio. Its worker is started by the first request, and again by the next one after it broke down. */
export function startStudio(): Studio {
  return createLastingStudio((onStuck) =>
    connectWorker(new Worker(new URL('./studio.worker.ts', import.meta.url), { type: 'module', name: 'studio' }), {
      obeysWithin: OBEYS_WITHIN,
      onStuck,
    }),
  );
}

export type Scaling = Client<ScalingProtocol>;

/** Starts the scaling worker: small, and quick to start. */
export function startScaling(): Scaling {
  return connectWorker(
    new Worker(new URL('./scaling.worker.ts', import.meta.url), { type: 'module', name: 'scaling' }),
  );
}

/** Readies training: the data worker starts at once, the trainer with the first run. */
export function startTraining(): Training {
  return createTraining({
    trainer: () =>
      connectWorker(new Worker(new URL('./trainer.worker.ts', import.meta.url), { type: 'module', name: 'trainer' })),
    motion: () =>
      connectWorker(new Worker(new URL('./motion.worker.ts', import.meta.url), { type: 'module', name: 'motion' })),
  });
}

/** Looks at what the browser can do, and readies a runner; onnxruntime-web is loaded by the first `open`. */
export async function startRunner(studio: Studio, device?: KnownDevice): Promise<Runner> {
  const startSession = () =>
    connectWorker<SessionProtocol>(
      new Worker(new URL('./session.worker.ts', import.meta.url), { type: 'module', name: 'session' }),
    );
  return createRunner(studio, await probeCapabilities(), startSession, device);
}

/** What is kept of the device from earlier visits. */
export interface KnownDevice {
  /** How networks run here, as trials showed. */
  setupOf(device: DeviceKey, provider: Provider, network: NetworkPlace): RunSetup;
  /** Why this GPU is not to be trusted; null where its probe agreed with WASM; undefined where it was not probed yet. */
  distrust(gpu: DeviceKey): string | null | undefined;
  /** Keeps what the probe said for the next visit. */
  keepDistrust(gpu: DeviceKey, objection: string | null): void;
}

/** The key of the device that a provider runs on. */
export function deviceKey({ webgpu, threads }: Capabilities, provider: Provider): DeviceKey {
  if (provider === 'webgpu') return `${webgpu.available ? adapterText(webgpu) : 'no GPU'}, ${browserName()}`;
  const cores = globalThis.navigator?.hardwareConcurrency;
  return `WASM, ${cores === undefined ? '' : `${cores} cores, `}${threads === 1 ? '1 thread' : `up to ${threads} threads`}, ${browserName()}`;
}

/** The key of a network under which how it is opened is kept. */
export const networkKey: (of: Pick<PrepareParams, 'design' | 'weights'>) => NetworkPlace = networkPlace;

/** What a person asked for; `auto` is WebGPU on a real GPU, else WASM. */
export type ProviderChoice = 'auto' | Provider;

export interface OpenParams extends Omit<PrepareParams, 'target' | 'chosen'> {
  readonly provider: ProviderChoice;
  /** Time every kernel of every run, for `profile`; runs take longer meanwhile. */
  readonly profiling?: boolean;
  /** Time the copies of every run apart, where it runs on WebGPU. */
  readonly copiesApart?: boolean;
  /** Open it in a WebGPU build whatever it runs on, so that it can stay open beside one that runs on WebGPU. */
  readonly besideWebGpu?: boolean;
  /** Open it as where nothing was tried yet, whatever this device chose. */
  readonly untuned?: boolean;
}

/** What a runner is busy with. */
export type RunStep = PrepareStep | 'parity' | 'load' | 'compile';

export interface OpenOptions {
  readonly signal?: AbortSignal | undefined;
  /**
   * Whether nothing is there to be run yet. Then a GPU runs the network once on nothing, which compiles its shaders; an
   * emulated one does not, where a run takes longer than any clip.
   */
  readonly isEarly?: (() => boolean) | undefined;
  readonly onProgress?: ((step: RunStep) => void) | undefined;
}

/** Where a network runs. */
export interface Backend {
  readonly provider: Provider;
  readonly build: Build;
  /** WASM threads; on WebGPU they only prepare the work. */
  readonly threads: number;
  /** The GPU's name; null on WASM. */
  readonly adapter: string | null;
  /** One sentence on why it is not WebGPU; null when it is, or when WASM was asked for. */
  readonly whyNotWebGpu: string | null;
}

/** A network that is ready to run. */
export interface OpenModel extends HostedModel {
  /** What opening took, in ms: readying onnxruntime-web, comparing the GPU with WASM (each 0 when done before), creating the session. */
  readonly ms: HostedModel['ms'] & Pick<Parity['ms'], 'check'>;
  readonly backend: Backend;
  readonly prepared: PreparedFacts;
  /** Forms of channel-wise convolutions that this device chose, by shape. */
  readonly chosen: ChosenForms;
  /** False once the device has chosen something else than it was opened with. */
  isCurrent(): boolean;
}

/** All that is known of a prepared model but its bytes, which have gone to the session worker. */
type PreparedFacts = Omit<PreparedModel, 'model'>;

/** Opens networks on the best backend there is. */
export type Runner = ReturnType<typeof createRunner>;

/**
 * A runner over workers that exist already, or elsewhere.
 * @param studio prepares the networks.
 * @param startSession starts a session worker; called again after each one that ended.
 * @param device what earlier trials showed; nothing, where absent.
 */
export function createRunner(
  studio: Studio,
  capabilities: Capabilities,
  startSession: () => Client<SessionProtocol>,
  device: KnownDevice = UNKNOWN_DEVICE,
) {
  const host = createSessionHost(capabilities.threads, startSession);
  const setupFor = (provider: Provider, of: Pick<OpenParams, 'design' | 'weights'>) =>
    device.setupOf(deviceKey(capabilities, provider), provider, networkKey(of));
  /** Why WebGPU is not to be trusted here; null where its probe agreed with WASM; undefined before the first run. */
  const gpu = deviceKey(capabilities, 'webgpu');
  let distrust = device.distrust(gpu);
  /** The comparison of the GPU with WASM that is under way; every opening that needs it waits for the same one. */
  let comparing: Promise<Parity> | null = null;

  /** Why not WebGPU, and what it took to find that out this time. */
  const parityFor = async (choice: ProviderChoice, options: OpenOptions): Promise<Parity> => {
    const { webgpu } = capabilities;
    const why = choice === 'auto' ? whyNotChosen(capabilities) : webgpu.available ? null : webgpu.reason;
    const known = why ?? distrust;
    if (known !== undefined) return { objection: known, ms: UNCHECKED };
    if (comparing) {
      const { signal, onProgress } = options;
      signal?.throwIfAborted();
      onProgress?.('parity');
      const began = performance.now();
      const stopped = new Promise<never>((_, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
      });
      const parity = await Promise.race([comparing.catch(() => null), stopped]);
      // What was done before this run asked for it is none of its time.
      return parity ? { ...parity, ms: { load: 0, check: performance.now() - began } } : parityFor(choice, options);
    }
    comparing = probeParity(studio, host, buildFor('webgpu', capabilities), options);
    try {
      const parity = await comparing;
      distrust = parity.objection;
      device.keepDistrust(gpu, distrust);
      return parity;
    } finally {
      comparing = null;
    }
  };

  const openOn = async (
    provider: Provider,
    { objection: whyNotWebGpu, ms: checked }: Parity,
    { provider: _, profiling, copiesApart, besideWebGpu, untuned, ...params }: OpenParams,
    { signal, onProgress, isEarly }: OpenOptions,
  ): Promise<OpenModel> => {
    const setup = untuned ? NO_SETUP : setupFor(provider, params);
    // Proved for the results of a run; what looks at others is opened as usual.
    const opening = params.outputs.length > 0 ? {} : setup.opening;
    const asked = { ...params, target: provider, chosen: setup.forms, float16: opening.float16 };
    const { model, ...prepared } = await studio.request('prepare', asked, { signal, onProgress });
    checkSize(prepared, provider, capabilities);
    const build = buildFor(besideWebGpu ? 'webgpu' : provider, capabilities);
    // A WebGPU build computes little on the CPU, and opens networks of both providers beside each other.
    const threads = build === 'wasm' ? (setup.threads ?? capabilities.threads) : capabilities.threads;
    const hosted = await host.open(
      { model, layout: prepared.layout },
      { build, provider, threads, opening },
      { signal, onProgress, profiling, copiesApart: copiesApart && provider === 'webgpu' },
    );
    const warms = provider === 'webgpu' && whyNotChosen(capabilities) === null && isEarly?.() === true;
    const warm = warms ? (await hosted.run(nothingFor(params.design), { signal })).ms : 0;
    const { load, compile } = hosted.ms;
    const ms = { load: load + checked.load, check: checked.check, compile: compile + warm };
    return {
      ...hosted,
      ms,
      prepared,
      backend: backendOf(provider, build, whyNotWebGpu, threads),
      chosen: setup.forms,
      isCurrent: () => untuned === true || sameValue(setup, setupFor(provider, params)),
    };
  };

  const backendOf = (
    provider: Provider,
    build: Build,
    whyNotWebGpu: string | null,
    threads = capabilities.threads,
  ): Backend => {
    const { webgpu } = capabilities;
    const adapter = provider === 'webgpu' && webgpu.available ? adapterText(webgpu) : null;
    return { provider, build, threads, adapter, whyNotWebGpu };
  };

  return {
    /** What this browser can do. */
    capabilities,
    /**
     * Prepares a design in the studio and opens it. With `auto`, what WebGPU refuses runs on WASM, and
     * `backend.whyNotWebGpu` says why; asked for by name, WebGPU is left only where its results would be wrong.
     * @throws RequestError by name: `UnsupportedError` (too large for this device), `SessionError` (onnxruntime-web
     * refused it), `DeviceLost`, `WorkerCrash`, or an error of the studio. The next call starts afresh.
     */
    async open(params: OpenParams, options: OpenOptions = {}): Promise<OpenModel> {
      if (params.provider === 'wasm') return openOn('wasm', { objection: null, ms: UNCHECKED }, params, options);
      let ms = UNCHECKED;
      try {
        const parity = await parityFor(params.provider, options);
        ms = parity.ms;
        return await openOn(parity.objection === null ? 'webgpu' : 'wasm', parity, params, options);
      } catch (error) {
        const refused = error instanceof RequestError && ['SessionError', 'UnsupportedError'].includes(error.name);
        if (params.provider === 'webgpu' || !refused) throw error;
        return openOn('wasm', { objection: error.message, ms }, params, options);
      }
    },
    /**
     * Readies what a first run will wait for, once: where a GPU was not compared with WASM yet, onnxruntime-web is loaded
     * and that is done, which compiles shaders. Never rejects.
     */
    async ready(choice: ProviderChoice): Promise<void> {
      if (choice === 'wasm' || distrust !== undefined) return;
      // What goes wrong here is told by the run that needs it.
      await parityFor(choice, {}).catch(() => {});
    },
    /** Opens a graph that measures a device's limit, where a network would be opened. @throws RequestError as `open` does */
    async openYardstick(
      yardstick: Yardstick,
      provider: Provider,
      { signal, onProgress }: OpenOptions = {},
    ): Promise<HostedModel & { readonly backend: Backend }> {
      if (provider === 'webgpu' && !capabilities.webgpu.available) throw unsupported(capabilities.webgpu.reason);
      const file = await studio.request('prepareYardstick', { yardstick, target: provider }, { signal });
      const backend = backendOf(provider, buildFor(provider, capabilities), null);
      const hosted = await host.open(file, { build: backend.build, provider }, { signal, onProgress });
      return { ...hosted, backend };
    },
    /**
     * Runs the graph of an opened ONNX file and the network recognised in it on one clip, beside whatever is open.
     * @throws the signal's reason, or an error of the studio
     */
    runBoth: (params: BothParams, signal: AbortSignal): ReturnType<typeof runBoth> =>
      runBoth({ studio, startSession, threads: capabilities.threads }, params, signal),
    /**
     * Tries candidates on this device, in workers of its own; `onRow` gets every verdict.
     * @returns whether everything has its verdict. @throws as `runTrial` does
     */
    trial: (params: TrialParams, options: TrialOptions): Promise<boolean> =>
      runTrial({ studio, startSession, capabilities }, params, options),
    /** What a choice will most likely need of onnxruntime-web, for use without a network. */
    offline(choice: ProviderChoice): ReturnType<typeof offlineBuild> {
      const onGpu = choice === 'webgpu' || (choice === 'auto' && whyNotChosen(capabilities) === null);
      return offlineBuild(buildFor(onGpu ? 'webgpu' : 'wasm', capabilities));
    },
    /** Ends the session worker and all that is open in it. */
    end: (): void => host.end(),
  };
}

/** A device of which nothing is known, and nothing kept. */
const UNKNOWN_DEVICE: KnownDevice = { setupOf: () => NO_SETUP, distrust: () => undefined, keepDistrust: () => {} };

/** A clip of zeros for a network. */
function nothingFor({ clip: { n, t, h, w }, reference }: OpenParams['design']): Tensor {
  return float32([n, reference.in_channels, t, h, w]);
}

/** Nothing had to be compared. */
const UNCHECKED: Parity['ms'] = { load: 0, check: 0 };

/** All that WASM can address, in bytes: 32-bit memory. */
const WASM_MEMORY = 2 ** 32;

/** @throws RequestError named UnsupportedError when a tensor does not fit into a buffer of the device. */
function checkSize({ largest }: PreparedFacts, provider: Provider, { webgpu }: Capabilities): void {
  const gpuLimit = webgpu.available ? Math.min(webgpu.maxBufferSize, webgpu.maxStorageBufferBindingSize) : 0;
  const limit = provider === 'webgpu' ? gpuLimit : WASM_MEMORY;
  if (largest.bytes <= limit) return;
  const holder = provider === 'webgpu' ? 'a buffer of this GPU holds' : 'WASM has';
  const message =
    `${largest.name} (${shapeText(largest.shape)}) takes ${megabytes(largest.bytes)}, but ${holder} ` +
    `${megabytes(limit)} at most. Make the clip smaller, or the network narrower.`;
  throw unsupported(message);
}

function unsupported(message: string): RequestError {
  return new RequestError({ name: 'UnsupportedError', message });
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 2 ** 20)} MB`;
}
