import { ebmlNumber } from './ebml';

/**
 * The part of a webm or mkv that can be walked element by element (EBML, RFC 8794; Matroska, RFC 9559). Behind damage
 * with no known element after it, or at one whose length cannot be read, mediabunny 1.61 looks for the next one without
 * end, so what follows is left out.
 */
const EBML = 0x1a45dfa3;
const SEGMENT = 0x18538067;
/** SeekHead, Info, Cluster, Tracks, Cues, Attachments, Chapters, Tags: what a segment holds. */
const PARTS: ReadonlySet<number> = new Set([
  ...[0x114d9b74, 0x1549a966, 0x1f43b675, 0x1654ae6b],
  ...[0x1c53bb6b, 0x1941a469, 0x1043a770, 0x1254c367],
]);
/** Void and CRC-32, which may stand anywhere. */
const FILLERS: ReadonlySet<number> = new Set([0xec, 0xbf]);
/** How far a reader looks for the next element behind damage, in bytes. */
const REACH = 10 * 2 ** 20;
/** Elements that are walked: an hour in clusters of a tenth of a second. */
const MOST_ELEMENTS = 40_000;

/** The file itself, or its beginning up to damage that no known element follows. */
export async function walkablePart(file: Blob): Promise<Blob> {
  const head = await elementAt(file, 0);
  if (head?.id !== EBML) return file;
  const segment = await elementAt(file, head.end ?? file.size);
  if (segment?.id !== SEGMENT) return file;
  let at = segment.start;
  const end = Math.min(file.size, segment.end ?? file.size);
  for (let walked = 0; at < end && walked < MOST_ELEMENTS; walked++) {
    const element = await elementAt(file, at);
    const known = element && (PARTS.has(element.id) || FILLERS.has(element.id));
    // A part without a length ends where the next one begins.
    const next = known && element.end !== null ? element.end : await nextPart(file, known ? element.start : at, end);
    // A part whose length cannot be read is found again and again.
    if (next === null || next === at) return known ? file : file.slice(0, at);
    at = Math.max(next, at + 1);
  }
  return file;
}

/** An element's name, and where its content begins and ends; null for the end where it has no length. */
async function elementAt(
  file: Blob,
  at: number,
): Promise<{ readonly id: number; readonly start: number; readonly end: number | null } | null> {
  const bytes = new Uint8Array(await file.slice(at, at + 12).arrayBuffer());
  const id = ebmlNumber(bytes, 0, true);
  const size = id && ebmlNumber(bytes, id.length, false);
  if (!id || !size) return null;
  const start = at + id.length + size.length;
  return { id: id.value, start, end: size.isUnknown ? null : start + size.value };
}

/** Where the name of a segment's part stands next, within reach; null where none does. The last 8 bytes are not looked at. */
async function nextPart(file: Blob, from: number, end: number): Promise<number | null> {
  const bytes = new Uint8Array(await file.slice(from, Math.min(end, from + REACH)).arrayBuffer());
  const view = new DataView(bytes.buffer);
  for (let at = 0; at + 8 < bytes.length; at++) if (PARTS.has(view.getUint32(at))) return from + at;
  return null;
}
