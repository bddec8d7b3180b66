import { Inflate } from 'fflate';
import { type ByteSource, readRange } from './byteSource';
import { CheckpointError } from './checkpointError';
import { crc32 } from './crc32';
import { shownOnce } from './shownOnce';

/** One file inside a zip archive, as the central directory lists it (APPNOTE.TXT 4.3.12). */
export interface ZipEntry {
  readonly name: string;
  /** 0 stored, 8 deflated. */
  readonly method: number;
  /** Bytes in the archive. */
  readonly compressedSize: number;
  /** Bytes once unpacked. */
  readonly size: number;
  readonly crc32: number;
  /** Where the entry's local header begins. */
  readonly headerOffset: number;
}

/** A zip archive that is read by ranges. */
export interface ZipArchive {
  readonly entries: ReadonlyMap<string, ZipEntry>;
  /** The whole entry, unpacked and checked against its checksum. @throws CheckpointError */
  read(entry: ZipEntry): Promise<Uint8Array>;
  /** A part of a stored entry; its checksum cannot be checked. @throws CheckpointError */
  readPart(entry: ZipEntry, offset: number, length: number): Promise<Uint8Array>;
}

const END_OF_DIRECTORY = 0x06054b50;
const END_OF_DIRECTORY_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;
const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED = 1;

const DIRECTORY_LIMIT = 64 * 2 ** 20;
const ENTRY_LIMIT = 200_000;
/** Deflate cannot pack tighter than 1032 : 1. */
const DEFLATE_LIMIT = 1032;
/** What an entry may unpack to, in bytes, and how tightly it may be packed beyond the smaller bound: a zip bomb's two signs. */
const UNPACKED_LIMIT = 2 ** 30;
const BOMB = { size: 64 * 2 ** 20, ratio: 100 };
/** Compressed bytes handed to the unpacker at a time; bounds what one step can unpack to. */
const INFLATE_STEP = 16 * 1024;

/**
 * Lists a zip archive (zip64 included) without reading its files. torch.save stores its tensors uncompressed, so each
 * can be read alone; an unpacker that wants the whole archive in memory would not do.
 * @throws CheckpointError
 */
export async function openZip(source: ByteSource): Promise<ZipArchive> {
  const entries = await readDirectory(source, await findDirectory(source));
  const dataOffsets = new Map<ZipEntry, number>();

  const dataOffset = async (entry: ZipEntry): Promise<number> => {
    const known = dataOffsets.get(entry);
    if (known !== undefined) return known;
    const header = view(await readRange(source, entry.headerOffset, 30, `header of ${entry.name}`));
    if (header.getUint32(0, true) !== LOCAL_HEADER)
      throw new CheckpointError(
        `${entry.name}: no file header at byte ${entry.headerOffset}, where the archive's directory places it. The file is damaged: copy or download it again.`,
      );
    const offset = entry.headerOffset + 30 + header.getUint16(26, true) + header.getUint16(28, true);
    dataOffsets.set(entry, offset);
    return offset;
  };

  // Tensors may be views of a few packed storages by turns: each is unpacked once. What all unpack to is bounded.
  const unpacked = new Map<ZipEntry, Promise<Uint8Array>>();
  const checked = new Set<ZipEntry>();

  const read = (entry: ZipEntry): Promise<Uint8Array> => {
    if (entry.method !== DEFLATED) return readWhole(entry);
    const known = unpacked.get(entry) ?? readWhole(entry);
    unpacked.set(entry, known);
    return known;
  };

  const readWhole = async (entry: ZipEntry): Promise<Uint8Array> => {
    const packed = await readRange(source, await dataOffset(entry), entry.compressedSize, entry.name);
    const bytes = entry.method === DEFLATED ? inflate(packed, entry) : packed;
    // torch.serialization.set_crc32_options(False) writes 0 for a checksum it did not compute.
    if (entry.crc32 !== 0 && !checked.has(entry) && crc32(bytes) !== entry.crc32)
      throw new CheckpointError(
        `${entry.name}: its checksum does not match its bytes. The file is damaged: copy or download it again.`,
      );
    checked.add(entry);
    return bytes;
  };

  const readPart = async (entry: ZipEntry, offset: number, length: number): Promise<Uint8Array> => {
    if (entry.method === DEFLATED) return (await read(entry)).subarray(offset, offset + length);
    return readRange(source, (await dataOffset(entry)) + offset, length, entry.name);
  };

  return { entries, read, readPart };
}

interface Directory {
  readonly offset: number;
  readonly size: number;
  readonly count: number;
}

/** Finds the directory from the end of the file, where a comment of up to 65 535 bytes may follow its end record. */
async function findDirectory(source: ByteSource): Promise<Directory> {
  const tailLength = Math.min(source.size, 65_535 + 22);
  const tailOffset = source.size - tailLength;
  const tail = view(await readRange(source, tailOffset, tailLength, 'end of the zip archive'));
  for (let at = tailLength - 22; at >= 0; at--) {
    if (tail.getUint32(at, true) !== END_OF_DIRECTORY) continue;
    if (at + 22 + tail.getUint16(at + 20, true) > tailLength) continue;
    const found = {
      count: tail.getUint16(at + 10, true),
      size: tail.getUint32(at + 12, true),
      offset: tail.getUint32(at + 16, true),
    };
    const is64 = found.count === 0xffff || found.size === 0xffffffff || found.offset === 0xffffffff;
    return is64 ? findDirectory64(source, tailOffset + at) : found;
  }
  throw new CheckpointError(
    'This zip file has no directory at its end, so it was cut short. Copy or download it again.',
  );
}

async function findDirectory64(source: ByteSource, endRecord: number): Promise<Directory> {
  const locator = view(await readRange(source, endRecord - 20, 20, 'zip64 locator'));
  if (locator.getUint32(0, true) !== LOCATOR_64)
    throw new CheckpointError(`No zip64 locator at byte ${endRecord - 20}. The file is damaged: copy it again.`);
  const offset = uint64(locator, 8);
  const record = view(await readRange(source, offset, 56, 'zip64 end record'));
  if (record.getUint32(0, true) !== END_OF_DIRECTORY_64)
    throw new CheckpointError(`No zip64 end record at byte ${offset}. The file is damaged: copy it again.`);
  return { count: uint64(record, 32), size: uint64(record, 40), offset: uint64(record, 48) };
}

async function readDirectory(source: ByteSource, directory: Directory): Promise<Map<string, ZipEntry>> {
  const { offset, size, count } = directory;
  if (size > DIRECTORY_LIMIT || count > ENTRY_LIMIT)
    throw new CheckpointError(
      `The archive's directory claims ${count} files in ${size} bytes; a checkpoint has at most ${ENTRY_LIMIT} in ${DIRECTORY_LIMIT}.`,
    );
  const bytes = await readRange(source, offset, size, "the archive's directory");
  const data = view(bytes);
  const entries = new Map<string, ZipEntry>();
  const all: ZipEntry[] = [];
  let at = 0;
  for (let index = 0; index < count; index++) {
    if (at + 46 > size || data.getUint32(at, true) !== DIRECTORY_ENTRY)
      throw new CheckpointError(
        `The archive's directory breaks off at byte ${offset + at}, in file ${index + 1} of ${count}. The file is damaged: copy it again.`,
      );
    const nameLength = data.getUint16(at + 28, true);
    const extraLength = data.getUint16(at + 30, true);
    const next = at + 46 + nameLength + extraLength + data.getUint16(at + 32, true);
    if (next > size)
      throw new CheckpointError(`The archive's directory breaks off at byte ${offset + at}. Copy the file again.`);
    const name = shownOnce(new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength)), entries);
    const extra = bytes.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength);
    const entry = { name, ...directoryEntry(data, at, extra) };
    checkEntry(entry, data.getUint16(at + 8, true));
    entries.set(name, entry);
    all.push(entry);
    at = next;
  }
  checkTogether(all, source.size);
  return entries;
}

/** Sizes and offset of one directory entry; each field that is full of ones stands in the zip64 extra field instead. */
function directoryEntry(data: DataView, at: number, extra: Uint8Array): Omit<ZipEntry, 'name'> {
  let size = data.getUint32(at + 24, true);
  let compressedSize = data.getUint32(at + 20, true);
  let headerOffset = data.getUint32(at + 42, true);
  const wide = zip64Field(extra);
  let field = 0;
  const next = () => {
    if (field + 8 > wide.byteLength)
      throw new CheckpointError("The archive's directory lacks a zip64 size. The file is damaged: copy it again.");
    field += 8;
    return uint64(wide, field - 8);
  };
  if (size === 0xffffffff) size = next();
  if (compressedSize === 0xffffffff) compressedSize = next();
  if (headerOffset === 0xffffffff) headerOffset = next();
  return {
    method: data.getUint16(at + 10, true),
    crc32: data.getUint32(at + 16, true),
    size,
    compressedSize,
    headerOffset,
  };
}

function zip64Field(extra: Uint8Array): DataView {
  const data = view(extra);
  for (let at = 0; at + 4 <= extra.length; ) {
    const length = data.getUint16(at + 2, true);
    if (data.getUint16(at, true) === 1) return view(extra.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return new DataView(new ArrayBuffer(0));
}

function checkEntry(entry: ZipEntry, flags: number): void {
  const { name, method, size, compressedSize } = entry;
  if (flags & ENCRYPTED) throw new CheckpointError(`${name} is encrypted. Save the checkpoint without a password.`);
  if (method !== STORED && method !== DEFLATED)
    throw new CheckpointError(
      `${name} is packed with zip method ${method}; stored (0) and deflated (8) are read. Save it with torch.save.`,
    );
  if (method === STORED && size !== compressedSize)
    throw new CheckpointError(`${name} is stored, yet has ${compressedSize} bytes for ${size}. The file is damaged.`);
  if (method === DEFLATED && size > compressedSize * DEFLATE_LIMIT)
    throw new CheckpointError(
      `${name} claims to unpack ${compressedSize} bytes to ${size}, more than deflate can do (1032 : 1). The file is damaged or hostile.`,
    );
  if (method === DEFLATED && (size > UNPACKED_LIMIT || (size > BOMB.size && size > compressedSize * BOMB.ratio)))
    throw new CheckpointError(
      `${name} would unpack ${compressedSize} bytes to ${size}: a zip bomb, or a tensor far beyond any X3D. Save the checkpoint uncompressed, as torch.save does.`,
    );
}

/** What all entries together may unpack to, all of which is kept: a checkpoint packs to a tenth at best. */
const TOGETHER = { ratio: 10, size: 16 * 2 ** 20 };

/** Entries that share bytes, or that unpack to far more than the file together, are the other two signs of a zip bomb. */
function checkTogether(entries: readonly ZipEntry[], fileSize: number): void {
  const inOrder = entries.toSorted((a, b) => a.headerOffset - b.headerOffset);
  for (const [index, { name, headerOffset, compressedSize }] of inOrder.entries()) {
    const next = inOrder[index + 1];
    // A local header has 30 bytes before its name.
    if (next && headerOffset + 30 + compressedSize > next.headerOffset)
      throw new CheckpointError(
        `${name} and ${next.name} share bytes of the archive. The file is damaged or hostile: save the checkpoint again.`,
      );
  }
  const unpacked = entries.reduce((sum, { method, size }) => sum + (method === DEFLATED ? size : 0), 0);
  if (unpacked > TOGETHER.ratio * fileSize + TOGETHER.size)
    throw new CheckpointError(
      `The archive of ${fileSize} bytes would unpack to ${unpacked}: a zip bomb. Save the checkpoint uncompressed, as torch.save does.`,
    );
}

/** Unpacks a deflated entry, and stops as soon as it yields more than the directory promised. */
function inflate(packed: Uint8Array, entry: ZipEntry): Uint8Array {
  const out = new Uint8Array(entry.size);
  let filled = 0;
  const stream = new Inflate((chunk) => {
    if (filled + chunk.length > entry.size)
      throw new CheckpointError(
        `${entry.name} unpacks to more than the ${entry.size} bytes its directory states. The file is damaged or hostile.`,
      );
    out.set(chunk, filled);
    filled += chunk.length;
  });
  try {
    for (let at = 0; at < packed.length; at += INFLATE_STEP)
      stream.push(packed.subarray(at, at + INFLATE_STEP), at + INFLATE_STEP >= packed.length);
  } catch (error) {
    if (error instanceof CheckpointError) throw error;
    throw new CheckpointError(
      `${entry.name} cannot be unpacked: its bytes are no deflate stream. Copy the file again.`,
    );
  }
  if (filled !== entry.size)
    throw new CheckpointError(`${entry.name} unpacks to ${filled} bytes; its directory states ${entry.size}.`);
  return out;
}

const view = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** An unsigned 64-bit field. Beyond 2^53 it is no longer exact, and is then refused as lying outside the file. */
const uint64 = (data: DataView, at: number) => Number(data.getBigUint64(at, true));
