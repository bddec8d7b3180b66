import { harmless } from '../text/harmless';
import { RequestError } from './failure';
import type { Alive, Cancel, FromWorker, Protocol, Request } from './messages';

/** The page's side of a worker: a typed promise per request. */
export interface Client<P extends Protocol<P>> {
  /**
   * Asks the worker. Rejects with a RequestError (the worker's error, or its end) or, once `signal` is aborted, with
   * the signal's reason; the worker is then told to stop.
   */
  request<K extends keyof P>(
    method: K,
    params: P[K]['params'],
    options?: RequestOptions<P[K]['progress']>,
  ): Promise<P[K]['result']>;
  /** False once the worker was ended or broke down: nothing will be answered any more. */
  isOpen(): boolean;
  /** Ends the worker at once, whatever it does. Requests under way fail with `reason`. */
  end(reason?: Error): void;
}

export interface RequestOptions<Progress> {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Buffers among the params that move to the worker instead of being copied. */
  readonly transfer?: readonly Transferable[] | undefined;
}

/** What becomes of a worker that does not react when it is told to stop a request. */
interface Obedience {
  /**
   * A worker that has begun, is told to stop a request and says nothing for as many ms is stuck: it is ended, and every request under
   * way fails with a RequestError named `WorkerStuck`. Left out: it is waited for.
   */
  readonly obeysWithin?: number;
  /** Called when the worker was ended as stuck. */
  readonly onStuck?: () => void;
}

/** A client of what serves the other end of a channel. */
export function connect<P extends Protocol<P>>(port: MessagePort, obedience: Obedience = {}): Client<P> {
  const { client, receive } = clientOver<P>(
    (message, transfer) => port.postMessage(message, transfer),
    () => port.close(),
    obedience,
  );
  port.onmessage = ({ data }) => receive(data);
  return client;
}

/** How often a worker that has not begun is looked after, in ms, and after how many times it is given up. */
const LOOKS = { every: 1000, most: 20 };

/**
 * A client of a worker. Its death, a silent one too, fails every request with a RequestError named `WorkerCrash`; so does
 * a worker that does not begin within 20 s.
 */
export function connectWorker<P extends Protocol<P>>(worker: Worker, obedience: Obedience = {}): Client<P> {
  const { client, receive, fail } = clientOver<P>(
    (message, transfer) => worker.postMessage(message, transfer),
    () => {
      clearInterval(beginning);
      worker.terminate();
    },
    obedience,
    () => begun,
  );
  let begun = false;
  // Counted by looks, so that a page that was asleep, as with the lid closed, gives no worker up for it.
  let looks = 0;
  const beginning = setInterval(() => ++looks === LOOKS.most && fail(crash(NOT_BEGUN)), LOOKS.every);
  worker.onmessage = ({ data }: MessageEvent<FromWorker<P> | Alive>) => {
    clearInterval(beginning);
    begun = true;
    if (data.type !== 'alive') receive(data);
    else if (data.lock !== null) onEnd(data.lock, () => fail(crash(SILENT_END)));
  };
  // Fires when the worker's script cannot be loaded, and for errors that were not caught in it.
  worker.onerror = (event) => {
    event.preventDefault();
    fail(event.message ? crash('a fault of the program. Try again', event.message) : crash(MISSING_SCRIPT));
  };
  worker.onmessageerror = () => fail(crash('it sent what cannot be read'));
  return client;
}

/** Calls back once a lock is free. A browser that refuses locks tells nothing. */
function onEnd(lock: string, ended: () => void): void {
  navigator.locks?.request(lock, ended).catch(() => {});
}

/** What is kept of a request under way. Results are typed by `request`; in between they are just passed on. */
interface Pending {
  resolve(result: unknown): void;
  reject(error: unknown): void;
  onProgress(progress: unknown): void;
}

function clientOver<P extends Protocol<P>>(
  post: <K extends keyof P>(message: Request<P, K> | Cancel, transfer: Transferable[]) => void,
  close: () => void,
  { obeysWithin, onStuck }: Obedience,
  hasBegun: () => boolean = () => true,
) {
  /** Cancelled requests of which the worker has not said that it heard. */
  const unheard = new Set<number>();
  const pending = new Map<number, Pending>();
  let requests = 0;
  let ended: Error | null = null;

  const fail = (error: Error) => {
    if (ended !== null) return;
    ended = error;
    close();
    for (const { reject } of pending.values()) reject(error);
    pending.clear();
  };

  const expectToHear = (id: number) => {
    if (obeysWithin === undefined) return;
    unheard.add(id);
    const wait = () =>
      setTimeout(() => {
        if (!unheard.has(id) || ended !== null) return;
        // One that is still being loaded is not stuck: another would only begin later.
        if (!hasBegun()) return void wait();
        fail(stuck());
        onStuck?.();
      }, obeysWithin);
    wait();
  };

  const receive = (message: FromWorker<P>) => {
    const waiting = pending.get(message.id);
    unheard.delete(message.id);
    if (message.type === 'heard') return;
    // A cancelled request may still be answered by a worker that had not heard of it.
    if (waiting === undefined) return;
    if (message.type === 'progress') return waiting.onProgress(message.progress);
    pending.delete(message.id);
    if (message.type === 'result') waiting.resolve(message.result);
    else waiting.reject(new RequestError(message.failure));
  };

  const request = <K extends keyof P>(
    method: K,
    params: P[K]['params'],
    { signal, onProgress, transfer = [] }: RequestOptions<P[K]['progress']> = {},
  ): Promise<P[K]['result']> => {
    if (ended !== null) return Promise.reject(ended);
    if (signal?.aborted) return Promise.reject(signal.reason);
    const id = ++requests;
    const done = new AbortController();
    const answer = new Promise<P[K]['result']>((resolve, reject) => {
      post({ type: 'request', id, method, params }, [...transfer]);
      pending.set(id, { resolve, reject, onProgress: (progress) => onProgress?.(progress) });
      const cancel = () => {
        if (!pending.delete(id)) return;
        post({ type: 'cancel', id }, []);
        expectToHear(id);
        reject(signal?.reason);
      };
      // Bound to the request's life, so that a signal that outlives many requests does not collect them.
      signal?.addEventListener('abort', cancel, { signal: done.signal });
    });
    return answer.finally(() => done.abort());
  };

  const client: Client<P> = {
    request,
    isOpen: () => ended === null,
    end: (reason = new DOMException('The worker was ended.', 'AbortError')) => fail(reason),
  };
  return { client, receive, fail };
}

function stuck(): RequestError {
  const message = 'The work was stopped together with another that did not stop by itself. Try it again.';
  return new RequestError({ name: 'WorkerStuck', message });
}

/** What to say of a worker that never began. */
const MISSING_SCRIPT =
  'its script could not be loaded. Connect and try again; if the app was updated meanwhile, reload the page';

/** What to say of a worker that was never heard of. */
const NOT_BEGUN = `it did not begin within ${(LOOKS.every * LOOKS.most) / 1000} seconds. Try again`;

/** What to say of a worker that the browser ended. */
const SILENT_END =
  'it ended without saying why. Try again; if it ends once more, close other tabs or make the work smaller';

/** @param engineWords what the browser says of it, for details only */
function crash(message: string, engineWords: string | null = null): RequestError {
  const fields = { engineWords: engineWords && harmless(engineWords) };
  return new RequestError({ name: 'WorkerCrash', message: `A worker broke down: ${message}.`, fields });
}
