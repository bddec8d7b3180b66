import type { Size } from './geometry';

/** Bytes at the beginning of an image in which its size is looked for: a photograph's previews may come before it. */
export const SIZE_BYTES = 2 ** 18;

/** How many pixels an image says it has, from its own first bytes, before any is decoded; null where they do not say. */
export function imageSize(bytes: Uint8Array): Size | null {
  try {
    return (
      FORMATS.find(({ is }) => is(bytes))?.size(new DataView(bytes.buffer, bytes.byteOffset, bytes.length)) ?? null
    );
  } catch {
    // It ends before it says so.
    return null;
  }
}

interface Format {
  is(bytes: Uint8Array): boolean;
  /** @throws RangeError where the bytes end before it */
  size(view: DataView): Size | null;
}

const letters = (text: string, at: number) => (bytes: Uint8Array) =>
  text === String.fromCharCode(...bytes.subarray(at, at + text.length));

/** PNG (W3C), GIF89a, BMP, JPEG (ITU T.81), WebP (RFC 9649), AVIF (its property `ispe`, ISO/IEC 23008-12). */
const FORMATS: readonly Format[] = [
  { is: letters('PNG', 1), size: (view) => ({ width: view.getUint32(16), height: view.getUint32(20) }) },
  { is: letters('GIF8', 0), size: (view) => ({ width: view.getUint16(6, true), height: view.getUint16(8, true) }) },
  {
    is: letters('BM', 0),
    size: (view) => ({ width: Math.abs(view.getInt32(18, true)), height: Math.abs(view.getInt32(22, true)) }),
  },
  { is: letters('\xff\xd8', 0), size: jpegSize },
  {
    is: letters('WEBPVP8X', 8),
    size: (view) => ({
      width: 1 + (view.getUint32(24, true) & 0xffffff),
      height: 1 + (view.getUint32(26, true) >>> 8),
    }),
  },
  {
    is: letters('WEBPVP8L', 8),
    size: (view) => ({
      width: 1 + (view.getUint32(21, true) & 0x3fff),
      height: 1 + ((view.getUint32(21, true) >>> 14) & 0x3fff),
    }),
  },
  { is: letters('ftypavif', 4), size: avifSize },
];

/** Walks the segments to the frame's header (SOF), which says height and width. */
function jpegSize(view: DataView): Size {
  for (let at = 2; ; at += 2 + view.getUint16(at + 2)) {
    const marker = view.getUint8(at + 1);
    // C0 to CF, but for tables of Huffman codes (C4), JPG (C8) and arithmetic coding (CC).
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    }
  }
}

/** The largest of the sizes that an AVIF gives to its pictures: it may hold a preview, or tiles of one. */
function avifSize(view: DataView): Size | null {
  let largest: Size | null = null;
  for (let at = 0; at + 16 <= view.byteLength; at++) {
    if (view.getUint32(at) !== 0x69737065) continue;
    const size = { width: view.getUint32(at + 8), height: view.getUint32(at + 12) };
    if (!largest || size.width * size.height > largest.width * largest.height) largest = size;
  }
  return largest;
}
