import { failureOf } from './failure';
import type { FromWorker, Protocol, ToWorker } from './messages';

/** What a handler has besides its parameters. */
export interface Call<Progress> {
  /** Aborted when the request is cancelled. Handlers that go on regardless only waste their own time. */
  readonly signal: AbortSignal;
  progress(progress: Progress): void;
  /** Marks buffers of the result as moving to the other side instead of being copied. */
  transfer(...moved: Transferable[]): void;
}

/** A worker's answers, one function a request. */
export type Handlers<P extends Protocol<P>> = {
  readonly [K in keyof P]: (params: P[K]['params'], call: Call<P[K]['progress']>) => Promise<P[K]['result']>;
};

/** The half of a worker, or of a port, that a server needs. */
interface Endpoint {
  onmessage: ((event: MessageEvent) => void) | null;
  postMessage(message: unknown, options: { transfer: Transferable[] }): void;
}

/** Answers requests that arrive at `endpoint`. Every error becomes a failure of its request. */
export function serve<P extends Protocol<P>>(endpoint: Endpoint, handlers: Handlers<P>): void {
  const running = new Map<number, AbortController>();
  const post = (message: FromWorker<P>, transfer: Transferable[] = []) => endpoint.postMessage(message, { transfer });

  const answer = async <K extends keyof P>(id: number, method: K, params: P[K]['params']) => {
    const controller = new AbortController();
    running.set(id, controller);
    const transfer: Transferable[] = [];
    try {
      const result = await handlers[method](params, {
        signal: controller.signal,
        progress: (progress) => post({ type: 'progress', id, progress }),
        transfer: (...moved) => transfer.push(...moved),
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
