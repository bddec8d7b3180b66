import { type FileHandle, open } from 'node:fs/promises';
import type { ByteSource } from '../checkpoint/byteSource';
import { CommandError } from './usage';

/** A file read by byte ranges, for as long as `work` takes. @throws CommandError where it cannot be opened. */
export async function withFile<T>(path: string, work: (source: ByteSource) => Promise<T>): Promise<T> {
  const handle = await open(path).catch((error: Error) => {
    throw new CommandError(`Could not open ${path}: ${error.message}.`);
  });
  try {
    const { size } = await handle.stat();
    return await work({ size, read: (offset, length) => readAt(handle, offset, length) });
  } finally {
    await handle.close();
  }
}

async function readAt(handle: FileHandle, offset: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  const { bytesRead } = await handle.read(bytes, 0, length, offset);
  return bytes.subarray(0, bytesRead);
}
