import type { Client, RequestOptions } from './channel';
import { RequestError } from './failure';
import { isStudioFile, type StudioFile } from './studioFile';
import type { StudioProtocol } from './studioProtocol';

/** Asks a worker once more for what opened a file. */
type Reopen = (client: Client<StudioProtocol>) => Promise<unknown>;

/** One worker's life: its client, and its own handles of files, by the page's numbers. */
interface Life {
  readonly client: Client<StudioProtocol>;
  readonly handles: Map<number, Promise<StudioFile>>;
}

/**
 * A studio that outlives its worker. When that breaks down, or was ended since it did not hear a Cancel, what was asked
 * for fails with its error (`WorkerCrash`); the next request starts another, in which checkpoints and videos are opened
 * again as they are named. What else the worker knew (drawn weights, read clips) is made anew. Whatever result holds a
 * `StudioFile` opened one; files are numbered here, since each worker would count from 1.
 * @param start starts a studio worker; `onStuck` is to be called when it is ended since it did not hear a Cancel: the next
 *   one then starts at once, since another file is likely to be opened soon after a Cancel
 */
export function createLastingStudio(start: (onStuck: () => void) => Client<StudioProtocol>): Client<StudioProtocol> {
  const files = new Map<number, Reopen>();
  let opened = 0;
  let life: Life | null = null;
  let ended: Error | null = null;

  /** The worker of now: another one where the last has ended. */
  const living = (): Life => {
    if (!life?.client.isOpen()) life = { client: start(() => ended === null && living()), handles: new Map() };
    return life;
  };

  /** This worker's handle of a file, which it opens if it has not. What was never opened stays, to be refused. */
  const handleIn = ({ client, handles }: Life, file: StudioFile): Promise<StudioFile> => {
    const open = files.get(file.studioFile);
    const known = handles.get(file.studioFile);
    if (known || !open) return known ?? Promise.resolve(file);
    const handle = open(client).then((result) => fileIn(result) ?? file);
    handles.set(file.studioFile, handle);
    // A file that cannot be opened now may be there next time.
    handle.catch(() => handles.delete(file.studioFile));
    return handle;
  };

  /** A message with the worker's own handles in it. */
  const translated = async <T>(within: Life, message: T): Promise<T> => {
    if (isStudioFile(message)) return (await handleIn(within, message)) as T;
    if (!isPlain(message)) return message;
    const entries = Object.entries(message).map(
      async ([key, value]) => [key, await translated(within, value)] as const,
    );
    return Object.fromEntries(await Promise.all(entries)) as T;
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
      const file = fileIn(result);
      if (file) {
        files.set(++opened, (client) => client.request(method, params));
        within.handles.set(opened, Promise.resolve(file));
        return withFile(result, { studioFile: opened });
      }
      const closed = method === 'closeCheckpoint' || method === 'closeSource' ? fileIn(params) : null;
      if (closed) files.delete(closed.studioFile);
      return result;
    },
    isOpen: () => ended === null,
    end(reason = new DOMException('The worker was ended.', 'AbortError')) {
      ended ??= reason;
      life?.client.end(ended);
    },
  };
}

/** The handle that a message holds; null where it holds none. */
function fileIn(message: unknown): StudioFile | null {
  return isPlain(message) ? (Object.values(message).find(isStudioFile) ?? null) : null;
}

/** A result with another handle in place of its own. */
function withFile<T>(result: T, file: StudioFile): T {
  const entries = Object.entries(result as object).map(([key, value]) => [key, isStudioFile(value) ? file : value]);
  return Object.fromEntries(entries) as T;
}

/** True for an object that a message is made of: no file, tensor's data, picture or map. */
function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
