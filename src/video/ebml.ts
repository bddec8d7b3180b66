/** A number in EBML (RFC 8794), the coding of webm and mkv: an element's name or its length. */
interface EbmlNumber {
  readonly value: number;
  /** Bytes that it takes. */
  readonly length: number;
  /** A length with all of its bits set: the element ends where the next one begins. */
  readonly isUnknown: boolean;
}

/**
 * Reads the number that begins at a byte: 1 to 8 bytes, of which the first bit that is set tells how many. Null where
 * there is none, or where it breaks off.
 * @param isName a name has 1 to 4 bytes, and that first bit belongs to it
 */
export function ebmlNumber(bytes: Uint8Array, at: number, isName: boolean): EbmlNumber | null {
  const first = bytes[at] ?? 0;
  const length = Math.clz32(first) - 23;
  if (first === 0 || length > (isName ? 4 : 8) || at + length > bytes.length) return null;
  const rest = 0xff >> length;
  let value = isName ? first : first & rest;
  let areOnes = (first & rest) === rest;
  for (const byte of bytes.subarray(at + 1, at + length)) {
    value = value * 256 + byte;
    areOnes &&= byte === 0xff;
  }
  return { value, length, isUnknown: !isName && areOnes };
}
