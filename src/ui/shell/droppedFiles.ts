import { keepHandle } from '../../state/files/openFiles';
import { type FoundFile, MOST_FILES, tooManyFiles } from '../../state/run/imageFolder';
import type { TakenDrop } from './takenFrom';

/** What was dropped: files by themselves, or folders with all that lies in them. */
interface Dropped {
  /** Name of the folder, where one was dropped. */
  readonly folder: string | null;
  readonly files: readonly FoundFile[];
}

/**
 * Everything that was dropped, folders walked to their ends.
 * @throws RangeError for more than `MOST_FILES` files
 */
export async function droppedFiles({ entries, plain, handles }: TakenDrop): Promise<Dropped> {
  void keepHandles(handles);
  const folders = entries.filter((entry) => entry.isDirectory);
  // A transfer made by a script has files without entries.
  if (folders.length === 0) return { folder: null, files: plain.map((file) => ({ path: file.name, file })) };
  const files: FoundFile[] = [];
  for (const entry of entries) await walk(entry, files);
  return { folder: folders.map(({ name }) => name).join(', '), files };
}

async function keepHandles(handles: TakenDrop['handles']): Promise<void> {
  for (const promise of handles) {
    const handle = await promise?.catch(() => null);
    if (handle?.kind !== 'file') continue;
    const file = handle as FileSystemFileHandle;
    await keepHandle(file, await file.getFile());
  }
}

async function walk(entry: FileSystemEntry, files: FoundFile[]): Promise<void> {
  if (isFile(entry)) {
    if (files.length === MOST_FILES) throw tooManyFiles();
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    files.push({ path: entry.fullPath.replace(/^\//, ''), file });
  } else if (isFolder(entry)) {
    for (const inside of await entriesOf(entry)) await walk(inside, files);
  }
}

/** A reader gives a hundred entries at a time, and none when it is through. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return all;
    all.push(...some);
  }
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}
