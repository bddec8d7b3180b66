import type { Client, RequestOptions } from './channel';
import { RequestError } from './failure';
import type { SourceParams, StudioProtocol } from './messages';

/** A file that stands open, as it was asked for. */
type OpenFile =
  | { readonly method: 'openCheckpoint'; readonly params: StudioProtocol['openCheckpoint']['params'] }
  | { readonly method: 'openSource'; readonly params: SourceParams };

/** One worker's life: its client, and what numbers it gave to files, by the page's own numbers. */
interface Life {
  readonly client: Client<StudioProtocol>;
  readonly numbers: Map<number, Promise<number>>;
}

/** Where requests and results name an open file. */
interface NamesFile {
  readonly checkpoint?: number;
  readonly source?: number;
  readonly weights?: { readonly checkpoint?: number };
}

/**
 * A studio that outlives its worker. When that breaks down, or was ended since it did not hear a Cancel, what was asked for fails with its error (`WorkerCrash`); the
 * next request starts another, in which checkpoints and videos are opened again as they are named. What else the worker
 * knew (drawn weights, read clips) is made anew. Files are numbered here, since each worker would count from 1.
 * @param start starts a studio worker; `onStuck` is to be called when it is ended since it did not hear a Cancel: the next
 *   one then starts at once, for somebody who has just cancelled opens another file soon
 */
export function createLastingStudio(start: (onStuck: () => void) => Client<StudioProtocol>): Client<StudioProtocol> {
  const files = new Map<number, OpenFile>();
  let opened = 0;
  let life: Life | null = null;
  let ended: Error | null = null;

  /** The worker of now: another one where the last has ended. */
  const living = (): Life => {
    if (!life?.client.isOpen()) life = { client: start(() => ended === null && living()), numbers: new Map() };
    return life;
  };

  /** The number this worker has for a file, which it opens if it has not. What nobody opened stays, to be refused. */
  const numberIn = ({ client, numbers }: Life, id: number): Promise<number> => {
    const file = files.get(id);
    const known = numbers.get(id);
    if (known || !file) return known ?? Promise.resolve(id);
    const number =
      file.method === 'openCheckpoint'
        ? client.request(file.method, file.params).then(({ checkpoint }) => checkpoint)
        : client.request(file.method, file.params).then(({ source }) => source);
    numbers.set(id, number);
    // A file that cannot be opened now may be there next time.
    number.catch(() => numbers.delete(id));
    return number;
  };

  /** The request with the worker's own numbers in it. */
  const translated = async <T>(within: Life, params: T): Promise<T> => {
    if (typeof params !== 'object' || params === null) return params;
    const { checkpoint, source, weights } = params as NamesFile;
    const chosen = weights?.checkpoint;
    return {
      ...params,
      ...(checkpoint !== undefined && { checkpoint: await numberIn(within, checkpoint) }),
      ...(source !== undefined && { source: await numberIn(within, source) }),
      ...(chosen !== undefined && { weights: { ...weights, checkpoint: await numberIn(within, chosen) } }),
    };
  };

  /** The result with a number of ours for the file that was opened. */
  const adopted = <T>({ numbers }: Life, file: OpenFile, result: T): T => {
    const { checkpoint, source } = result as NamesFile;
    files.set(++opened, file);
    numbers.set(opened, Promise.resolve(checkpoint ?? source ?? 0));
    return { ...result, ...(checkpoint === undefined ? { source: opened } : { checkpoint: opened }) };
  };

  /** Asks the worker of now. What was ended only because another request did not stop is asked once more of the next. */
  const asked = async <K extends keyof StudioProtocol>(
    method: K,
    params: StudioProtocol[K]['params'],
    options?: RequestOptions<StudioProtocol[K]['progress']>,
  ): Promise<[within: Life, result: StudioProtocol[K]['result']]> => {
    for (let again = options?.transfer ? 0 : 1; ; again--) {
      if (ended !== null) throw ended;
      const within = living();
      try {
        return [within, await within.client.request(method, await translated(within, params), options)];
      } catch (error) {
        const bystander = error instanceof RequestError && error.name === 'WorkerStuck' && again > 0;
        if (!bystander) throw error;
      }
    }
  };

  return {
    async request(method, params, options) {
      const [within, result] = await asked(method, params, options);
      if (method === 'openCheckpoint' || method === 'openSource') {
        return adopted(within, { method, params } as OpenFile, result);
      }
      const { checkpoint, source } = (params ?? {}) as NamesFile;
      if (method === 'closeCheckpoint' || method === 'closeSource') files.delete(checkpoint ?? source ?? 0);
      return result;
    },
    isOpen: () => ended === null,
    end(reason = new DOMException('The worker was ended.', 'AbortError')) {
      ended ??= reason;
      life?.client.end(ended);
    },
  };
}
