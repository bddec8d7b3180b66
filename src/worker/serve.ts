import { failureOf } from './failure';
import type { FromWorker, Protocol, ToWorker } from './messages';

/** What a handler has besides its parameters. */
export interface Call<Progress> {
  /** Aborted when the request is cancelled. Handlers that go on regardless only waste their own time. */
  readonly signal: AbortSignal;
  progress(progress: Progress): void;
  /** Marks buffers of a result as moving to the other side instead of being copied, and gives the result back. */
  transfer<R>(result: R, ...moved: Transferable[]): R;
}

/** A worker's answers, one function a request. */
export type Handlers<P extends Protocol<P>> = {
  readonly [K in keyof P]: (params: P[K]['params'], call: Call<P[K]['progress']>) => Promise<P[K]['result']>;
};

/** The half of a worker, or of a port, that a server needs. */
export interface Endpoint {
  onmessage: ((event: MessageEvent) => void) | null;
  postMessage(message: unknown, options: { transfer: Transferable[] }): void;
}

/**
 * Answers requests that arrive at `endpoint`. Every error becomes a failure of its request.
 * @param loadLate loads the handlers that are not here yet; called when one of them is asked for
 */
export function serve<P extends Protocol<P>, Late extends keyof P = never>(
  endpoint: Endpoint,
  handlers: Omit<Handlers<P>, Late>,
  loadLate?: () => Promise<Pick<Handlers<P>, Late>>,
): void {
  const running = new Map<number, AbortController>();
  const post = (message: FromWorker<P>, transfer: Transferable[] = []) => endpoint.postMessage(message, { transfer });

  const answer = async <K extends keyof P>(id: number, method: K, params: P[K]['params']) => {
    const controller = new AbortController();
    running.set(id, controller);
    const transfer: Transferable[] = [];
    try {
      const known: object = Object.hasOwn(handlers, method) || !loadLate ? handlers : await loadLate();
      const result = await (known as Handlers<P>)[method](params, {
        signal: controller.signal,
        progress: (progress) => post({ type: 'progress', id, progress }),
        transfer: (result, ...moved) => {
          transfer.push(...moved);
          return result;
        },
      });
      post({ type: 'result', id, result }, transfer);
    } catch (error) {
      post({ type: 'failure', id, failure: failureOf(error) });
    } finally {
      running.delete(id);
    }
  };

  endpoint.onmessage = ({ data }: MessageEvent<ToWorker<P>>) => {
    if (data.type === 'cancel') {
      running.get(data.id)?.abort();
      post({ type: 'heard', id: data.id });
    } else void answer(data.id, data.method, data.params);
  };
}
