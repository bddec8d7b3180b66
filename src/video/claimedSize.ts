import { MOST_TRACKS } from './claimedFrames';
import { ebmlNumber } from './ebml';
import type { Size } from './geometry';
import { damaged, VideoError } from './videoError';

/**
 * The size of the frames that a webm or mkv says it has (EBML, RFC 8794; Matroska, RFC 9559), and whether its headers can
 * be walked at all, looked at before anything is made of them: an element without a length keeps a reader busy for ever.
 */
const EBML = 0x1a45dfa3;
const SEGMENT = 0x18538067;
const TRACKS = 0x1654ae6b;
const TRACK_ENTRY = 0xae;
const VIDEO = 0xe0;
const CLUSTER = 0x1f43b675;
const HOLDERS: ReadonlySet<number> = new Set([SEGMENT, TRACKS, TRACK_ENTRY, VIDEO]);
/** PixelWidth, PixelHeight, DisplayWidth, DisplayHeight. */
const SIZES: ReadonlySet<number> = new Set([0xb0, 0xba, 0x54b0, 0x54ba]);

/** The longest side that any decoder takes (H.264 and AV1, level 6.2: 16 384 × 8704), and the most pixels. */
const MOST_SIDE = 16_384;
const MOST_PIXELS = 16_384 * 8704;
/** The most elements that are walked: tracks come before the pictures, so the headers have ended by then. */
const MOST_ELEMENTS = 5000;

/** @throws VideoError where a webm or mkv claims frames that no video has */
export async function checkClaimedSize(file: Blob, name: string): Promise<void> {
  let [elements, tracks] = [0, 0];
  /** True once the tracks were found: what follows is pictures, which are the decoder's to judge. */
  let tracked = false;
  const visit = async (from: number, to: number): Promise<void> => {
    for (let at = from; at < to && elements < MOST_ELEMENTS; elements++) {
      const bytes = new Uint8Array(await file.slice(at, at + 12).arrayBuffer());
      const id = ebmlNumber(bytes, 0, true);
      const size = id && ebmlNumber(bytes, id.length, false);
      if (!id || !size) {
        if (tracked) return;
        throw broken(at, name);
      }
      if (id.value === CLUSTER) return;
      if (id.value === TRACK_ENTRY && ++tracks > MOST_TRACKS) throw broken(at, name);
      tracked ||= id.value === TRACKS;
      const start = at + id.length + size.length;
      const end = Math.min(to, start + size.value);
      if (HOLDERS.has(id.value)) await visit(start, end);
      else if (SIZES.has(id.value)) checkSide(await unsigned(file, start, end), name);
      at = Math.max(end, at + 1);
    }
  };
  const head = new DataView(await file.slice(0, 4).arrayBuffer());
  if (head.byteLength === 4 && head.getUint32(0) === EBML) await visit(0, file.size);
}

/** @throws VideoError for a size that no decoder takes */
export function checkFrameSize(width: number, height: number, name: string): void {
  checkSide(width, name);
  checkSide(height, name);
  if (!isFrameSize({ width, height })) throw absurd(`${width} × ${height} pixels`, name);
}

/** True for a size that a decoder takes. */
export function isFrameSize({ width, height }: Size): boolean {
  return isSide(width) && isSide(height) && width * height <= MOST_PIXELS;
}

const isSide = (side: number) => side >= 1 && side <= MOST_SIDE;

function checkSide(side: number, name: string): void {
  if (!isSide(side)) throw absurd(`a side of ${side} pixels`, name);
}

async function unsigned(file: Blob, from: number, to: number): Promise<number> {
  const bytes = new Uint8Array(await file.slice(from, Math.min(to, from + 8)).arrayBuffer());
  return bytes.reduce((value, byte) => value * 256 + byte, 0);
}

function broken(at: number, name: string): VideoError {
  return damaged(`Its headers break off at byte ${at}, before they say what it shows.`, name);
}

function absurd(what: string, name: string): VideoError {
  return new VideoError('too-large', {
    what: `It says that its frames have ${what}, beyond what any video has.`,
    where: name,
    remedy: 'If it plays elsewhere, convert it to mp4 (H.264) of at most 8192 × 4320; else the file is damaged.',
  });
}
