import { CheckpointError } from './checkpointError';

/**
 * A file read by byte ranges, so that a checkpoint of a gigabyte costs only the tensors that are asked for. The
 * command line has one over a file handle; the browser reads Blobs.
 */
export interface ByteSource {
  /** Bytes. */
  readonly size: number;
  /** Exactly `length` bytes from `offset`. The caller must not write into them. */
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** Reads a Blob (a dropped File) by slices; the browser keeps the rest on disk. */
export function blobSource(blob: Blob): ByteSource {
  return {
    size: blob.size,
    read: async (offset, length) => new Uint8Array(await blob.slice(offset, offset + length).arrayBuffer()),
  };
}

/** Reads bytes that are in memory already; what it returns are views of them. */
export function bytesSource(bytes: Uint8Array): ByteSource {
  return { size: bytes.length, read: async (offset, length) => bytes.subarray(offset, offset + length) };
}

/**
 * `length` bytes from `offset`, checked against the end of the file before anything is allocated.
 * @throws CheckpointError when the file ends before them; `what` names what they would have held.
 */
export async function readRange(source: ByteSource, offset: number, length: number, what: string): Promise<Uint8Array> {
  if (!Number.isSafeInteger(offset) || !Number.isSafeInteger(length) || offset < 0 || length < 0)
    throw new CheckpointError(`${what}: the file places it at byte ${offset} with ${length} bytes, which cannot be.`);
  const end = offset + length;
  if (end > source.size)
    throw new CheckpointError(
      `${what}: expected at bytes ${offset} to ${end}, but the file ends at ${source.size}. It was cut short: copy or download it again.`,
    );
  const bytes = await source.read(offset, length);
  if (bytes.length !== length)
    throw new CheckpointError(
      `${what}: asked for ${length} bytes at ${offset} and got ${bytes.length}. The file changed while it was read: open it again.`,
    );
  return bytes;
}
