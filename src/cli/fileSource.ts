import { type FileHandle, open } from 'node:fs/promises';
import type { ByteSource } from '../checkpoint/byteSource';
import { readTrouble } from './unreadable';
import { CommandError } from './usage';

/** A file read by byte ranges, for as long as `work` takes. @throws CommandError where it cannot be opened. */
export async function withFile<T>(path: string, work: (source: ByteSource) => Promise<T>): Promise<T> {
  const handle = await open(path).catch((error: unknown) => {
    throw new CommandError(`${path} could not be opened: ${readTrouble(error)}.`);
  });
  try {
    const about = await handle.stat();
    if (!about.isFile())
      throw new CommandError(`${path} is no file but a folder or a device. Name the checkpoint itself.`);
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
