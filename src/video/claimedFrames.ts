import { damaged, type VideoError } from './videoError';

/**
 * How many frames an mp4 or mov says it has, from its own boxes (ISO/IEC 14496-12): run lengths of times (`stts`,
 * `ctts`), sizes (`stsz`), and the runs of fragments (`trun`). To expand them is to trust the counts, and ten bytes can
 * claim 10⁹ frames; so each box is looked at before it is.
 */

/** The most tracks of a file (pictures, sound, texts): each is read by itself. */
export const MOST_TRACKS = 200;
/** Bytes of the smallest frame, which says only that nothing changed, and how many more frames than that allows are let pass. */
const SMALLEST_FRAME = 4;
const SPARE_FRAMES = 1000;
/** The most boxes that lie in no other: finding each takes a reading of its own. */
const MOST_BOXES = 500_000;

/** @throws VideoError where a file is a row of more boxes than can be walked */
export async function checkBoxCount(file: Blob, name: string): Promise<void> {
  const bytes = inWindows(file);
  let boxes = 0;
  for (let at = 0; at + 8 <= file.size; ) {
    if (++boxes > MOST_BOXES) throw damaged(`It has more than ${MOST_BOXES} boxes.`, name);
    const end = await endOfBox(bytes, at, file.size);
    if (end === null) return;
    at = end;
  }
}

/** A part of a file that mediabunny has in memory and walks through. */
interface Slice {
  readonly view: DataView;
  /** Where it stands, in bytes of `view`; and in bytes of the file: where it stands, and the end. */
  readonly bufferPos: number;
  readonly filePos: number;
  readonly end: number;
}

/** What mediabunny reads a box with, whatever holds it: not a part of its interface. */
interface Boxes {
  readonly currentTrack?: { readonly info: { readonly type: string } | null } | null;
  traverseBox?(slice: Slice): boolean;
}

/**
 * A method of mediabunny's that is looked into here. It promises none of them, and has no public way to see a box or a
 * block before it is expanded; so a version that names it otherwise reads no video at all, instead of trusting each.
 * @throws Error where it is not there
 */
function hooked<M>(method: M | undefined, called: string): M {
  if (!method) throw new Error(`This version of mediabunny has no ${called}, by which claims of files are checked.`);
  return method;
}

/**
 * Makes a reader of mp4 and mov look at each box before it reads it, wherever it lies: in a fragment, in what a sample
 * entry or metadata hold.
 * @param demuxer mediabunny's, of an mp4 or mov
 * @throws Error where this version of mediabunny reads boxes in another way
 */
export function checkBoxes(demuxer: object, size: number, name: string): void {
  const reader = demuxer as Boxes;
  const traverse = hooked(reader.traverseBox, 'traverseBox').bind(demuxer);
  let tracks = 0;
  reader.traverseBox = (slice) => {
    const { view, bufferPos, filePos } = slice;
    const left = slice.end - filePos;
    const header = left >= 8 && view.getUint32(bufferPos) === 1 ? 16 : 8;
    if (left < header) return traverse(slice);
    const length = header === 16 ? Number(view.getBigUint64(bufferPos + 8)) : view.getUint32(bufferPos);
    const type = String.fromCharCode(...Array.from({ length: 4 }, (_, index) => view.getUint8(bufferPos + 4 + index)));
    if (type === 'trak' && ++tracks > MOST_TRACKS) throw damaged(`It has more than ${MOST_TRACKS} tracks.`, name);
    if (COUNTING.has(type) && length >= header) {
      const content = new DataView(view.buffer, view.byteOffset + bufferPos + header, Math.min(left, length) - header);
      if (!fits(type, content))
        throw damaged(`Its table ${type} at byte ${filePos} lacks some of the entries it speaks of.`, name);
      // Samples of sound may have a single byte.
      const smallest = reader.currentTrack?.info?.type === 'audio' ? 1 : SMALLEST_FRAME;
      const claimed = claimedBy(type, content);
      if (claimed * smallest > size + SPARE_FRAMES * smallest) throw tooMany(name, claimed, size);
    }
    return traverse(slice);
  };
}

/** Where the box ends that begins at a byte; null where it has no length. */
async function endOfBox(file: Bytes, at: number, end: number): Promise<number | null> {
  const head = await file.read(at, Math.min(16, end - at));
  const short = head.getUint32(0);
  // 0 is "to the end", 1 says that a length of 64 bits follows.
  const long = short === 1 && head.byteLength >= 16 ? Number(head.getBigUint64(8)) : 0;
  const length = short === 0 ? end - at : short === 1 ? long : short;
  return length < (short === 1 ? 16 : 8) ? null : Math.min(end, at + length);
}

/** Bytes of an entry of each table, from where they follow a count; a reader goes on beyond the box for what is missing. */
const ENTRY_BYTES: ReadonlyMap<string, number> = new Map([
  ['stts', 8],
  ['ctts', 8],
  ['stss', 4],
  ['stsc', 12],
  ['stco', 4],
  ['co64', 8],
  ['elst', 12],
]);

/** Whether a table has as many entries as it says, from its content. */
function fits(type: string, content: DataView): boolean {
  const entry = ENTRY_BYTES.get(type);
  const sizes = type === 'stsz' || type === 'stz2';
  if (entry === undefined && !sizes) return true;
  const head = sizes ? 12 : 8;
  const left = content.byteLength - head;
  if (left < 0) return false;
  if (entry !== undefined) return content.getUint32(4) * entry <= left;
  // One size for all samples has no entries; else 4 bytes each, or as many bits as `stz2` says.
  const bytes = type === 'stz2' ? content.getUint8(7) / 8 : content.getUint32(4) === 0 ? 4 : 0;
  return content.getUint32(8) * bytes <= left;
}

/** The most frames a table speaks of, from its content. */
function claimedBy(type: string, content: DataView): number {
  if (content.byteLength < 8) return 0;
  // Version and flags come first.
  const entries = content.getUint32(4);
  if (type === 'stsz') return content.byteLength >= 12 ? content.getUint32(8) : 0;
  if (type === 'stsc') return mostPerChunk(content, entries);
  if (type !== 'stts' && type !== 'ctts') return entries;
  let frames = 0;
  for (let at = 8, left = entries; left > 0 && at + 8 <= content.byteLength; at += 8, left--)
    frames += content.getUint32(at);
  return frames;
}

/** The most samples in one chunk: each entry says from which chunk on, how many samples each has, and how described. */
function mostPerChunk(data: DataView, entries: number): number {
  let most = entries;
  for (let at = 8, left = entries; left > 0 && at + 12 <= data.byteLength; at += 12, left--)
    most = Math.max(most, data.getUint32(at + 4));
  return most;
}

const COUNTING: ReadonlySet<string> = new Set([...ENTRY_BYTES.keys(), 'stsz', 'stz2', 'trun']);

interface Bytes {
  read(from: number, length: number): Promise<DataView>;
}

/** Bytes read together: a file may be a row of boxes of 8 bytes, and each reading of a Blob takes its time. */
const WINDOW = 2 ** 16;

function inWindows(file: Blob): Bytes {
  let start = 0;
  let window = new ArrayBuffer(0);
  return {
    async read(from, length) {
      if (from < start || from + length > start + window.byteLength) {
        start = from;
        window = await file.slice(from, from + Math.max(length, WINDOW)).arrayBuffer();
      }
      const at = Math.min(from - start, window.byteLength);
      return new DataView(window, at, Math.min(length, window.byteLength - at));
    },
  };
}

/** What mediabunny takes the blocks of a webm apart with: not a part of its interface either. */
interface Blocks {
  readonly currentCluster?: { readonly elementStartPos: number } | null;
  expandLacedBlocks?(blocks: readonly Block[], track: Track): void;
  decodeBlockData?(track: Track, data: Uint8Array): Uint8Array;
}

interface Block {
  /** 0 for a block of one frame; else its first byte says how many there are, but one. */
  readonly lacing: number;
  readonly data: Uint8Array;
  readonly decoded: boolean;
}

interface Track {
  readonly id: number;
  /** Each may hold bytes that all frames begin with, which are left out of the file. */
  readonly decodingInstructions: readonly { readonly data: { readonly settings?: Uint8Array | null } | null }[];
}

/** Bytes of the smallest frame in a block of several, which is sound as a rule. */
const SMALLEST_LACED = 16;
/** The most bytes that may be left out of every frame; programs that write such files leave out eight at most. */
const MOST_LEFT_OUT = 64;

/**
 * Makes a reader of webm refuse blocks that claim more than the file can hold: seven bytes can claim 256 frames of none,
 * and what is left out of every frame may be a megabyte.
 * @param demuxer mediabunny's, of a webm or mkv
 * @throws Error where this version of mediabunny reads blocks in another way
 */
export function checkBlocks(demuxer: object, size: number, name: string): void {
  const reader = demuxer as Blocks;
  const expand = hooked(reader.expandLacedBlocks, 'expandLacedBlocks').bind(demuxer);
  const decode = hooked(reader.decodeBlockData, 'decodeBlockData').bind(demuxer);
  const guarded = (track: Track, data: Uint8Array) => {
    const leftOut = track.decodingInstructions.reduce((sum, { data }) => sum + (data?.settings?.length ?? 0), 0);
    if (leftOut > MOST_LEFT_OUT)
      throw damaged(`It leaves ${leftOut} bytes out of every frame; at most ${MOST_LEFT_OUT} are put back.`, name);
    return decode(track, data);
  };
  reader.decodeBlockData = guarded;
  let claimed = 0;
  /** Clusters and tracks that were counted: a cluster is read again where a person goes back to it. */
  const counted = new Set<string>();
  reader.expandLacedBlocks = (blocks, track) => {
    const place = `${reader.currentCluster?.elementStartPos} ${track.id}`;
    if (!counted.has(place))
      for (const { lacing, data, decoded } of blocks)
        if (lacing !== 0) claimed += 1 + ((decoded ? data : guarded(track, data.subarray(0, 1)))[0] ?? 0);
    counted.add(place);
    if (claimed * SMALLEST_LACED > size + SPARE_FRAMES * SMALLEST_LACED) throw tooMany(name, claimed, size);
    expand(blocks, track);
  };
}

function tooMany(name: string, claimed: number, size: number): VideoError {
  return damaged(`It says that it has ${claimed} frames, which ${size} bytes cannot hold.`, name);
}
