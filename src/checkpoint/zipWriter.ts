import { crc32 } from './crc32';

/** A file of an archive, in memory. */
export interface StoredFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Where torch begins every storage, so that it can be mapped into memory (caffe2/serialize, kFieldAlignment). */
const ALIGNMENT = 64;
const LOCAL_HEADER = 30;
const DIRECTORY_ENTRY = 46;
/** MS-DOS has no year 0: 1 January 1980. The same weights give the same bytes whenever they are saved. */
const NO_DATE = 0x0021;

/**
 * A zip archive of uncompressed files, each beginning at a multiple of 64 bytes, as torch.save lays them out. Returned
 * as chunks for a Blob; the files' bytes are not copied.
 */
export function storeZip(files: readonly StoredFile[]): Uint8Array[] {
  const zip = startZip();
  const chunks = files.flatMap(({ name, bytes }) => [zip.header(name, bytes.length, crc32(bytes)), bytes]);
  if (zip.isTooLarge()) throw new Error('an archive of 4 GB or more: no X3D comes near');
  return [...chunks, ...zip.directory()];
}

/** A file that stays where it is until its bytes are needed. */
interface StoredBlob {
  readonly name: string;
  readonly content: Blob;
}

/**
 * The same archive of files that need not fit into memory together: each is read once, for its checksum.
 * @param onFile called before each file; what it throws ends the writing
 */
export async function storeBlobs(files: readonly StoredBlob[], onFile: (done: number) => void): Promise<Blob> {
  const zip = startZip();
  const parts: (Uint8Array<ArrayBuffer> | Blob)[] = [];
  for (const [index, { name, content }] of files.entries()) {
    onFile(index);
    parts.push(zip.header(name, content.size, crc32(new Uint8Array(await content.arrayBuffer()))), content);
    if (zip.isTooLarge())
      throw new Error('Together the files have 4 GB or more, which one zip archive cannot hold. Save fewer clips.');
  }
  return new Blob([...parts, ...zip.directory()], { type: 'application/zip' });
}

/** An archive being laid out: the headers that go before its files, and the directory that ends it. */
function startZip() {
  const entries: Uint8Array<ArrayBuffer>[] = [];
  let [offset, size] = [0, 0];
  return {
    header(name: string, bytes: number, checksum: number): Uint8Array<ArrayBuffer> {
      const path = new TextEncoder().encode(name);
      const header = localHeader(path, bytes, checksum, paddingFor(offset + LOCAL_HEADER + path.length));
      const entry = directoryEntry(path, bytes, checksum, offset);
      entries.push(entry);
      size += entry.length;
      offset += header.length + bytes;
      return header;
    },
    isTooLarge: () => offset + size > 0xffffffff,
    directory: () => [...entries, endRecord(entries.length, size, offset)],
  };
}

/** Bytes of the extra field that aligns the data; its own header takes four of them. */
const paddingFor = (at: number) => 4 + ((ALIGNMENT - ((at + 4) % ALIGNMENT)) % ALIGNMENT);

function localHeader(path: Uint8Array, size: number, checksum: number, padding: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(LOCAL_HEADER + path.length + padding);
  const data = new DataView(bytes.buffer);
  data.setUint32(0, 0x04034b50, true);
  writeCommon(data, 4, size, checksum);
  data.setUint16(26, path.length, true);
  data.setUint16(28, padding, true);
  bytes.set(path, LOCAL_HEADER);
  data.setUint16(LOCAL_HEADER + path.length, 0x4246, true); // 'FB', the id torch pads with
  data.setUint16(LOCAL_HEADER + path.length + 2, padding - 4, true);
  return bytes;
}

function directoryEntry(path: Uint8Array, size: number, checksum: number, offset: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(DIRECTORY_ENTRY + path.length);
  const data = new DataView(bytes.buffer);
  data.setUint32(0, 0x02014b50, true);
  writeCommon(data, 6, size, checksum);
  data.setUint16(28, path.length, true);
  data.setUint32(42, offset, true);
  bytes.set(path, DIRECTORY_ENTRY);
  return bytes;
}

/** The fields a local header and a directory entry share: version, flags, method, time, date, checksum and both sizes. */
function writeCommon(data: DataView, at: number, size: number, checksum: number): void {
  data.setUint16(at, 20, true);
  data.setUint16(at + 8, NO_DATE, true);
  data.setUint32(at + 10, checksum, true);
  data.setUint32(at + 14, size, true);
  data.setUint32(at + 18, size, true);
}

function endRecord(count: number, size: number, offset: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(22);
  const data = new DataView(bytes.buffer);
  data.setUint32(0, 0x06054b50, true);
  data.setUint16(8, count, true);
  data.setUint16(10, count, true);
  data.setUint32(12, size, true);
  data.setUint32(16, offset, true);
  return bytes;
}
