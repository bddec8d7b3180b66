import { closeSync, openSync, renameSync, rmSync, writevSync } from 'node:fs';
import { fileTrouble, isAboutThePath } from './fileTrouble';
import { CommandError, UsageError } from './usage';

/** Writes a file whole or not at all: beside its place first. Returns its bytes. @throws UsageError, CommandError */
export function writeFile(path: string, chunks: readonly Uint8Array[]): number {
  const unfinished = `${path}.${process.pid}.part`;
  try {
    const handle = openSync(unfinished, 'w');
    try {
      // One call takes no more than 1024 chunks (IOV_MAX).
      for (let first = 0; first < chunks.length; first += 1024) writevSync(handle, chunks.slice(first, first + 1024));
    } finally {
      closeSync(handle);
    }
    renameSync(unfinished, path);
  } catch (error) {
    rmSync(unfinished, { force: true });
    const sentence = `${path} could not be written: ${fileTrouble(path, error)}.`;
    throw isAboutThePath(error) ? new UsageError(sentence) : new CommandError(sentence);
  }
  return chunks.reduce((sum, { length }) => sum + length, 0);
}
