import type { Build } from '../runtime/build';
import type { KernelTime } from '../runtime/profile';
import type { Provider } from '../runtime/provider';
import type { Tensor } from '../tensor/tensor';
import { harmless } from '../text/harmless';
import type { WebGpuOptions } from '../timing/candidates';
import type { Client } from './channel';
import { RequestError } from './failure';
import type { RunResult, SessionProtocol } from './sessionProtocol';
import type { PreparedModel } from './studioProtocol';

/** The page's hold on the session worker: it starts one when something is to be opened, and after one has ended. */
export type SessionHost = ReturnType<typeof createSessionHost>;

/** What the host needs of a prepared model. */
export type HostedFile = Pick<PreparedModel, 'model' | 'layout'>;

/** Where a file is opened. WebGPU's builds compute on the CPU too, so one worker can compare both. */
interface SessionPlace {
  readonly build: Build;
  readonly provider: Provider;
  /** WASM threads; as many as the host was made with where absent. A worker with another number is ended first. */
  readonly threads?: number;
  /** How it is opened on WebGPU. What times kernels or copies runs with neither kept buffers nor capture. */
  readonly opening?: WebGpuOptions;
}

interface HostOptions {
  /** Time every kernel of every run, for `profile`. */
  readonly profiling?: boolean | undefined;
  /** WebGPU only: every run times its copies apart, see `RunResult`. */
  readonly copiesApart?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((step: 'load' | 'compile') => void) | undefined;
}

/** An opened file. */
export interface HostedModel {
  /** Readying onnxruntime-web (0 when it was ready) and creating the session, in ms. */
  readonly ms: { readonly load: number; readonly compile: number };
  /**
   * Runs a clip [N, C, T, H, W]. Aborting ends the worker, since onnxruntime-web cannot be interrupted: the file must
   * be opened again.
   */
  run(clip: Tensor, options?: RunOptions): Promise<RunResult>;
  /** Every kernel of every run so far, where the file was opened with `profiling`; ends profiling. */
  profile(): Promise<readonly KernelTime[]>;
  /** False once its worker has ended: cancelled, crashed, device lost, or another build needed. */
  isOpen(): boolean;
  close(): Promise<void>;
}

interface RunOptions {
  readonly signal?: AbortSignal | undefined;
  /** Which of the model's outputs to bring back; all of them when absent. */
  readonly outputs?: readonly string[] | undefined;
}

interface Running {
  readonly client: Client<SessionProtocol>;
  readonly build: Build;
  readonly threads: number;
}

/**
 * @param usual WASM threads of a worker, where nothing else is asked for.
 * @param start starts a session worker.
 */
export function createSessionHost(usual: number, start: () => Client<SessionProtocol>) {
  let running: Running | null = null;

  const end = (used: Running | null, reason?: Error): void => {
    used?.client.end(reason);
    if (running === used) running = null;
  };

  /** Work in the worker. Cancelling ends it, and a crash has: neither may leave it behind as if it could be used. */
  const work = async <T>(used: Running, signal: AbortSignal | undefined, request: () => Promise<T>): Promise<T> => {
    signal?.throwIfAborted();
    const abort = () => end(used, signal?.reason);
    signal?.addEventListener('abort', abort);
    try {
      return await request();
    } catch (error) {
      const broken = error instanceof RequestError && (error.name === 'WorkerCrash' || error.fields.fatal === true);
      if (broken) end(used, error);
      throw error;
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  };

  /** Ends the worker when its GPU is lost, so that requests under way fail and the next `open` starts afresh. */
  const watchDevice = async (used: Running): Promise<void> => {
    const { reason } = await used.client.request('untilLost', null);
    const message = 'The GPU was lost. Run again to start over.';
    const fields = { reason, engineWords: harmless(reason) };
    end(used, new RequestError({ name: 'DeviceLost', message, fields }));
  };

  const load = async (
    build: Build,
    threads: number,
    { signal, onProgress }: HostOptions,
  ): Promise<[used: Running, ms: number]> => {
    if (running?.build === build && running.threads === threads && running.client.isOpen()) return [running, 0];
    end(running);
    const used: Running = { client: start(), build, threads };
    running = used;
    onProgress?.('load');
    try {
      const { ms } = await work(used, signal, () => used.client.request('load', { build, threads }));
      // The worker's end, whatever its cause, also answers this request: that is no loss of the device.
      if (build !== 'wasm') watchDevice(used).catch(() => {});
      return [used, ms];
    } catch (error) {
      end(used);
      throw error;
    }
  };

  return {
    /**
     * Opens a file; its bytes are transferred. A running worker with another build is ended first.
     * @throws RequestError (`SessionError`, `WorkerCrash`, `DeviceLost`), or the signal's reason
     */
    async open({ model, layout }: HostedFile, place: SessionPlace, options: HostOptions = {}): Promise<HostedModel> {
      const { build, provider, threads = usual, opening = {} } = place;
      const [used, loadMs] = await load(build, threads, options);
      const { profiling = false, copiesApart = false } = options;
      options.onProgress?.('compile');
      const { session, ms } = await work(used, options.signal, () =>
        used.client.request(
          'open',
          {
            model,
            options: {
              provider,
              layout: opening.layout ?? layout,
              profiling,
              copiesApart,
              ...(!profiling && !copiesApart && { keptBuffers: opening.keptBuffers, capture: opening.capture }),
            },
          },
          { transfer: [model.buffer] },
        ),
      );
      return {
        ms: { load: loadMs, compile: ms },
        run: (clip, { signal, outputs } = {}) =>
          work(used, signal, () => used.client.request('run', { session, feeds: { clip }, copiesApart, outputs })),
        profile: () => work(used, undefined, () => used.client.request('profile', { session })),
        isOpen: () => used.client.isOpen(),
        close: async () => {
          if (used.client.isOpen()) await used.client.request('close', { session });
        },
      };
    },
    /** Ends the worker and all that is open in it. */
    end: (): void => end(running),
  };
}
