import { type FileHandle, open, stat } from 'node:fs/promises';
import type { ByteSource } from '../checkpoint/byteSource';
import { readTrouble } from './unreadable';
import { CommandError } from './usage';

/** A file read by byte ranges, for as long as `work` takes. @throws CommandError where it cannot be opened. */
export async function withFile<T>(path: string, work: (source: ByteSource) => Promise<T>): Promise<T> {
  const failed = (error: unknown): never => {
    throw new CommandError(`${path} could not be opened: ${readTrouble(error)}.`);
  };
  // Asked before it is opened: a pipe opens only when somebody writes to it.
  const about = await stat(path).catch(failed);
  if (!about.isFile())
    throw new CommandError(`${path} is no file but a folder, a device or a pipe. Name the checkpoint itself.`);
  const handle = await open(path).catch(failed);
  try {
    return await work({ size: about.size, read: (offset, length) => readAt(handle, offset, length) });
  } finally {
    await handle.close();
  }
}

async function readAt(handle: FileHandle, offset: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  const { bytesRead } = await handle.read(bytes, 0, length, offset);
  return bytes.subarray(0, bytesRead);
}
