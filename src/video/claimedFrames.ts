import { VideoError } from './videoError';

/**
 * How many frames an mp4 or mov says it has, from its own boxes (ISO/IEC 14496-12): run lengths of times (`stts`,
 * `ctts`), sizes (`stsz`), and the runs of fragments (`trun`). Whoever expands them trusts the counts, and ten bytes can
 * claim 10⁹ frames; so they are looked at first. Nothing else of the file is read.
 */

/** Boxes that hold boxes, on the way to those with counts. */
const HOLDERS: ReadonlySet<string> = new Set(
  'moov trak mdia minf dinf stbl moof traf mvex mfra edts sinf schi'.split(' '),
);
/** Holders in holders; a video has six. */
const MOST_DEEP = 8;
/** Tracks of pictures, sound and texts; each is taken apart. */
export const MOST_TRACKS = 200;
/** Frames of nothing but "as before" have some four bytes; a few more than that are no lie. */
const SMALLEST_FRAME = 4;
const SPARE_FRAMES = 1000;
/** Boxes that are walked, and the largest whose content is read: 8 bytes for each of two million entries. */
const MOST_BOXES = 500_000;
const MOST_BYTES = 16 * 2 ** 20;

interface Box {
  readonly type: string;
  /** Where its content begins and ends, in bytes from the start of the file. */
  readonly from: number;
  readonly to: number;
}

/** @throws VideoError where the file claims more frames than its bytes can hold */
export async function checkClaimedFrames(file: Blob, name: string): Promise<void> {
  const bytes = inWindows(file);
  let [boxes, tracks] = [0, 0];
  /** What the track at hand holds: samples of sound may have a single byte. */
  let handler = 'vide';
  const visit = async (from: number, to: number, depth: number): Promise<void> => {
    for (let at = from; at + 8 <= to; ) {
      if (++boxes > MOST_BOXES) throw broken(name, `It has more than ${MOST_BOXES} boxes.`);
      const box = await boxAt(bytes, at, to);
      if (!box && depth > 0) throw broken(name, `A box at byte ${at} has no length.`);
      if (!box) return;
      if (box.type === 'trak' && ++tracks > MOST_TRACKS) throw broken(name, `It has more than ${MOST_TRACKS} tracks.`);
      if (HOLDERS.has(box.type)) {
        if (depth >= MOST_DEEP) throw broken(name, `Its boxes lie in each other more than ${MOST_DEEP} deep.`);
        await visit(box.from, box.to, depth + 1);
      } else {
        if (box.type === 'hdlr') handler = await handlerOf(bytes, box);
        if (!(await fits(bytes, box)))
          throw broken(name, `Its table ${box.type} at byte ${at} has not the entries it speaks of.`);
        const claimed = await claimedBy(bytes, box);
        const smallest = handler === 'vide' ? SMALLEST_FRAME : 1;
        if (claimed * smallest > file.size + SPARE_FRAMES * smallest) throw tooMany(name, claimed, file.size);
      }
      at = box.to;
    }
  };
  await visit(0, file.size, 0);
}

async function boxAt(file: Bytes, at: number, end: number): Promise<Box | null> {
  const head = await file.read(at, Math.min(16, end - at));
  const short = head.getUint32(0);
  const type = String.fromCharCode(...Array.from({ length: 4 }, (_, index) => head.getUint8(4 + index)));
  // 0 is "to the end", 1 says that a length of 64 bits follows.
  const long = short === 1 && head.byteLength >= 16 ? Number(head.getBigUint64(8)) : 0;
  const length = short === 0 ? end - at : short === 1 ? long : short;
  const header = short === 1 ? 16 : 8;
  if (length < header) return null;
  return { type, from: at + header, to: Math.min(end, at + length) };
}

/** `vide` or `soun`, after version, flags and a reserved field. */
async function handlerOf(file: Bytes, { from, to }: Box): Promise<string> {
  return to - from < 12 ? '' : new TextDecoder().decode(await file.read(from + 8, 4));
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

/** Whether a table has as many entries as it says. */
async function fits(file: Bytes, { type, from, to }: Box): Promise<boolean> {
  const entry = ENTRY_BYTES.get(type);
  const sizes = type === 'stsz' || type === 'stz2';
  if (entry === undefined && !sizes) return true;
  const head = sizes ? 12 : 8;
  if (to - from < head) return false;
  const data = await file.read(from, head);
  if (entry !== undefined) return data.getUint32(4) * entry <= to - from - head;
  // One size for all samples has no entries; else 4 bytes each, or as many bits as `stz2` says.
  const bytes = type === 'stz2' ? data.getUint8(7) / 8 : data.getUint32(4) === 0 ? 4 : 0;
  return data.getUint32(8) * bytes <= to - from - head;
}

/** The most frames a box speaks of; 0 for a box that counts none. */
async function claimedBy(file: Bytes, { type, from, to }: Box): Promise<number> {
  if (!COUNTING.has(type) || to - from < 8) return 0;
  const data = await file.read(from, Math.min(to - from, MOST_BYTES));
  // Version and flags come first.
  const entries = data.getUint32(4);
  if (type === 'stsz') return data.byteLength >= 12 ? Math.max(data.getUint32(8), 0) : 0;
  if (type === 'stsc') return mostPerChunk(data, entries);
  if (type !== 'stts' && type !== 'ctts') return entries;
  let frames = 0;
  for (let at = 8, left = entries; left > 0 && at + 8 <= data.byteLength; at += 8, left--) frames += data.getUint32(at);
  return frames;
}

/** The most samples in one chunk: each entry says from which chunk on, how many samples each has, and how described. */
function mostPerChunk(data: DataView, entries: number): number {
  let most = entries;
  for (let at = 8, left = entries; left > 0 && at + 12 <= data.byteLength; at += 12, left--)
    most = Math.max(most, data.getUint32(at + 4));
  return most;
}

const COUNTING: ReadonlySet<string> = new Set([
  'stts',
  'ctts',
  'stsz',
  'stz2',
  'stss',
  'stco',
  'co64',
  'stsc',
  'trun',
  'elst',
]);

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

function broken(name: string, what: string): VideoError {
  return new VideoError('damaged', {
    what,
    where: name,
    remedy: 'The file is damaged: copy or download it again, or convert it to mp4 (H.264).',
  });
}

/** What mediabunny takes the frames apart with that lie in one block of a webm: not a part of its interface either. */
interface Laced {
  expandLacedBlocks?(blocks: readonly { readonly lacing: number; readonly data: Uint8Array }[], track: unknown): void;
}

/**
 * Makes a reader of webm refuse blocks that claim more frames than the file can hold: seven bytes can claim 256 of none.
 * @param demuxer mediabunny's, of any format
 */
export function checkLacedFrames(demuxer: object, size: number, name: string): void {
  const laced = demuxer as Laced;
  const expand = laced.expandLacedBlocks?.bind(demuxer);
  if (!expand) return;
  let claimed = 0;
  laced.expandLacedBlocks = (blocks, track) => {
    for (const { lacing, data } of blocks) if (lacing !== 0) claimed += 1 + (data[0] ?? 0);
    if (claimed * SMALLEST_FRAME > size + SPARE_FRAMES * SMALLEST_FRAME) throw tooMany(name, claimed, size);
    expand(blocks, track);
  };
}

function tooMany(name: string, claimed: number, size: number): VideoError {
  return new VideoError('damaged', {
    what: `It says that it has ${claimed} frames, which ${size} bytes cannot hold.`,
    where: name,
    remedy: 'The file is damaged: copy or download it again, or convert it to mp4 (H.264).',
  });
}
