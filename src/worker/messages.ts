import type { Failure } from './failure';

/** One kind of request: what it needs, what it gives, and what is told on the way. */
export interface Exchange<Params, Result, Progress = never> {
  readonly params: Params;
  readonly result: Result;
  readonly progress: Progress;
}

/** The requests a worker answers, by name. */
export type Protocol<P> = { readonly [K in keyof P]: Exchange<unknown, unknown, unknown> };

/** What goes to a worker. A request is answered by one result or failure, unless it is cancelled. */
export type ToWorker<P extends Protocol<P>> = { [K in keyof P]: Request<P, K> }[keyof P] | Cancel;
export interface Request<P extends Protocol<P>, K extends keyof P> {
  readonly type: 'request';
  readonly id: number;
  readonly method: K;
  readonly params: P[K]['params'];
}
export interface Cancel {
  readonly type: 'cancel';
  readonly id: number;
}

/** What comes from a worker, for the request with this id. */
export type FromWorker<P extends Protocol<P>> = {
  [K in keyof P]:
    | { type: 'progress'; id: number; progress: P[K]['progress'] }
    | { type: 'result'; id: number; result: P[K]['result'] }
    | { type: 'failure'; id: number; failure: Failure }
    | Heard;
}[keyof P];

/** What comes from a worker that was told to stop a request: it listens. What it does about it is the request's affair. */
interface Heard {
  type: 'heard';
  id: number;
}

/** What every worker sends once it has begun: the lock it holds for as long as it lives, null where there are none. */
export interface Alive {
  type: 'alive';
  lock: string | null;
}
