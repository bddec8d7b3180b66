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

/** Bytes read together: about ten tensors of an X3D, so that little is read in vain. */
const WINDOW = 256 * 1024;

/**
 * A source that is read in windows: a Blob answers each reading from another process, and a checkpoint asks for a
 * thousand small ranges that follow each other. A range larger than a window is read by itself; no byte of ranges that
 * follow each other is read twice.
 */
export function readAhead(source: ByteSource): ByteSource {
  let last: { readonly start: number; readonly end: number; readonly bytes: Promise<Uint8Array> } | null = null;
  const read = async (offset: number, length: number): Promise<Uint8Array> => {
    const end = offset + length;
    if (last === null || offset < last.start || offset >= last.end) {
      if (length > WINDOW || end > source.size) return source.read(offset, length);
      const windowEnd = Math.min(source.size, offset + WINDOW);
      last = { start: offset, end: windowEnd, bytes: source.read(offset, windowEnd - offset) };
    }
    const window = last;
    const bytes = (await window.bytes).subarray(offset - window.start, end - window.start);
    return end <= window.end ? bytes : joined(bytes, await read(window.end, end - window.end));
  };
  return { size: source.size, read };
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
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
