/** A file that ends before it says it does. */
export interface CutShort {
  /** Bytes there are, and those that its parts claim at least. */
  readonly has: number;
  readonly claims: number;
  /** Its index of frames (`moov`) is in what is missing. */
  readonly withoutIndex: boolean;
}

/** Most boxes that are looked at: a file has a few, a damaged one may claim any number. */
const MOST_BOXES = 10_000;

/**
 * Finds out whether an mp4 or mov file was cut short: it is a row of boxes, each with its length (ISO/IEC 14496-12,
 * 4.2), and ends with the last one. Reads the heads of the boxes only, 16 bytes each. Null for a whole file.
 */
export async function cutShort(file: Blob): Promise<CutShort | null> {
  let [at, boxes, withoutIndex] = [0, 0, true];
  while (at < file.size && boxes++ < MOST_BOXES) {
    const head = new DataView(await file.slice(at, at + 16).arrayBuffer());
    if (head.byteLength < 8) return { has: file.size, claims: at + 8, withoutIndex };
    const short = head.getUint32(0);
    // A length of 1 stands for eight bytes more, one of 0 for all the rest.
    if (short === 1 && head.byteLength < 16) return { has: file.size, claims: at + 16, withoutIndex };
    const length = short === 1 ? Number(head.getBigUint64(8)) : short === 0 ? file.size - at : short;
    if (length < 8) return null;
    if (at + length > file.size) return { has: file.size, claims: at + length, withoutIndex };
    if (head.getUint32(4) === MOOV) withoutIndex = false;
    at += length;
  }
  return null;
}

/** `moov`. */
const MOOV = 0x6d6f6f76;
