import { get, set } from 'idb-keyval';
import { parseJson } from '../../text/json';
import type { App } from '../app';
import { stopAll } from '../stopAll';
import { tabStorage } from '../storage';

/** A file that stands open, as it is known again after a reload. */
export interface KnownFile {
  readonly name: string;
  /** Bytes of the file. */
  readonly size: number;
  /** Where on this site it was fetched from; not there for a file of the person's own. */
  readonly address?: string;
}

/** What stands open in this tab, in sessionStorage: it survives a reload and ends with the tab. */
const KEY = 'x3d-studio.files';
/** The browser's own handles of files, in IndexedDB: the only place that keeps them. */
const HANDLES = 'x3d-studio.handles';
/** Handles that are kept; beyond that the oldest goes. */
const MOST_HANDLES = 12;

type Handles = ReadonlyMap<string, FileSystemFileHandle>;

/** Keeps a handle by which a file can be opened again. A browser that keeps none (or a private window) is no fault. */
export async function keepHandle(handle: FileSystemFileHandle, file: KnownFile): Promise<void> {
  try {
    const known = [...((await get<Handles>(HANDLES)) ?? [])].filter(([key]) => key !== keyOf(file));
    await set(HANDLES, new Map([...known, [keyOf(file), handle] as const].slice(-MOST_HANDLES)));
  } catch {
    // Then the file is chosen by hand again.
  }
}

/** The file behind a kept handle, after asking whether it may be read; null where there is none, or it may not. */
export async function fileAgain(file: KnownFile): Promise<File | null> {
  try {
    const handle = (await get<Handles>(HANDLES))?.get(keyOf(file)) as AskingHandle | undefined;
    if (!handle || (await handle.requestPermission?.({ mode: 'read' })) === 'denied') return null;
    return await handle.getFile();
  } catch {
    return null;
  }
}

/**
 * What the tab had open before it was loaded again, until something else is opened.
 * @param opening address of a file that the page opens by itself as it is loaded
 */
export function openBefore(opening: string | null): readonly KnownFile[] {
  const saved = parseJson(tabStorage.getItem(KEY) ?? '[]');
  if (!Array.isArray(saved)) return [];
  return saved.filter(isKnownFile).filter(({ address }) => address === undefined || address !== opening);
}

/** From now on what stands open is remembered for the next load of this tab. Returns how to stop. */
export function rememberOpen({ checkpoint, openedInputs }: Pick<App, 'checkpoint' | 'openedInputs'>): () => void {
  const remember = () => {
    const { file } = checkpoint.getState();
    const inputs = openedInputs.getState().opened.flatMap((input) => {
      if (input.kind === 'array') return input.array.made ? [] : input.array.file;
      return input.kind === 'file' ? input.file : [];
    });
    const open: readonly KnownFile[] = [
      ...(file ? [{ name: file.name, size: file.size, ...(file.address !== null && { address: file.address }) }] : []),
      ...inputs.map(({ name, size }) => ({ name, size })),
    ];
    // Where that is refused, nothing is offered after a reload.
    tabStorage.setItem(KEY, JSON.stringify(open));
  };
  return stopAll([
    checkpoint.subscribe(({ file }, { file: before }) => file !== before && remember()),
    openedInputs.subscribe(remember),
  ]);
}

/** Not yet in every browser, and not in TypeScript's own types. */
interface AskingHandle extends FileSystemFileHandle {
  requestPermission?(how: { mode: 'read' }): Promise<'granted' | 'denied' | 'prompt'>;
}

function keyOf({ name, size }: KnownFile): string {
  return `${name} ${size}`;
}

function isKnownFile(value: unknown): value is KnownFile {
  const { name, size, address } = (value ?? {}) as Partial<Record<keyof KnownFile, unknown>>;
  return typeof name === 'string' && typeof size === 'number' && ['string', 'undefined'].includes(typeof address);
}
